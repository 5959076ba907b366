import type { Kind } from '../model/attribution.ts';
import type { Report } from '../report/report-shape.ts';
import type { HosterSlice } from '../statistics/shares.ts';
import { type Column, defineTable, integer, networkColumn, number, type Table, text } from './table.ts';

interface HosterRow {
  readonly report: Report;
  readonly layer: 'hoster' | 'front' | 'operator';
  readonly slice: HosterSlice & {
    readonly kind?: Kind | null;
    readonly min?: number;
    readonly max?: number;
    readonly marginOfError?: number | null;
  };
}

/** The tables of the weekly reports: who holds what, in all three layers. */
export function hosterTable(reports: readonly Report[]): Table {
  return defineTable<HosterRow>({
    name: 'hosters',
    what: 'hosters, fronts and operators with their shares in each network, as in the reports',
    *rows() {
      for (const report of reports) {
        for (const layer of ['hoster', 'front', 'operator'] as const) {
          for (const slice of report[`${layer}s`]) yield { report, layer, slice };
        }
      }
    },
    columns: [
      networkColumn(({ report }) => report.network),
      text('week', 'ISO 8601 week', ({ report }) => report.week),
      text('layer', 'hoster, front or operator; never to be added up', (row) => row.layer),
      text('id', 'as in servers', ({ slice }) => slice.id),
      text('name', 'name of the company', ({ slice }) => slice.name),
      text('country', 'where the company is registered, ISO 3166-1 alpha-2', ({ slice }) => slice.country),
      text(
        'kind',
        'what its network is: hosting, isp (it sells lines and hosts nothing), education, government or business; hosters only',
        ({ slice }) => slice.kind ?? null,
      ),
      integer('servers', 'servers that answered', ({ slice }) => slice.servers),
      number('share', 'fraction of the servers that answered, 0 to 1', ({ slice }) => slice.share),
      number('min', 'least share; hosters only', ({ slice }) => slice.min ?? null),
      number(
        'max',
        'most share, with everything behind fronts; hosters only',
        ({ slice }) => slice.max ?? null,
      ),
      number(
        'margin_of_error',
        'half the 95 % interval of share; null for a census',
        ({ slice }) => slice.marginOfError ?? null,
      ),
      integer(
        'active_users',
        'users active in a month, plausible claims only; null where no server reports any',
        ({ slice }) => (slice.activeShare === null ? null : slice.activeUsers),
      ),
      number(
        'active_share',
        'fraction of all plausible active users, 0 to 1',
        ({ slice }) => slice.activeShare,
      ),
    ],
  });
}

/** Who moved since the scan before. */
export function moverTable(reports: readonly Report[]): Table {
  const rows = reports.flatMap((report) => report.movers.map((mover) => ({ report, mover })));
  return defineTable<(typeof rows)[number]>({
    name: 'movers',
    what: 'servers that moved between the last two scans of a network',
    rows: () => rows,
    columns: [
      networkColumn(({ report }) => report.network),
      text('week', 'ISO 8601 week', ({ report }) => report.week),
      ...moverColumns<(typeof rows)[number]>(({ mover }) => mover),
    ],
  });
}

/** Which server moved, from where to where. */
export function moverColumns<Row>(
  moverOf: (row: Row) => Pick<Report['movers'][number], 'domain' | 'change' | 'from' | 'to'>,
): readonly Column<Row>[] {
  return [
    text('domain', 'as in servers', (row) => moverOf(row).domain),
    text(
      'change',
      'hoster: the hoster or front changed; address: only the addresses did',
      (row) => moverOf(row).change,
    ),
    text('from_hoster_id', 'before', (row) => moverOf(row).from.hoster?.id ?? null),
    text('from_front_id', 'before', (row) => moverOf(row).from.front?.id ?? null),
    text('to_hoster_id', 'after', (row) => moverOf(row).to.hoster?.id ?? null),
    text('to_front_id', 'after', (row) => moverOf(row).to.front?.id ?? null),
  ];
}
