import type { SiteFile } from '../data/site-file.ts';
import { html, trusted } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import type { Site } from '../frame/site.ts';
import { searchForm } from '../sections/report-sections.ts';

/**
 * The page of one server, under `server/?domain=DOMAIN`: a web server of ours fills it in; where only the
 * files are served, a script does.
 */
export const SERVER_PAGE = 'server/index.html';
export const SERVER_ANSWER = { begin: '<!--answer-->', end: '<!--/answer-->' } as const;
export const SERVER_TITLE = 'Who hosts a server?';
export const SERVER_DESCRIPTION = 'Who hosts a server of the fediverse, as of the last scan.';

/** The address of a server's answer. */
export function serverPath(domain: string): string {
  return `server/?domain=${encodeURIComponent(domain)}`;
}

export function serverPage(site: Site): SiteFile {
  return layOut(site, {
    path: SERVER_PAGE,
    title: SERVER_TITLE,
    description: SERVER_DESCRIPTION,
    section: null,
    body: html`${trusted(SERVER_ANSWER.begin)}<h1>${SERVER_TITLE}</h1>${trusted(SERVER_ANSWER.end)}${searchForm(linksFrom(SERVER_PAGE), 'Domain, hoster or country')}`,
  });
}
