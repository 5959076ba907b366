import type { Report } from '../report/report-shape.ts';
import type { HosterSlice } from '../statistics/shares.ts';
import { defineTable, type Table } from './table.ts';

interface HosterRow {
  readonly report: Report;
  readonly layer: 'hoster' | 'front' | 'operator';
  readonly slice: HosterSlice & {
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
      {
        name: 'network',
        type: 'text',
        meaning: 'fediverse, xmpp, matrix or web',
        value: ({ report }) => report.network,
      },
      { name: 'week', type: 'text', meaning: 'ISO 8601 week', value: ({ report }) => report.week },
      {
        name: 'layer',
        type: 'text',
        meaning: 'hoster, front or operator; never to be added up',
        value: (row) => row.layer,
      },
      { name: 'id', type: 'text', meaning: 'as in servers', value: ({ slice }) => slice.id },
      { name: 'name', type: 'text', meaning: 'name of the company', value: ({ slice }) => slice.name },
      {
        name: 'country',
        type: 'text',
        meaning: 'where the company is registered, ISO 3166-1 alpha-2',
        value: ({ slice }) => slice.country,
      },
      {
        name: 'servers',
        type: 'integer',
        meaning: 'servers that answered',
        value: ({ slice }) => slice.servers,
      },
      {
        name: 'share',
        type: 'number',
        meaning: 'fraction of the servers that answered, 0 to 1',
        value: ({ slice }) => slice.share,
      },
      {
        name: 'min',
        type: 'number',
        meaning: 'least share; hosters only',
        value: ({ slice }) => slice.min ?? null,
      },
      {
        name: 'max',
        type: 'number',
        meaning: 'most share, with everything behind fronts; hosters only',
        value: ({ slice }) => slice.max ?? null,
      },
      {
        name: 'margin_of_error',
        type: 'number',
        meaning: 'half the 95 % interval of share; null for a census',
        value: ({ slice }) => slice.marginOfError ?? null,
      },
      {
        name: 'active_users',
        type: 'integer',
        meaning: 'users active in a month, plausible claims only',
        value: ({ slice }) => slice.activeUsers,
      },
      {
        name: 'active_share',
        type: 'number',
        meaning: 'fraction of all plausible active users, 0 to 1',
        value: ({ slice }) => slice.activeShare,
      },
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
      {
        name: 'network',
        type: 'text',
        meaning: 'fediverse, xmpp, matrix or web',
        value: ({ report }) => report.network,
      },
      { name: 'week', type: 'text', meaning: 'ISO 8601 week', value: ({ report }) => report.week },
      { name: 'domain', type: 'text', meaning: 'as in servers', value: ({ mover }) => mover.domain },
      {
        name: 'change',
        type: 'text',
        meaning: 'hoster: the hoster or front changed; address: only the addresses did',
        value: ({ mover }) => mover.change,
      },
      {
        name: 'from_hoster_id',
        type: 'text',
        meaning: 'before',
        value: ({ mover }) => mover.from.hoster?.id ?? null,
      },
      {
        name: 'from_front_id',
        type: 'text',
        meaning: 'before',
        value: ({ mover }) => mover.from.front?.id ?? null,
      },
      {
        name: 'to_hoster_id',
        type: 'text',
        meaning: 'after',
        value: ({ mover }) => mover.to.hoster?.id ?? null,
      },
      {
        name: 'to_front_id',
        type: 'text',
        meaning: 'after',
        value: ({ mover }) => mover.to.front?.id ?? null,
      },
    ],
  });
}
