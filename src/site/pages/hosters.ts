import type { Report } from '../../report/report-shape.ts';
import { thatHost } from '../../statistics/lines.ts';
import { coverage } from '../headline.ts';
import { hosterLink } from '../hoster-link.ts';
import { html } from '../html.ts';
import { layOut } from '../layout.ts';
import { linksFrom } from '../links.ts';
import { hosterTable, sliceTable } from '../parts.ts';
import type { Site } from '../site.ts';
import type { SiteFile } from '../site-file.ts';
import { count, NETWORK_NAMES, NETWORK_OBJECTS, servers } from '../words.ts';

const PATH = 'hosters/index.html';

export function hostersPage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const [main, ...others] = site.networks;
  const body = html`<h1>All hosters</h1>
    <p class="lede">${coverage(main.report)} ${seen(main.report)}</p>
    ${hosterTable(site, to, main.report, {
      label: `All hosters of ${NETWORK_OBJECTS[main.network]}`,
      caption: `Hosters of ${NETWORK_OBJECTS[main.network]}: who owns the network that a server’s address belongs to.`,
      filter: 'Filter hosters',
    })}
    ${main.report.fronts.length > 0 && html`<section><h2>Fronts</h2>${sliceTable({ head: 'Front', name: (row) => hosterLink(site, to, row), rows: main.report.fronts, label: 'CDNs and proxies', caption: 'CDNs and proxies: who hosts the servers behind them cannot be seen.' })}</section>`}
    ${others.map(({ network, report }) => html`<section><h2>${NETWORK_NAMES[network]}</h2>${hosterTable(site, to, report, { limit: 50, label: `Hosters of ${NETWORK_OBJECTS[network]}`, caption: coverage(report) })}</section>`)}`;
  return layOut(site, {
    path: PATH,
    title: 'All hosters',
    description: `Every hoster of ${NETWORK_OBJECTS[main.network]} with its share of servers and of active users.`,
    section: 'hosters/',
    body,
  });
}

/** Those behind CDNs are at none of them, as far as can be seen; Internet providers are told apart. */
function seen({ hosters, hidden, unattributed, answered }: Report): string {
  const placed = answered - hidden.servers - unattributed.servers;
  const hosting = thatHost(hosters).length;
  const lines = hosters.length - hosting;
  const providers =
    lines === 0
      ? ''
      : ` and on the lines of ${count(lines)} Internet ${lines === 1 ? 'provider' : 'providers'}`;
  return `${servers(placed)} are seen at ${count(hosting)} ${hosting === 1 ? 'hoster' : 'hosters'}${providers}.`;
}
