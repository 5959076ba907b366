import { isAccessProvider, thatHost } from '../../statistics/access-providers.ts';
import { GROUPINGS, groupServers } from '../../statistics/groups.ts';
import { plausibleActiveUsers } from '../../statistics/plausible.ts';
import { companyKind } from '../../statistics/shares.ts';
import type { Company, Residents, Role } from '../data/residents.ts';
import type { WeekPoint } from '../data/series.ts';
import type { SiteFile } from '../data/site-file.ts';
import { colourOf } from '../frame/bar.ts';
import { type Html, html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { hosterPath, linksFrom, networkPath, slug, type To } from '../frame/links.ts';
import {
  count,
  knowsUsers,
  NETWORK_NAMES,
  NETWORK_OBJECTS,
  nameOf,
  percent,
  servers,
  users,
  weekName,
} from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { profileOf } from '../sections/company-profile.ts';
import { compareLinks } from '../sections/compare-links.ts';
import { flowTable } from '../sections/flow-table.ts';
import { GROUP_NAMES } from '../sections/groups.ts';
import { countryLink, hosterLink } from '../sections/hoster-link.ts';
import { lineChart } from '../sections/line-chart.ts';
import { facts } from '../sections/report-sections.ts';
import { firstServers, listFolders, PAGE, pager, serverSection } from '../sections/server-list.ts';

/** Rows of the tables of countries, and of operators and networks. */
const COUNTRIES = 10;
const LAYERS = 10;

const ROLE_TITLES: Readonly<Record<Role, string>> = {
  hoster: 'as hoster',
  front: 'as a front that hides who hosts',
  operator: 'as managed hosting',
};

function roleTitle({ role, servers: own }: Residents): string {
  return role === 'hoster' && isAccessProvider({ kind: companyKind(own) })
    ? 'as Internet provider'
    : ROLE_TITLES[role];
}

/**
 * A company's pages: the first with all that is known of it, and further ones where its list of servers is
 * long.
 */
export function* hosterPages(site: Site, company: Company): Generator<SiteFile> {
  const { hoster, residents } = company;
  const folder = hosterPath(hoster.id);
  const name = nameOf(hoster);
  const path = `${folder}index.html`;
  const to = linksFrom(path);
  const body = html`<p class="kicker"><a href="${to('hosters/')}">Hosters</a></p>
    <h1>${name}</h1>
    ${residents[0] !== undefined && html`<p class="lede">${answer(company, residents[0])}</p>`}
    ${profileOf(site, to, hoster)}
    ${compareLinks(site, to, hoster.id)}
    ${residents.length === 0 && html`<p class="lede">No server that we measure was here in the last scan.</p>`}
    ${residents.map((one) => section(site, to, company, one))}
    <p class="small">The same as <a href="${to(`api/hosters/${slug(hoster.id)}.json`)}">JSON</a>. Is the company named or grouped wrongly? That is <a href="${to('method/')}#wrong">one line to mend</a>.</p>`;
  yield layOut(site, {
    path,
    title: name,
    description: summary(company),
    section: 'hosters/',
    body,
  });
  for (const one of residents) yield* furtherPages(site, company, one);
}

/** The first thing that a reader wants to know, in a sentence. */
function answer({ hoster }: Company, { role, material, servers: own }: Residents): string {
  const { report, network } = material;
  const whose = NETWORK_OBJECTS[network];
  const slice = report[`${role}s`].find(({ id }) => id === hoster.id);
  const share = percent(slice?.share ?? 0);
  const withUsers =
    slice === undefined || slice.activeShare === null
      ? ''
      : `, with ${percent(slice.activeShare)} of the active users`;
  const what =
    role === 'front'
      ? 'hides who hosts'
      : role === 'operator'
        ? 'runs'
        : isAccessProvider({ kind: companyKind(own) })
          ? 'provides the line of'
          : 'hosts at least';
  return `${nameOf(hoster)} ${what} ${servers(own.length)} of ${whose}: ${share}${withUsers}.`;
}

function summary(company: Company): string {
  const [first] = company.residents;
  return first === undefined
    ? `${nameOf(company.hoster)}: no server in the last scan.`
    : answer(company, first);
}

function section(site: Site, to: To, company: Company, residents: Residents): Html {
  const { hoster } = company;
  const { role, material, servers: own } = residents;
  const { report, network } = material;
  const slice = report[`${role}s`].find(({ id }) => id === hoster.id);
  const entry = report.hosters.find(({ id }) => id === hoster.id);
  const ranked = role === 'hoster' ? thatHost(report.hosters) : report[`${role}s`];
  const rank = ranked.findIndex(({ id }) => id === hoster.id) + 1;
  const points = material.series.of(role, hoster.id);
  const id = `${network}-${role}`;
  const name = nameOf(hoster);
  const bounded = role === 'hoster' && entry !== undefined && entry.max > entry.share;
  const held = own.length;
  const lost = slice?.activeUsers ?? 0;
  const told = knowsUsers(report);
  const folders = listPages(company, residents);
  const flow = { id: hoster.id, name, label: `Moves, ${NETWORK_NAMES[network]}, ${roleTitle(residents)}` };
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${NETWORK_NAMES[network]}: ${roleTitle(residents)}</h2>
    ${facts([
      {
        name: 'Servers',
        value: count(slice?.servers ?? held),
        note: rank > 0 ? `number ${count(rank)} of ${count(ranked.length)}` : undefined,
      },
      {
        name: bounded ? 'Share of servers, at least' : 'Share of servers',
        value: percent(slice?.share ?? 0),
        note: bounded ? `at most ${percent(entry.max)}` : undefined,
      },
      told
        ? { name: 'Active users', value: users(lost), note: `${percent(slice?.activeShare ?? null)} of all` }
        : null,
    ])}
    ${lineNote(residents, name)}
    ${history(points, name, role === 'operator' ? 'currentColor' : colourOf(hoster.id))}
    ${role !== 'front' && countries(site, to, residents)}
    ${layers(site, to, residents)}
    ${parts(residents)}
    <h3>${folders.length > 0 ? 'Largest servers' : 'Servers'}</h3>
    ${firstServers(site, to, own, {
      folders,
      label: `Servers of ${NETWORK_OBJECTS[network]} at ${name}`,
      caption: `${servers(held)}${told ? ', those with the most active users first' : ''}.`,
      place: role === 'operator' ? 'hoster' : 'country',
    })}
    <h3>What if ${name} goes down?</h3>
    <p>${servers(slice?.servers ?? held)} of ${NETWORK_OBJECTS[network]} would be out of reach${told && `, with ${users(lost)} active users a month`}: ${percent(slice?.share ?? 0)} of servers${told && ` and ${percent(slice?.activeShare ?? null)} of users`}${bounded && `; at most ${percent(entry.max)} of servers, if everything behind CDNs were here`}. <a href="${to(`${networkPath(network)}#down`)}">Compare</a></p>
    ${
      role !== 'operator' &&
      html`<h3>Who came, who left</h3>
    ${flowTable(site, to, material.moves.previous, flow) ?? html`<p>There is no earlier scan to compare with.</p>`}
    ${[material.moves.fourWeeks, material.moves.year].map((moves) => moves.since?.id !== material.moves.previous.since?.id && flowTable(site, to, moves, flow))}`
    }</section>`;
}

/** Readers of an Internet provider's name want to know whether it hosts anything. */
function lineNote({ role, servers: own }: Residents, name: string): Html | null {
  const lines = own.filter(({ kind }) => kind === 'isp').length;
  if (role !== 'hoster' || lines === 0) return null;
  const all =
    lines === own.length ? (lines === 1 ? 'It is' : 'All of them are') : `${count(lines)} of them are`;
  return html`<p>${all} on Internet access (home and mobile lines): there ${name} provides the line, and the server stands with whoever runs it.</p>`;
}

function history(points: readonly WeekPoint[], name: string, colour: string): Html | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return null;
  const label = `Share of ${name}: ${percent(first.share)} in ${weekName(first.week)}, ${percent(last.share)} in ${weekName(last.week)}.`;
  const chart = lineChart(points, label, colour);
  return chart === null ? null : html`<figure>${chart}<figcaption>${label}</figcaption></figure>`;
}

function countries(site: Site, to: To, residents: Residents): Html {
  const { servers: own } = residents;
  const groups = [...Map.groupBy(own, ({ country }) => country)].sort(([, a], [, b]) => b.length - a.length);
  const active = (some: Residents['servers']) =>
    some.reduce((sum, server) => sum + (plausibleActiveUsers(server) ?? 0), 0);
  return html`<h3>Countries</h3>${table({
    label: `Countries of its servers, ${NETWORK_NAMES[residents.material.network]}, ${roleTitle(residents)}`,
    caption:
      groups.length > COUNTRIES
        ? `Where its servers are: ${COUNTRIES} of ${count(groups.length)} countries.`
        : 'Where its servers are.',
    rows: groups.slice(0, COUNTRIES),
    columns: [
      { head: 'Country', cell: ([code]) => (code === null ? 'not known' : countryLink(site, to, code)) },
      { head: 'Servers', cell: ([, some]) => count(some.length), number: ([, some]) => some.length },
      knowsUsers(residents.material.report) && {
        head: 'Active users',
        cell: ([, some]) => users(active(some)),
        number: ([, some]) => active(some),
      },
    ],
  })}`;
}

function listPages({ hoster }: Company, { role, material, servers: own }: Residents): readonly string[] {
  return listFolders(own, (page) => `${hosterPath(hoster.id)}${material.network}-${role}-${page}/`);
}

/** Which operators run servers on its network, or on whose networks an operator runs them. */
function layers(site: Site, to: To, { role, material, servers: own }: Residents): Html | null {
  const other = role === 'operator' ? 'hoster' : 'operator';
  const companies = Map.groupBy(own, (server) =>
    role === 'operator' && server.front !== null ? undefined : server[other]?.id,
  );
  const rows = [...companies]
    .flatMap(([, some]) => {
      const company = some[0]?.[other] ?? null;
      return company === null || (role === 'operator' && some[0]?.front !== null)
        ? []
        : [{ company, held: some.length }];
    })
    .sort((a, b) => b.held - a.held || (a.company.id < b.company.id ? -1 : 1));
  if (rows.length === 0) return null;
  const title = role === 'operator' ? 'On whose networks' : 'Managed hosting on it';
  return html`<h3>${title}</h3>${table({
    label: `${title}, ${NETWORK_NAMES[material.network]}`,
    caption:
      role === 'operator'
        ? 'The networks that its servers are on, as far as they are seen.'
        : 'Companies that run servers for others here.',
    rows: rows.slice(0, LAYERS),
    columns: [
      { head: 'Company', cell: ({ company }) => hosterLink(site, to, company) },
      { head: 'Servers', cell: ({ held }) => count(held), number: ({ held }) => held },
    ],
  })}`;
}

/** What its servers run, and how large they are. */
function parts({ material, role, servers: own }: Residents): Html | null {
  const tables = GROUPINGS.flatMap((grouping) => {
    const groups = groupServers(own, grouping);
    if (groups.length < 2) return [];
    const title = grouping === 'software' ? 'Software' : 'Size, in active users';
    return [
      html`<div><h3>${title}</h3>${table({
        label: `${title}, ${NETWORK_NAMES[material.network]}, as ${role}`,
        caption: 'Shares of its own servers.',
        rows: groups,
        columns: [
          { head: title, cell: ({ id }) => GROUP_NAMES[id] },
          { head: 'Servers', cell: (row) => count(row.servers.length), number: (row) => row.servers.length },
          {
            head: 'Share',
            cell: (row) => percent(row.servers.length / own.length),
            number: (row) => row.servers.length / own.length,
          },
        ],
      })}</div>`,
    ];
  });
  return tables.length === 0 ? null : html`<div class="two">${tables}</div>`;
}

function* furtherPages(site: Site, company: Company, residents: Residents): Generator<SiteFile> {
  const paths = listPages(company, residents);
  const { material, role, servers: own } = residents;
  const name = nameOf(company.hoster);
  const whose = NETWORK_OBJECTS[material.network];
  for (const [index, folder] of paths.entries()) {
    const path = `${folder}index.html`;
    const to = linksFrom(path);
    const body = html`<p class="kicker"><a href="${to('hosters/')}">Hosters</a> · <a href="${to(hosterPath(company.hoster.id))}">${name}</a></p>
      <h1>${name}: servers of ${whose}, page ${index + 1}</h1>
      ${serverSection(site, to, own.slice(index * PAGE, (index + 1) * PAGE), {
        label: `Servers of ${whose} at ${name}, page ${index + 1}`,
        caption: `${servers(own.length)} in all.`,
        place: role === 'operator' ? 'hoster' : 'country',
      })}
      ${pager(to, paths, folder, 'Pages of servers')}`;
    yield layOut(site, {
      path,
      title: `${name}: servers of ${whose}, page ${index + 1}`,
      description: `Servers of ${whose} at ${name}.`,
      section: 'hosters/',
      body,
    });
  }
}
