import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOutAnywhere } from '../frame/layout.ts';
import { basePath, linksUnder } from '../frame/links.ts';
import type { Site } from '../frame/site.ts';
import { searchForm } from '../sections/report-sections.ts';

export function notFoundPage(site: Site): SiteFile {
  const to = linksUnder(basePath(site.publicUrl));
  return layOutAnywhere(site, {
    path: '404.html',
    title: 'Not here',
    description: 'There is no such page.',
    section: null,
    body: html`<h1>Not here</h1>
      <p class="lede">There is no such page. A hoster without any server left loses its page.</p>
      ${searchForm(to, 'Are you looking for a server?')}
      <p><a href="${to('')}">To the front page</a></p>`,
  });
}
