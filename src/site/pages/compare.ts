import { companyProfile } from '../../attribution/rules/company-profile.ts';
import type { MeasuredServer } from '../../model/server.ts';
import type { HosterEntry } from '../../report/report-shape.ts';
import { thatHost } from '../../statistics/access-providers.ts';
import { groupServers } from '../../statistics/groups.ts';
import { comparableHosters, pairsOf } from '../data/comparable-hosters.ts';
import type { Company } from '../data/residents.ts';
import type { MovesSince, NetworkMaterial } from '../data/site-data.ts';
import type { SiteFile } from '../data/site-file.ts';
import { colourOf } from '../frame/bar.ts';
import { type Content, type Html, html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { comparePath, linksFrom, type To } from '../frame/links.ts';
import {
  COMPANY_KINDS,
  count,
  countryName,
  knowsUsers,
  NETWORK_OBJECTS,
  nameOf,
  numbers,
  percent,
  servers,
  users,
  weekName,
} from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { GROUP_NAMES } from '../sections/groups.ts';
import { coverage } from '../sections/headline.ts';
import { hosterLink } from '../sections/hoster-link.ts';
import { highestOf, lineChart } from '../sections/line-chart.ts';
import { changeText } from '../sections/report-sections.ts';

const PATH = 'compare/index.html';
/** Countries, and kinds of software, that a cell names. */
const NAMED = 3;

/** One of the two hosters. */
interface Side {
  readonly entry: HosterEntry;
  readonly other: HosterEntry;
  readonly servers: readonly MeasuredServer[];
}

interface Row {
  readonly what: string;
  readonly cell: (side: Side) => Content;
}

/** A page for each two of the largest hosters, and one that leads to them. */
export function* comparePages(site: Site, companies: ReadonlyMap<string, Company>): Generator<SiteFile> {
  const [main] = site.networks;
  const hosters = comparableHosters(main);
  yield choicePage(site, hosters);
  for (const [one, other] of pairsOf(hosters)) {
    const side = (entry: HosterEntry, rival: HosterEntry): Side => ({
      entry,
      other: rival,
      servers: residentsOf(companies.get(entry.id), main),
    });
    yield pairPage(site, main, [side(one, other), side(other, one)]);
  }
}

function residentsOf(company: Company | undefined, main: NetworkMaterial): readonly MeasuredServer[] {
  const own = company?.residents.find(({ role, material }) => role === 'hoster' && material === main);
  return own?.servers ?? [];
}

/** Every pair as a link, so that the choice needs no script. */
function choicePage(site: Site, hosters: readonly HosterEntry[]): SiteFile {
  const to = linksFrom(PATH);
  const [{ network, report }] = site.networks;
  const cell = (row: HosterEntry, column: HosterEntry): Content => {
    if (row.id === column.id) return '–';
    const [first, second] = hosters.indexOf(row) < hosters.indexOf(column) ? [row, column] : [column, row];
    const label = `compare ${nameOf(row)} and ${nameOf(column)}`;
    return html`<a href="${to(comparePath(first.id, second.id))}" aria-label="${label}">compare</a>`;
  };
  const body = html`<p class="kicker"><a href="${to('hosters/')}">Hosters</a></p>
    <h1>Compare two hosters</h1>
    <p class="lede">The ${count(hosters.length)} largest hosters of ${NETWORK_OBJECTS[network]}, each two side by side. ${coverage(report)}</p>
    ${table<HosterEntry>({
      isSheet: true,
      label: 'Pairs of hosters',
      caption: 'Choose a row and a column.',
      rows: hosters,
      columns: [
        { head: 'Hoster', cell: (row) => hosterLink(site, to, row) },
        ...hosters.map((column) => ({ head: nameOf(column), cell: (row: HosterEntry) => cell(row, column) })),
      ],
      empty: 'No hoster was seen in the last scan.',
    })}
    <p>Whole networks stand side by side on the page of <a href="${to('networks/')}">networks</a>. All hosters, with every server of each, are in <a href="${to('data/')}">the data</a>.</p>`;
  return layOut(site, {
    path: PATH,
    title: 'Compare two hosters',
    description: `The largest hosters of ${NETWORK_OBJECTS[network]}, each two side by side.`,
    section: 'hosters/',
    body,
  });
}

function pairPage(site: Site, main: NetworkMaterial, sides: readonly [Side, Side]): SiteFile {
  const [{ entry: one }, { entry: other }] = sides;
  const path = `${comparePath(one.id, other.id)}index.html`;
  const to = linksFrom(path);
  const title = `${nameOf(one)} and ${nameOf(other)} compared`;
  const body = html`<p class="kicker"><a href="${to('hosters/')}">Hosters</a> · <a href="${to('compare/')}">Compare</a></p>
    <h1>${title}</h1>
    <p class="lede">${answer(main, one, other)}</p>
    <p>${coverage(main.report)}</p>
    ${table<Row>({
      isSheet: true,
      label: title,
      caption: `Two hosters of ${NETWORK_OBJECTS[main.network]}. “At most” counts everything behind CDNs as theirs.`,
      rows: [...figureRows(main), ...placeRows(main), ...companyRows(), ...moveRows(main)],
      columns: [
        { head: 'What', cell: ({ what }) => what },
        ...sides.map((side) => ({ head: nameOf(side.entry), cell: (row: Row) => row.cell(side) })),
      ],
    })}
    ${histories(main, [one, other])}
    <p>More: ${links(site, to, sides)}.</p>`;
  return layOut(site, { path, title, description: answer(main, one, other), section: 'hosters/', body });
}

function answer({ network, report }: NetworkMaterial, one: HosterEntry, other: HosterEntry): string {
  const held = ({ servers: own, share }: HosterEntry) => `${servers(own)} (${percent(share)})`;
  return `Of the ${count(report.answered)} servers of ${NETWORK_OBJECTS[network]} that answered, ${nameOf(one)} hosts at least ${held(one)} and ${nameOf(other)} at least ${held(other)}.`;
}

/** How much each of them holds. */
function figureRows({ report }: NetworkMaterial): readonly Row[] {
  const ranked = thatHost(report.hosters);
  const told = knowsUsers(report);
  const points = (value: number) => numbers.points(value, 1);
  const rows: readonly (Row | null)[] = [
    { what: 'Servers', cell: ({ entry }) => count(entry.servers) },
    {
      what: 'Share of servers',
      cell: ({ entry: { share, max, marginOfError } }) => [
        max > share ? `at least ${percent(share)}, at most ${percent(max)}` : percent(share),
        marginOfError !== null && `, ±${points(marginOfError)} points`,
      ],
    },
    {
      what: 'Rank among hosters',
      cell: ({ entry }) =>
        `${count(ranked.findIndex(({ id }) => id === entry.id) + 1)} of ${count(ranked.length)}`,
    },
    ...(told
      ? [
          { what: 'Active users a month', cell: ({ entry }: Side) => users(entry.activeUsers) },
          { what: 'Share of active users', cell: ({ entry }: Side) => percent(entry.activeShare) },
        ]
      : []),
    report.previous === null
      ? null
      : {
          what: `Change since ${numbers.date(report.previous.finishedAt)}, points`,
          cell: ({ entry }: Side) => changeText(entry),
        },
  ];
  return rows.filter((row) => row !== null);
}

/** Where its servers are, and what they run. */
function placeRows({ report }: NetworkMaterial): readonly Row[] {
  const named = (groups: readonly (readonly [string, number])[], all: number) =>
    [...groups]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, NAMED)
      .map(([name, held]) => `${name} ${percent(held / all)}`)
      .join(', ');
  return [
    {
      what: 'Where its servers are',
      cell: ({ servers: own }) =>
        named(
          [...Map.groupBy(own, ({ country }) => country)].map(([code, some]) => [
            code === null ? 'not known' : countryName(code),
            some.length,
          ]),
          own.length,
        ),
    },
    {
      what: 'What they run',
      cell: ({ servers: own }) =>
        named(
          groupServers(own, 'software').map(({ id, servers: some }) => [GROUP_NAMES[id], some.length]),
          own.length,
        ),
    },
    ...(knowsUsers(report)
      ? [
          {
            what: 'With 1,000 and more users',
            cell: ({ servers: own }: Side) =>
              count(groupServers(own, 'size').find(({ id }) => id === '1000+')?.servers.length ?? 0),
          },
        ]
      : []),
    {
      what: 'On managed hosting',
      cell: ({ servers: own }) => count(own.filter(({ operator }) => operator !== null).length),
    },
  ];
}

