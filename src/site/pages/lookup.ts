import type { SiteFile } from '../data/site-file.ts';
import { html, trusted } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import type { Site } from '../frame/site.ts';
import { searchForm } from '../sections/report-sections.ts';

/** The frame in which the server answers look-ups; it lies where the answers are, so that links hold. */
export const LOOKUP_PAGE = 'api/lookup.html';
export const ANSWER_MARK = '<!--answer-->';

export function lookupPage(site: Site): SiteFile {
  return layOut(site, {
    path: LOOKUP_PAGE,
    title: 'Look up a server',
    description: 'Who hosts a server, looked up now.',
    section: null,
    body: html`${trusted(ANSWER_MARK)}${searchForm(linksFrom(LOOKUP_PAGE), 'Who hosts another server?')}`,
  });
}
