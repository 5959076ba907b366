import type { Mover } from '../../model/server.ts';
import type { MovesSince } from '../data/site-data.ts';
import { type Html, html } from '../frame/html.ts';
import type { To } from '../frame/links.ts';
import { count, numbers, servers } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { domainText, placeLink } from './hoster-link.ts';

/** Other companies with a row of their own. */
const LARGEST = 12;
/** Names in each folded list. */
const NAMES = 50;

/** What one company won from another and lost to it. */
interface Flow {
  readonly other: Mover['from'];
  readonly came: number;
  readonly left: number;
}

/**
 * Who came to one hoster or front and who left it over one span of time: by company in one table, the names
 * folded away. Null where there is no earlier scan.
 */
export function flowTable(
  site: Site,
  to: To,
  { since, cameTo, left: leftBy }: MovesSince,
  { id, name, label }: { readonly id: string; readonly name: string; readonly label: string },
): Html | null {
  if (since === null) return null;
  const came = cameTo.get(id) ?? [];
  const left = leftBy.get(id) ?? [];
  const day = numbers.date(since.startedAt);
  if (came.length + left.length === 0) return html`<p>No server came or left since ${day}.</p>`;
  const rows = flows(came, left);
  const net = came.length - left.length;
  const more = rows.length > LARGEST ? ` The ${LARGEST} with most moves of ${count(rows.length)}.` : '';
  return html`<p>Since ${day}: ${servers(came.length)} came, ${count(left.length)} left, ${net === 0 ? 'as many' : net > 0 ? `${count(net)} more came` : `${count(-net)} more left`}.</p>
    ${table<Flow>({
      label: `${label} since ${day}`,
      caption: `From and to whom.${more}`,
      rows: rows.slice(0, LARGEST),
      columns: [
        { head: 'Company', cell: ({ other }) => placeLink(site, to, other) },
        { head: `To ${name}`, cell: (row) => count(row.came), number: (row) => row.came },
        { head: 'From it', cell: (row) => count(row.left), number: (row) => row.left },
        {
          head: 'Net',
          cell: (row) => signed(row.came - row.left),
          number: (row) => row.came - row.left,
        },
      ],
    })}
    ${folded(site, to, came, { title: 'The servers that came', other: 'from' })}
    ${folded(site, to, left, { title: 'The servers that left', other: 'to' })}`;
}

function flows(came: readonly Mover[], left: readonly Mover[]): readonly Flow[] {
  const found = new Map<string, { other: Mover['from']; came: number; left: number }>();
  const add = (other: Mover['from'], way: 'came' | 'left') => {
    const key = other.front === null ? (other.hoster?.id ?? '') : `behind ${other.front.id}`;
    const flow = found.get(key) ?? { other, came: 0, left: 0 };
    flow[way] += 1;
    found.set(key, flow);
  };
  for (const { from } of came) add(from, 'came');
  for (const { to } of left) add(to, 'left');
  return [...found]
    .sort(([a, x], [b, y]) => y.came + y.left - x.came - x.left || (a < b ? -1 : 1))
    .map(([, flow]) => flow);
}

function signed(net: number): string {
  if (net === 0) return '0';
  return net > 0 ? `+${count(net)}` : `−${count(-net)}`;
}

function folded(
  site: Site,
  to: To,
  movers: readonly Mover[],
  { title, other }: { readonly title: string; readonly other: 'from' | 'to' },
): Html | null {
  if (movers.length === 0) return null;
  return html`<details><summary>${title}</summary><ul>${movers.slice(0, NAMES).map((mover) => html`<li>${domainText(mover.domain)}, ${other === 'to' && mover.to.front !== null ? 'now' : other} ${placeLink(site, to, mover[other])}</li>`)}</ul>${movers.length > NAMES && html`<p>And ${servers(movers.length - NAMES)} more; all are in <a href="${to('data/')}">the data</a>.</p>`}</details>`;
}
