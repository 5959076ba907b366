import type { GroupEntry } from '../../report/report-shape.ts';
import { thatHost } from '../../statistics/access-providers.ts';
import { GROUPINGS, type Grouping } from '../../statistics/groups.ts';
import type { OwnerSlice, Slice } from '../../statistics/shares.ts';
import type { NetworkMaterial } from '../data/site-data.ts';
import type { SiteFile } from '../data/site-file.ts';
import { bar } from '../frame/bar.ts';
import { type Html, html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom, networkPath, type To } from '../frame/links.ts';
import {
  byUsers,
  count,
  knowsUsers,
  NETWORK_NAMES,
  NETWORK_OBJECTS,
  percent,
  servers,
  users,
} from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { GROUP_NAMES, GROUPING_TITLES, groupNavigation, groupPath, groupsOf } from '../sections/groups.ts';
import { companyLink, countryLink, hosterLink } from '../sections/hoster-link.ts';
import { lawSentence, regionTable } from '../sections/jurisdiction.ts';
import { facts, kindTable, sliceTable } from '../sections/report-sections.ts';

/** Rows of the table of countries. */
const COUNTRIES = 15;

/** A page for each part of a network, by software and by size. */
export function* groupPages(site: Site, material: NetworkMaterial): Generator<SiteFile> {
  for (const grouping of GROUPINGS) {
    for (const group of groupsOf(material.report, grouping)) {
      yield groupPage(site, material, grouping, group);
    }
  }
}

function groupPage(
  site: Site,
  { network, report }: NetworkMaterial,
  grouping: Grouping,
  group: GroupEntry,
): SiteFile {
  const folder = groupPath(network, grouping, group.id);
  const path = `${folder}index.html`;
  const to = linksFrom(path);
  const whose = NETWORK_OBJECTS[network];
  const name = groupTitle(grouping, group);
  const judged = { jurisdictions: group.jurisdictions, activeUsers: group.activeUsers };
  const summary = summarise(group, whose);
  const body = html`<p class="kicker"><a href="${to('networks/')}">Networks</a> · <a href="${to(networkPath(network))}">${NETWORK_NAMES[network]}</a> · ${GROUPING_TITLES[grouping].toLowerCase()}</p>
    <h1>Who hosts ${name}</h1>
    <p class="lede">${summary} ${lawSentence(judged)}</p>
    ${groupNavigation(to, report, folder)}
    ${groupFacts(group)}
    <section aria-labelledby="hosters"><h2 id="hosters">Hosters</h2>
    ${hosterTable(site, to, group, { whole: report.hosters, name, whose })}</section>
    ${group.fronts.length > 0 && html`<section aria-labelledby="fronts"><h2 id="fronts">Fronts: CDNs and proxies</h2>${sliceTable({ head: 'Front', name: (row) => hosterLink(site, to, row), rows: group.fronts, label: `CDNs of ${name}`, caption: 'Who hosts the servers behind them cannot be seen.' })}</section>`}
    ${group.operators.length > 0 && html`<section aria-labelledby="operators"><h2 id="operators">Managed hosting</h2>${sliceTable({ head: 'Operator', name: (row) => hosterLink(site, to, row), rows: group.operators, label: `Managed hosting of ${name}`, caption: 'Companies that run servers for others.' })}</section>`}
    <section aria-labelledby="law"><h2 id="law">Jurisdiction</h2>${regionTable(judged, `Whose law, ${name}`)}</section>
    <section aria-labelledby="where"><h2 id="where">Where they stand</h2>
    ${sliceTable({
      head: 'Country',
      name: ({ country }) => countryLink(site, to, country),
      rows: group.countries.slice(0, COUNTRIES),
      label: `Countries of ${name}`,
      caption: 'As shares of all servers of this part; never known for those behind CDNs.',
      empty: 'The country of none of them is known.',
    })}</section>
    <section aria-labelledby="kinds"><h2 id="kinds">Kinds of networks</h2>${kindTable(group, `Kinds of networks of ${name}`)}</section>
    <p class="small">All figures are in the <a href="${to(`${networkPath(network)}report.json`)}">report as JSON</a>, under <code>groups</code>, and in the table <code>groups</code> of <a href="${to('data/')}">the data</a>.</p>`;
  return layOut(site, {
    path,
    title: `${capital(name)}: who hosts them`,
    description: summary,
    section: 'networks/',
    body,
  });
}

