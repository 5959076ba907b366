import type { MeasuredServer } from '../../model/server.ts';
import { plausibleActiveUsers } from '../../statistics/plausible.ts';
import { plainName } from '../../text/defang.ts';
import { type Content, type Html, html } from '../frame/html.ts';
import type { To } from '../frame/links.ts';
import { count, users } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { countryLink, domainText, placeLink } from './hoster-link.ts';

/** Servers on one page of a list. On a phone such a page is some 18 screens high. */
export const PAGE = 200;
/** The most that stand on the page of what they have in common; longer lists have pages of their own. */
const FIRST = 25;

/** Folders of the pages of a long list; none where the list is short enough to need none. */
export function listFolders(
  servers: readonly MeasuredServer[],
  folderOf: (page: number) => string,
): readonly string[] {
  if (servers.length <= FIRST) return [];
  return Array.from({ length: Math.ceil(servers.length / PAGE) }, (_, index) => folderOf(index + 1));
}

/** The first of a list, with a link to all of them. */
export function firstServers(
  site: Site,
  to: To,
  servers: readonly MeasuredServer[],
  options: Parameters<typeof serverSection>[3] & { readonly folders: readonly string[] },
): Html {
  const [all] = options.folders;
  return html`${serverSection(site, to, servers.slice(0, FIRST), options)}${all !== undefined && html`<p><a href="${to(all)}">All ${count(servers.length)} servers</a></p>`}`;
}

export function serverSection(
  site: Site,
  to: To,
  servers: readonly MeasuredServer[],
  options: { readonly label: string; readonly caption: Content; readonly place: 'country' | 'hoster' },
): Html {
  const { label, caption, place } = options;
  return table({
    label,
    caption,
    ...(servers.length > FIRST ? { filter: 'Filter servers' } : {}),
    rows: servers,
    columns: [
      { head: 'Server', cell: ({ domain }) => domainText(domain) },
      place === 'country'
        ? { head: 'Where', cell: (server) => where(site, to, server) }
        : { head: 'Hosted by', cell: (server) => placeLink(site, to, server) },
      {
        head: 'Software',
        cell: ({ software }) => (software === null ? '–' : plainName(software)),
        minor: true,
      },
      servers.some(({ usersActiveMonth }) => usersActiveMonth !== null) && {
        head: 'Active users',
        cell: (server) => userText(server),
        number: (server) => plausibleActiveUsers(server),
      },
    ],
  });
}

function where(site: Site, to: To, { city, country }: MeasuredServer): Content {
  if (country === null) return '–';
  return city === null
    ? countryLink(site, to, country)
    : [plainName(city), ', ', countryLink(site, to, country)];
}

function userText(server: MeasuredServer): string {
  const active = plausibleActiveUsers(server);
  if (active !== null) return users(active);
  return server.usersActiveMonth === null ? '–' : 'not plausible';
}

/** Links to the pages of a list; nothing where there is one page. */
export function pager(to: To, paths: readonly string[], here: string, label: string): Html | null {
  if (paths.length < 2) return null;
  return html`<nav aria-label="${label}"><ul class="pager">${paths.map((path, index) => html`<li>${path === here ? html`<span aria-current="page">Page ${index + 1}</span>` : html`<a href="${to(path)}">Page ${index + 1}</a>`}</li>`)}</ul></nav>`;
}