/** Who the company is, as far as the reference tables say. */
function companyRows(): readonly Row[] {
  const profile = (side: Side) => companyProfile(side.entry.id);
  const seat = (country: string | null | undefined) => (country ? countryName(country) : 'not known');
  return [
    {
      what: 'What it is',
      cell: (side) => {
        const kind = profile(side)?.kind ?? side.entry.kind;
        return kind === null ? 'not known' : COMPANY_KINDS[kind];
      },
    },
    { what: 'Seat', cell: (side) => seat(profile(side)?.country ?? side.entry.country) },
    {
      what: 'Owned by',
      cell: (side) => {
        const owner = profile(side)?.owner ?? null;
        if (owner === null) return 'no other company that we know of';
        return owner.seat === null ? owner.name : `${owner.name}, ${countryName(owner.seat)}`;
      },
    },
    {
      what: 'Data centres in',
      cell: (side) => {
        const sites = Object.keys(profile(side)?.sites ?? {});
        return sites.length === 0 ? 'not listed' : sites.map((code) => countryName(code)).join(', ');
      },
    },
  ];
}

/** Who moved from the one to the other. */
function moveRows({ moves }: NetworkMaterial): readonly Row[] {
  const spans = [moves.previous, moves.fourWeeks, moves.year].filter(
    (span, index, all) => span.since !== null && all.findIndex(({ since }) => since === span.since) === index,
  );
  return spans.map((span) => ({
    what: `Came from the other since ${numbers.date(span.since?.startedAt ?? '')}`,
    cell: ({ entry, other }) => count(cameFrom(span, entry.id, other.id)),
  }));
}

function cameFrom({ cameTo }: MovesSince, id: string, from: string): number {
  const came = cameTo.get(id) ?? [];
  return came.filter((mover) => mover.from.front === null && mover.from.hoster?.id === from).length;
}

/** Both histories on one scale, because they are compared. */
function histories({ series }: NetworkMaterial, entries: readonly HosterEntry[]): readonly (Html | null)[] {
  const all = entries.map((entry) => ({ entry, points: series.of('hoster', entry.id) }));
  const highest = Math.max(...all.map(({ points }) => highestOf(points)));
  return all.map(({ entry, points }) => {
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined) return null;
    const label = `Share of ${nameOf(entry)}: ${percent(first.share)} in ${weekName(first.week)}, ${percent(last.share)} in ${weekName(last.week)}.`;
    const chart = lineChart(points, label, colourOf(entry.id), highest);
    return chart === null ? null : html`<figure>${chart}<figcaption>${label}</figcaption></figure>`;
  });
}

function links(site: Site, to: To, sides: readonly [Side, Side]): Content {
  return [
    sides.map(({ entry }) => [hosterLink(site, to, entry), ', ']),
    html`<a href="${to('compare/')}">two others</a>`,
  ];
}
