import type { Network } from '../../model/network.ts';
import type { GroupEntry, Report } from '../../report/report-shape.ts';
import { thatHost } from '../../statistics/access-providers.ts';
import { GROUPINGS, type GroupId, type Grouping } from '../../statistics/groups.ts';
import { type Html, html } from '../frame/html.ts';
import { networkPath, type To } from '../frame/links.ts';
import { count, knowsUsers, percent, users } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { hosterLink } from './hoster-link.ts';

/** As in a list; a group's page says "servers" behind it where that is missing. */
export const GROUP_NAMES: Readonly<Record<GroupId, string>> = {
  mastodon: 'Mastodon',
  misskey: 'Misskey and forks',
  pleroma: 'Pleroma and Akkoma',
  gotosocial: 'GoToSocial',
  lemmy: 'Lemmy',
  peertube: 'PeerTube',
  pixelfed: 'Pixelfed',
  wordpress: 'WordPress',
  other: 'other software',
  '1000+': '1,000 and more users',
  '100-999': '100 to 999 users',
  '10-99': '10 to 99 users',
  '2-9': '2 to 9 users',
  '1': '1 user',
  '0': 'no active user',
  unknown: 'unknown',
};

export const GROUPING_TITLES: Readonly<Record<Grouping, string>> = {
  software: 'By software',
  size: 'By active users',
};

/** A list with one group says nothing that the whole does not. */
export function groupsOf({ groups }: Pick<Report, 'groups'>, grouping: Grouping): readonly GroupEntry[] {
  return groups[grouping].length < 2 ? [] : groups[grouping];
}

export function groupPath(network: Network, grouping: Grouping, id: GroupId): string {
  return `${networkPath(network)}${grouping}/${id.replace('+', '-and-more')}/`;
}

/** Links to the parts of a network: a filter that needs no script. */
export function groupNavigation(to: To, report: Report, here: string): Html | null {
  const groupings = GROUPINGS.filter((grouping) => groupsOf(report, grouping).length > 0);
  if (groupings.length === 0) return null;
  const whole = networkPath(report.network);
  const link = (path: string, name: string) =>
    html`<li>${path === here ? html`<span aria-current="page">${name}</span>` : html`<a href="${to(path)}">${name}</a>`}</li>`;
  return html`<nav class="filters" aria-label="Parts of the network">${groupings.map(
    (grouping) =>
      html`<p id="by-${grouping}">${GROUPING_TITLES[grouping]}</p><ul class="pager" aria-labelledby="by-${grouping}">${link(whole, 'All')}${groupsOf(report, grouping).map(({ id }) => link(groupPath(report.network, grouping, id), GROUP_NAMES[id]))}</ul>`,
  )}</nav>`;
}

/** Is the concentration one of the large, or of the small? */
export function groupSection(site: Site, to: To, report: Report): Html | null {
  const tables = GROUPINGS.map((grouping) => groupTable(site, to, report, grouping)).filter(
    (one) => one !== null,
  );
  if (tables.length === 0) return null;
  return html`<section aria-labelledby="parts"><h2 id="parts">By software and by size</h2>
    <p>The same figures for each part of the network. Each part has a page of its own.</p>
    ${tables}</section>`;
}

function groupTable(site: Site, to: To, report: Report, grouping: Grouping): Html | null {
  const rows = groupsOf(report, grouping);
  if (rows.length === 0) return null;
  const isSoftware = grouping === 'software';
  return table({
    label: isSoftware ? 'Servers by software' : 'Servers by their active users',
    caption: isSoftware
      ? 'By software, as servers name it themselves. Shares of hosters are of the servers of each row.'
      : 'By active users in a month, leaving out implausible claims. Shares of hosters are of the servers of each row.',
    rows,
    columns: [
      {
        head: isSoftware ? 'Software' : 'Active users',
        cell: ({ id }) =>
          html`<a href="${to(groupPath(report.network, grouping, id))}">${GROUP_NAMES[id]}</a>`,
      },
      { head: 'Servers', cell: (row) => count(row.servers), number: (row) => row.servers },
      knowsUsers(report) && {
        head: 'Users',
        cell: (row) => users(row.activeUsers),
        number: (row) => row.activeUsers,
        minor: true,
      },
      {
        head: 'Largest hoster',
        cell: ({ hosters }) => {
          const [largest] = thatHost(hosters);
          return largest === undefined
            ? '–'
            : html`${hosterLink(site, to, largest)}, ${percent(largest.share)}`;
        },
      },
      {
        head: 'Five largest',
        cell: ({ concentration }) => percent(concentration.top5),
        number: ({ concentration }) => concentration.top5,
      },
      {
        head: 'Behind CDNs',
        cell: ({ hidden }) => percent(hidden.share),
        number: ({ hidden }) => hidden.share,
        minor: true,
      },
      {
        head: 'US law, at least',
        cell: (row) => percent(usLaw(row)),
        number: usLaw,
        minor: true,
      },
    ],
  });
}

function usLaw({ jurisdictions }: GroupEntry): number | null {
  return jurisdictions.regions.find(({ region }) => region === 'us')?.min ?? null;
}
