import type { Report } from '../../report/report-shape.ts';
import { thatHost } from '../../statistics/access-providers.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import { count, NETWORK_NAMES, NETWORK_OBJECTS, servers } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { coverage } from '../sections/headline.ts';
import { hosterLink } from '../sections/hoster-link.ts';
import { hosterSection, sliceTable } from '../sections/report-sections.ts';
import { pager } from '../sections/server-list.ts';

const PATH = 'hosters/index.html';
/** Companies on one page of the list. */
const PAGE = 150;
/** Of the other networks. */
const FEW = 25;

/** All companies of the main network, in pages that have an end; the first has the other networks too. */
export function* hostersPages(site: Site): Generator<SiteFile> {
  const { hosters } = site.networks[0].report;
  const folders = Array.from({ length: Math.max(1, Math.ceil(hosters.length / PAGE)) }, (_, index) =>
    index === 0 ? 'hosters/' : `hosters/page-${index + 1}/`,
  );
  yield firstPage(site, folders);
  for (const [index, folder] of folders.entries()) if (index > 0) yield furtherPage(site, folders, folder);
}

function furtherPage(site: Site, folders: readonly string[], folder: string): SiteFile {
  const path = `${folder}index.html`;
  const to = linksFrom(path);
  const { network, report } = site.networks[0];
  const index = folders.indexOf(folder);
  const title = `All hosters of ${NETWORK_OBJECTS[network]}, page ${index + 1}`;
  const rows = report.hosters.slice(index * PAGE, (index + 1) * PAGE);
  const body = html`<p class="kicker"><a href="${to('hosters/')}">Hosters</a></p>
    <h1>${title}</h1>
    ${hosterSection(
      site,
      to,
      { ...report, hosters: rows },
      {
        label: title,
        caption: `Companies ${count(index * PAGE + 1)} to ${count(index * PAGE + rows.length)} of ${count(report.hosters.length)}, by servers.`,
        filter: 'Filter these',
      },
    )}
    ${pager(to, folders, folder, 'Pages of hosters')}`;
  return layOut(site, { path, title, description: title, section: 'hosters/', body });
}

function firstPage(site: Site, folders: readonly string[]): SiteFile {
  const to = linksFrom(PATH);
  const [main, ...others] = site.networks;
  const all = main.report.hosters.length;
  const body = html`<h1>All hosters</h1>
    <p class="lede">${coverage(main.report)} ${seen(main.report)}</p>
    ${hosterSection(site, to, main.report, {
      limit: PAGE,
      label: `All hosters of ${NETWORK_OBJECTS[main.network]}`,
      caption: `Hosters of ${NETWORK_OBJECTS[main.network]}: who owns the network that a server’s address belongs to.${all > PAGE ? ` The ${PAGE} largest of ${count(all)}.` : ''}`,
      filter: 'Filter hosters',
    })}
    ${pager(to, folders, 'hosters/', 'Pages of hosters')}
    <p><a href="${to('compare/')}">Compare two of the largest</a></p>
    ${main.report.fronts.length > 0 && html`<section><h2>Fronts</h2>${sliceTable({ head: 'Front', name: (row) => hosterLink(site, to, row), rows: main.report.fronts, label: 'CDNs and proxies', caption: 'CDNs and proxies: who hosts the servers behind them cannot be seen.' })}</section>`}
    ${others.map(({ network, report }) => html`<section><h2>${NETWORK_NAMES[network]}</h2>${hosterSection(site, to, report, { limit: FEW, label: `Hosters of ${NETWORK_OBJECTS[network]}`, caption: `${coverage(report)}${report.hosters.length > FEW ? ` The ${FEW} largest of ${count(report.hosters.length)}.` : ''}` })}</section>`)}`;
  return layOut(site, {
    path: PATH,
    title: 'All hosters',
    description: `Every hoster of ${NETWORK_OBJECTS[main.network]} with its share of servers and of active users.`,
    section: 'hosters/',
    body,
  });
}

/** Servers behind CDNs are at none of them, as far as can be seen; Internet providers are counted apart. */
function seen({ hosters, hidden, unattributed, undetermined, answered }: Report): string {
  const placed = answered - hidden.servers - unattributed.servers - (undetermined ?? 0);
  const hosting = thatHost(hosters).length;
  const lines = hosters.length - hosting;
  const providers =
    lines === 0
      ? ''
      : ` and on the lines of ${count(lines)} Internet ${lines === 1 ? 'provider' : 'providers'}`;
  return `${servers(placed)} are seen at ${count(hosting)} ${hosting === 1 ? 'hoster' : 'hosters'}${providers}.`;
}
