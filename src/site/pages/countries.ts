import { companyKind } from '../../statistics/shares.ts';
import type { Residents } from '../data/residents.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { countryPath, linksFrom } from '../frame/links.ts';
import {
  count,
  countryName,
  knowsUsers,
  NETWORK_NAMES,
  NETWORK_OBJECTS,
  percent,
  servers,
  users,
  weekName,
} from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { companyLink, countryLink } from '../sections/hoster-link.ts';
import { countryLawSentence } from '../sections/jurisdiction.ts';
import { lineChart } from '../sections/line-chart.ts';
import { whereSection } from '../sections/location.ts';
import { facts, sliceTable } from '../sections/report-sections.ts';
import { firstServers, listFolders, PAGE, pager, serverSection } from '../sections/server-list.ts';

const PATH = 'countries/index.html';
/** Rows of the table of hosters in a country. */
const HOSTERS = 25;

export function countriesPage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const [main, ...others] = site.networks;
  const body = html`<h1>Countries</h1>
    <p class="lede">Where servers stand, as far as an address tells. Whose law applies to the companies is another question: see <a href="${to('jurisdiction/')}">jurisdiction</a>.</p>
    ${whereSection(site, to, main, main.report.countries.length)}
    ${others.map(({ network, report }) => html`<section><h2>${NETWORK_NAMES[network]}</h2>${sliceTable({ head: 'Country', name: ({ country }) => countryLink(site, to, country), rows: report.countries, label: `Countries of ${NETWORK_OBJECTS[network]}`, caption: `As shares of the ${count(report.answered)} servers that answered.` })}</section>`)}`;
  return layOut(site, {
    path: PATH,
    title: 'Countries',
    description: `In which countries the servers of ${NETWORK_OBJECTS[main.network]} stand.`,
    section: 'countries/',
    body,
  });
}

/** A country's pages: hosters and servers there, by network. */
export function* countryPages(
  site: Site,
  code: string,
  residents: readonly Omit<Residents, 'role'>[],
): Generator<SiteFile> {
  const folder = countryPath(code);
  const name = countryName(code);
  const pages = residents.map(({ material, servers: own }) =>
    listFolders(own, (page) => `${folder}${material.network}-${page}/`),
  );
  const path = `${folder}index.html`;
  const to = linksFrom(path);
  const body = html`<p class="kicker"><a href="${to('countries/')}">Countries</a></p>
    <h1>${name}</h1>
    ${residents.map(({ material, servers: own }, index) => {
      const { network, report, series } = material;
      const slice = report.countries.find(({ country }) => country === code);
      const points = series.of('country', code);
      const first = points[0];
      const label =
        first === undefined
          ? ''
          : `Share of ${name}: ${percent(first.share)} in ${weekName(first.week)}, ${percent(slice?.share ?? 0)} in ${weekName(report.week)}.`;
      const chart = lineChart(points, label, 'currentColor');
      return html`<section aria-labelledby="${network}"><h2 id="${network}">${NETWORK_NAMES[network]}</h2>
        ${facts([
          {
            name: 'Servers',
            value: count(slice?.servers ?? own.length),
            note: `${percent(slice?.share ?? 0)} of those that answered`,
          },
          knowsUsers(report)
            ? {
                name: 'Active users',
                value: users(slice?.activeUsers ?? 0),
                note: `${percent(slice?.activeShare ?? null)} of all`,
              }
            : null,
        ])}
        ${chart !== null && html`<figure>${chart}<figcaption>${label}</figcaption></figure>`}
        <p>${countryLawSentence(report, code)}</p>
        <p>If the country were cut off, at least these servers would be out of reach. Servers behind CDNs may be here too; nobody can see it.</p>
        <h3>Hosters here</h3>
        ${table({
          label: `Hosters of ${NETWORK_OBJECTS[network]} in ${name}`,
          caption: 'By number of servers in this country, largest first.',
          rows: hostersOf(own).slice(0, HOSTERS),
          columns: [
            { head: 'Hoster', cell: ({ hoster }) => companyLink(site, to, hoster) },
            { head: 'Servers', cell: (row) => count(row.servers), number: (row) => row.servers },
          ],
        })}
        <h3>Servers</h3>
        ${firstServers(site, to, own, { folders: pages[index] ?? [], label: `Servers of ${NETWORK_OBJECTS[network]} in ${name}`, caption: `${servers(own.length)}${knowsUsers(report) && ', those with the most active users first'}.`, place: 'hoster' })}
        </section>`;
    })}`;
  const held = residents[0];
  yield layOut(site, {
    path,
    title: name,
    description:
      held === undefined
        ? name
        : `${servers(held.servers.length)} of ${NETWORK_OBJECTS[held.material.network]} stand in ${name}.`,
    section: 'countries/',
    body,
  });

  for (const [which, { material, servers: own }] of residents.entries()) {
    const whose = NETWORK_OBJECTS[material.network];
    for (const [index, further] of (pages[which] ?? []).entries()) {
      const at = `${further}index.html`;
      const from = linksFrom(at);
      const title = `${name}: servers of ${whose}, page ${index + 1}`;
      yield layOut(site, {
        path: at,
        title,
        description: `Servers of ${whose} in ${name}.`,
        section: 'countries/',
        body: html`<p class="kicker"><a href="${from('countries/')}">Countries</a> · <a href="${from(folder)}">${name}</a></p>
          <h1>${title}</h1>
          ${serverSection(site, from, own.slice(index * PAGE, (index + 1) * PAGE), { label: title, caption: `${servers(own.length)} in all.`, place: 'hoster' })}
          ${pager(from, pages[which] ?? [], further, 'Pages of servers')}`,
      });
    }
  }
}

function hostersOf(servers: Residents['servers']) {
  const groups = Map.groupBy(servers, ({ front, hoster }) => (front === null ? hoster?.id : undefined));
  return [...groups]
    .flatMap(([, some]) => {
      const hoster = some[0]?.hoster ?? null;
      return hoster === null
        ? []
        : [{ hoster: { ...hoster, kind: companyKind(some) }, servers: some.length }];
    })
    .sort((a, b) => b.servers - a.servers || (a.hoster.id < b.hoster.id ? -1 : 1));
}
