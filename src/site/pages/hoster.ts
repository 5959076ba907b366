import { isLine, thatHost } from '../../statistics/lines.ts';
import { plausibleActiveUsers } from '../../statistics/plausible.ts';
import { companyKind } from '../../statistics/shares.ts';
import { colourOf } from '../bar.ts';
import { countryLink } from '../hoster-link.ts';
import { type Html, html } from '../html.ts';
import { layOut } from '../layout.ts';
import { lineChart } from '../line-chart.ts';
import { hosterPath, linksFrom, networkPath, slug, type To } from '../links.ts';
import { comingsAndGoings } from '../mover-table.ts';
import { facts } from '../parts.ts';
import type { Company, Residents, Role } from '../residents.ts';
import type { Point } from '../series.ts';
import { PAGE, pager, serverTable } from '../server-list.ts';
import type { Site } from '../site.ts';
import type { SiteFile } from '../site-file.ts';
import { table } from '../table.ts';
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
} from '../words.ts';

const MOST_MOVERS = 50;

const ROLE_TITLES: Readonly<Record<Role, string>> = {
  hoster: 'as hoster',
  front: 'as a front that hides who hosts',
  operator: 'as managed hosting',
};

function roleTitle({ role, servers: own }: Residents): string {
  return role === 'hoster' && isLine({ kind: companyKind(own) }) ? 'as Internet provider' : ROLE_TITLES[role];
}

/** A company's pages: the first with all that is known of it, and further ones where its list of servers is long. */
export function* hosterPages(site: Site, company: Company): Generator<SiteFile> {
  const { hoster, residents } = company;
  const folder = hosterPath(hoster.id);
  const name = nameOf(hoster);
  const path = `${folder}index.html`;
  const to = linksFrom(path);
  const body = html`<p class="kicker"><a href="${to('hosters/')}">Hosters</a></p>
    <h1>${name}</h1>
    ${hoster.country !== null && html`<p>A company in ${countryLink(site, to, hoster.country)}, says its registration.</p>`}
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

function summary({ hoster, residents }: Company): string {
  const [first] = residents;
  if (first === undefined) return `${nameOf(hoster)}: no server in the last scan.`;
  return `${nameOf(hoster)} ${roleTitle(first)}: ${servers(first.servers.length)} of ${NETWORK_OBJECTS[first.material.network]}.`;
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
    <h3>What if ${name} goes down?</h3>
    <p>${servers(slice?.servers ?? held)} of ${NETWORK_OBJECTS[network]} would be out of reach${told && `, with ${users(lost)} active users a month`}: ${percent(slice?.share ?? 0)} of servers${told && ` and ${percent(slice?.activeShare ?? null)} of users`}${bounded && `; at most ${percent(entry.max)} of servers, if everything behind CDNs were here`}. <a href="${to(`${networkPath(network)}#down`)}">Compare</a></p>
    ${
      role !== 'operator' &&
      html`<h3>Who came, who left</h3>
    ${comingsAndGoings(site, to, material.moves.previous, hoster.id, MOST_MOVERS) ?? html`<p>There is no earlier scan to compare with.</p>`}
    ${[material.moves.fourWeeks, material.moves.year].map((moves) => moves.since?.id !== material.moves.previous.since?.id && comingsAndGoings(site, to, moves, hoster.id, MOST_MOVERS))}`
    }
    ${role !== 'front' && countries(site, to, residents)}
    <h3>Servers</h3>
    ${serverTable(site, to, own.slice(0, PAGE), {
      label: `Servers of ${NETWORK_OBJECTS[network]} at ${name}`,
      caption: `${servers(held)}${told ? ', those with the most active users first' : ''}.`,
      place: role === 'operator' ? 'hoster' : 'country',
    })}
    ${pager(to, pagePaths(company, residents), pagePaths(company, residents)[0] ?? '', `Servers of ${NETWORK_OBJECTS[network]}, ${roleTitle(residents)}`)}</section>`;
}

/** Whoever reads an Internet provider's name wants to know whether it hosts anything. */
function lineNote({ role, servers: own }: Residents, name: string): Html | null {
  const lines = own.filter(({ kind }) => kind === 'isp').length;
  if (role !== 'hoster' || lines === 0) return null;
  const all =
    lines === own.length ? (lines === 1 ? 'It is' : 'All of them are') : `${count(lines)} of them are`;
  return html`<p>${all} on Internet access (home and mobile lines): there ${name} provides the line, and the server stands with whoever runs it.</p>`;
}

function history(points: readonly Point[], name: string, colour: string): Html | null {
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
    caption: 'Where its servers are.',
    rows: groups,
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

function pagePaths({ hoster }: Company, { role, material, servers: own }: Residents): readonly string[] {
  const folder = hosterPath(hoster.id);
  return Array.from({ length: Math.ceil(own.length / PAGE) }, (_, index) =>
    index === 0 ? folder : `${folder}${material.network}-${role}-${index + 1}/`,
  );
}

function* furtherPages(site: Site, company: Company, residents: Residents): Generator<SiteFile> {
  const paths = pagePaths(company, residents);
  const { material, role, servers: own } = residents;
  const name = nameOf(company.hoster);
  const whose = NETWORK_OBJECTS[material.network];
  for (const [index, folder] of paths.entries()) {
    if (index === 0) continue;
    const path = `${folder}index.html`;
    const to = linksFrom(path);
    const body = html`<p class="kicker"><a href="${to('hosters/')}">Hosters</a> · <a href="${to(hosterPath(company.hoster.id))}">${name}</a></p>
      <h1>${name}: servers of ${whose}, page ${index + 1}</h1>
      ${serverTable(site, to, own.slice(index * PAGE, (index + 1) * PAGE), {
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
