import type { MeasuredServer } from '../model/server.ts';
import { plainName } from '../report/defang.ts';
import { plausibleActiveUsers } from '../statistics/plausible.ts';
import { countryLink, domainText, placeLink } from './hoster-link.ts';
import { type Content, type Html, html } from './html.ts';
import type { To } from './links.ts';
import type { Site } from './site.ts';
import { table } from './table.ts';
import { users } from './words.ts';

/** Servers on one page of a list; the next ones are on the next page. */
export const PAGE = 500;

export function serverTable(
  site: Site,
  to: To,
  servers: readonly MeasuredServer[],
  options: { readonly label: string; readonly caption: Content; readonly place: 'country' | 'hoster' },
): Html {
  const { label, caption, place } = options;
  return table({
    label,
    caption,
    filter: 'Filter servers',
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
