import type { Report } from '../../report/report-shape.ts';
import type { SystemShares, SystemSlice } from '../../statistics/systems.ts';
import { plainName } from '../../text/defang.ts';
import { bar } from '../frame/bar.ts';
import { type Html, html } from '../frame/html.ts';
import { count, knowsUsers, percent } from '../frame/phrases.ts';
import { table } from '../frame/table.ts';

/** Rows of each table; the report as JSON has more. */
const LARGEST = 10;

/** Below the company: autonomous systems and blocks of addresses, as earlier surveys counted. */
export function routingSection(report: Report): Html | null {
  const { systems, prefixes } = report.routing;
  if (systems.count === 0) return null;
  return html`<section aria-labelledby="below"><h2 id="below">Below the company</h2>
    <p>Servers that share an autonomous system share its routing; those that share a block of addresses often share a building or a machine. ${concentrated(systems, 'autonomous system')} ${concentrated(prefixes, 'block')}</p>
    ${systemTable(report, systems, {
      label: 'Autonomous systems',
      head: 'System',
      name: ({ id, name }) => `AS${id}${name === null ? '' : ` (${plainName(name)})`}`,
      caption: `${largestOf(systems, 'autonomous system')}. What a CDN’s system holds is only seen through it.`,
    })}
    ${systemTable(report, prefixes, {
      label: 'Blocks of addresses',
      head: 'Block',
      name: ({ id, name }) => `${id}${name === null ? '' : ` (${plainName(name)})`}`,
      caption: `${largestOf(prefixes, 'block')}: IPv4 by /24, and IPv6 by /48 where a server has no IPv4 address.`,
    })}</section>`;
}

function concentrated({ concentration: { nakamoto, top5 } }: SystemShares, what: string): string {
  if (nakamoto === null) return `The five largest ${what}s, those of CDNs aside, hold ${percent(top5)}.`;
  return nakamoto === 1
    ? `One ${what} holds more than half.`
    : `${count(nakamoto)} ${what}s, those of CDNs aside, hold more than half.`;
}

function largestOf({ count: all, largest }: SystemShares, what: string): string {
  if (all === 1) return `The only ${what}`;
  return all > Math.min(LARGEST, largest.length)
    ? `The ${LARGEST} largest of ${count(all)} ${what}s`
    : `All ${count(all)} ${what}s`;
}

function systemTable(
  report: Report,
  { largest }: SystemShares,
  options: {
    readonly label: string;
    readonly head: string;
    readonly name: (row: SystemSlice) => string;
    readonly caption: string;
  },
): Html {
  const { head, name, label, caption } = options;
  const rows = largest.slice(0, LARGEST);
  const scale = rows[0]?.share ?? 0;
  return table({
    label,
    caption,
    rows,
    columns: [
      { head, cell: (row) => (row.isFront ? `${name(row)}, a CDN` : name(row)) },
      { head: 'Servers', cell: (row) => count(row.servers), number: (row) => row.servers },
      { head: 'Share', cell: (row) => percent(row.share), number: (row) => row.share },
      knowsUsers(report) && {
        head: 'Share of users',
        cell: (row) => percent(row.activeShare),
        number: (row) => row.activeShare,
      },
      { head: '', cell: (row) => bar(row.share, row.share, scale), minor: true },
    ],
  });
}
