import type { MovePoint } from '../../statistics/movers.ts';
import { countMoves } from '../../statistics/movers.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import { count, NETWORK_NAMES, numbers, servers } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { companyLink, hosterLink } from '../sections/hoster-link.ts';
import { moverSection } from '../sections/mover-table.ts';

const PATH = 'movers/index.html';
const LARGEST = 10;
/** More would make a page that no phone wants; all of the last week are in the report's JSON. */
const MOST = 100;

/** Who moved from where to where: since the last scan, in four weeks, in a year. */
export function moversPage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const placeName = ({ layer, id, name, kind }: MovePoint) =>
    id === null
      ? 'unknown'
      : layer === 'front'
        ? html`behind ${hosterLink(site, to, { id, name: name ?? id })}`
        : companyLink(site, to, { id, name: name ?? id, kind });
  const spans = [
    ['previous', 'Since the scan before'],
    ['fourWeeks', 'In four weeks'],
    ['year', 'In a year'],
  ] as const;
  const body = html`<h1>Movers</h1>
    <p class="lede">Servers that changed their hoster, or the CDN in front of it, between two scans in which they answered. A new address at the same hoster is no move.</p>
    ${site.networks.map(({ network, moves }) => {
      const told = spans.filter(
        ([span], index) =>
          moves[span].since !== null &&
          spans.findIndex(([other]) => moves[other].since?.id === moves[span].since?.id) === index,
      );
      if (told.length === 0)
        return html`<section><h2>${NETWORK_NAMES[network]}</h2><p class="none">There is no earlier scan to compare with.</p></section>`;
      return told.map(([span, title]) => {
        const { since, movers } = moves[span];
        const { flows, balances } = countMoves(movers);
        const id = `${network}-${span}`;
        return html`<section aria-labelledby="${id}"><h2 id="${id}">${NETWORK_NAMES[network]}: ${title.toLowerCase()}</h2>
          <p>${servers(movers.length)} moved since ${since !== null && numbers.date(since.startedAt)}.</p>
          <div class="two">${table({
            label: `Gains and losses, ${NETWORK_NAMES[network]}, ${title}`,
            caption: 'Who gained and who lost.',
            rows: extremes(balances),
            empty: 'Nobody gained or lost.',
            columns: [
              { head: 'Place', cell: ({ place }) => placeName(place) },
              { head: 'Came', cell: ({ arrived }) => count(arrived), number: ({ arrived }) => arrived },
              { head: 'Left', cell: ({ left }) => count(left), number: ({ left }) => left },
              {
                head: 'Net',
                cell: ({ net }) => (net > 0 ? `+${count(net)}` : count(net).replace('-', '−')),
                number: ({ net }) => net,
              },
            ],
          })}
          ${table({
            label: `Flows, ${NETWORK_NAMES[network]}, ${title}`,
            caption: 'From where to where, the larger direction less the smaller.',
            rows: flows.slice(0, LARGEST),
            empty: 'No flow.',
            columns: [
              { head: 'From', cell: ({ from }) => placeName(from) },
              { head: 'To', cell: (flow) => placeName(flow.to) },
              { head: 'Net', cell: ({ net }) => count(net), number: ({ net }) => net },
            ],
          })}</div>
          ${span === 'previous' && html`<h3>The servers</h3>${moverSection(site, to, movers.slice(0, MOST), { label: `Servers that moved, ${NETWORK_NAMES[network]}`, filter: 'Filter movers' })}${movers.length > MOST && html`<p>The first ${MOST} of ${count(movers.length)}; all are in <a href="${to('data/')}">the data</a>, table <code>movers</code>.</p>`}`}</section>`;
      });
    })}`;
  return layOut(site, {
    path: PATH,
    title: 'Movers',
    description: 'Which servers changed their hoster, and who gained and lost.',
    section: 'movers/',
    body,
  });
}

/** The largest gains and the largest losses. */
function extremes<Row extends { readonly net: number }>(balances: readonly Row[]): readonly Row[] {
  const changed = balances.filter(({ net }) => net !== 0);
  return changed.length <= LARGEST
    ? changed
    : [...changed.slice(0, LARGEST / 2), ...changed.slice(-LARGEST / 2)];
}