/** As in a sentence: "who hosts ...". */
function groupTitle(grouping: Grouping, { id }: GroupEntry): string {
  if (id === 'unknown')
    return grouping === 'software' ? 'servers of unknown software' : 'servers of unknown size';
  if (grouping === 'size')
    return `servers with ${GROUP_NAMES[id].replace(/(\d) user/, '$1 active user').replace('more user', 'more active user')}`;
  if (id === 'misskey') return 'servers of Misskey and its forks';
  return id === 'other' ? 'servers of other software' : `${GROUP_NAMES[id]} servers`;
}

function summarise(group: GroupEntry, whose: string): string {
  const { share, activeShare, concentration, hidden } = group;
  const of = `${servers(group.servers)}: ${percent(share)} of ${whose}${activeShare === null ? '' : `, with ${percent(activeShare)} of the active users`}.`;
  const behind = hidden.servers === 0 ? '' : ` ${percent(hidden.share)} stand behind CDNs.`;
  const five =
    concentration.top5 === null || concentration.top5 === 0
      ? ''
      : ` The five largest companies host at least ${percent(concentration.top5)} of them.`;
  return `${of}${five}${behind}`;
}

function groupFacts(group: GroupEntry): Html {
  const { top5, nakamoto, byUsers: active } = group.concentration;
  return facts([
    { name: 'Servers', value: count(group.servers), note: `${percent(group.share)} of all` },
    knowsUsers(group)
      ? {
          name: 'Active users',
          value: users(group.activeUsers),
          note: `${percent(group.activeShare)} of all`,
        }
      : null,
    {
      name: 'Five largest companies',
      value: percent(top5),
      note: byUsers(group, percent(active.top5)),
    },
    {
      name: 'Companies with half',
      value: nakamoto === null ? '–' : count(nakamoto),
      note: byUsers(group, active.nakamoto === null ? '–' : count(active.nakamoto)),
    },
    {
      name: 'Behind CDNs',
      value: percent(group.hidden.share),
      note: byUsers(group, percent(group.hidden.activeShare)),
    },
  ]);
}

/** The part's hosters beside what they hold of the whole network. */
function hosterTable(
  site: Site,
  to: To,
  group: GroupEntry,
  {
    whole,
    name,
    whose,
  }: {
    readonly whole: readonly (OwnerSlice & { readonly share: number })[];
    readonly name: string;
    readonly whose: string;
  },
): Html {
  const ofAll = new Map(whole.map(({ id, share }) => [id, share]));
  const scale = group.hosters[0]?.share ?? 0;
  const more = Math.max(0, group.otherHosters.servers);
  const hosts = thatHost(group.hosters).length;
  return table<OwnerSlice>({
    label: `Hosters of ${name}`,
    caption: `The ${count(group.hosters.length)} largest companies${hosts < group.hosters.length ? ', Internet providers among them' : ''}${more > 0 ? `; all others together have ${servers(more)} (${percent(group.otherHosters.share)})` : ''}.`,
    rows: group.hosters,
    empty: 'The hosters of these servers are hidden or unknown.',
    columns: [
      { head: 'Hoster', cell: (row) => companyLink(site, to, row) },
      {
        head: 'Servers',
        cell: (row) => count(row.servers),
        number: (row: Slice) => row.servers,
        minor: true,
      },
      { head: 'Share', cell: (row) => percent(row.share), number: (row) => row.share },
      {
        head: `In all of ${whose}`,
        cell: ({ id }) => percent(ofAll.get(id) ?? null),
        number: ({ id }) => ofAll.get(id) ?? null,
      },
      knowsUsers(group) && {
        head: 'Share of users',
        cell: (row) => percent(row.activeShare),
        number: (row) => row.activeShare,
      },
      { head: '', cell: (row) => bar(row.share, row.share, scale, row.id), minor: true },
    ],
  });
}

function capital(text: string): string {
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}
