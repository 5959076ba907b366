import { html, trusted } from '../html.ts';
import { layOut } from '../layout.ts';
import { linksFrom } from '../links.ts';
import { searchForm } from '../parts.ts';
import type { Site } from '../site.ts';
import type { SiteFile } from '../site-file.ts';

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
