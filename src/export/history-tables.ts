import type { Domain } from '../model/domain.ts';
import { NETWORKS, type Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';
import { isoWeek } from '../report/week.ts';
import type { Total } from '../store/history.ts';
import type { Store } from '../store/store.ts';
import { defineTable, type Table } from './table.ts';

const weekOf = (scan: Scan): string => isoWeek(scan.finishedAt ?? scan.startedAt);
const allScans = (store: Store): Scan[] => NETWORKS.flatMap((network) => store.scans.all(network));

export function scanTable(store: Store): Table {
  return defineTable<Scan>({
    name: 'scans',
    what: 'every complete scan',
    rows: () => allScans(store),
    columns: [
      { name: 'scan_id', type: 'integer', meaning: 'number of the scan', value: ({ id }) => id },
      {
        name: 'network',
        type: 'text',
        meaning: 'fediverse, xmpp, matrix or web',
        value: ({ network }) => network,
      },
      { name: 'week', type: 'text', meaning: 'ISO 8601 week in which it finished', value: weekOf },
      { name: 'started_at', type: 'text', meaning: 'ISO 8601, UTC', value: ({ startedAt }) => startedAt },
      { name: 'finished_at', type: 'text', meaning: 'ISO 8601, UTC', value: ({ finishedAt }) => finishedAt },
      { name: 'source', type: 'text', meaning: 'name of the list', value: ({ source }) => source },
      {
        name: 'population',
        type: 'integer',
        meaning: 'N: servers on the list',
        value: ({ population }) => population,
      },
      {
        name: 'sampled',
        type: 'integer',
        meaning: 'n: servers that were looked at',
        value: ({ sampled }) => sampled,
      },
      {
        name: 'seed',
        type: 'text',
        meaning: 'of the random sample; null for a census',
        value: ({ seed }) => seed,
      },
      {
        name: 'opted_out',
        type: 'integer',
        meaning: 'servers left out by wish',
        value: ({ optedOut }) => optedOut,
      },
    ],
  });
}

interface TotalRow {
  readonly scan: Scan;
  readonly total: Total;
  readonly answered: number;
  readonly activeUsers: number;
}

/** How much every hoster, front, operator, kind and country held in every scan. */
export function totalTable(store: Store): Table {
  return defineTable<TotalRow>({
    name: 'history',
    what: 'what every hoster, front, operator, kind and country held in every scan',
    *rows() {
      for (const scan of allScans(store)) {
        const totals = store.history.totals(scan.id);
        const all = totals.find(({ layer, key }) => layer === 'status' && key === 'NOERROR');
        for (const total of totals) {
          yield { scan, total, answered: all?.servers ?? 0, activeUsers: all?.activeUsers ?? 0 };
        }
      }
    },
    columns: [
      { name: 'scan_id', type: 'integer', meaning: 'as in scans', value: ({ scan }) => scan.id },
      {
        name: 'network',
        type: 'text',
        meaning: 'fediverse, xmpp, matrix or web',
        value: ({ scan }) => scan.network,
      },
      { name: 'week', type: 'text', meaning: 'ISO 8601 week', value: ({ scan }) => weekOf(scan) },
      {
        name: 'layer',
        type: 'text',
        meaning: 'hoster, front, operator, kind, country or status',
        value: ({ total }) => total.layer,
      },
      {
        name: 'key',
        type: 'text',
        meaning: 'id, kind, country code or DNS status',
        value: ({ total }) => total.key,
      },
      {
        name: 'name',
        type: 'text',
        meaning: 'name of the company as last seen',
        value: ({ total }) => total.name,
      },
      {
        name: 'servers',
        type: 'integer',
        meaning: 'servers that answered; of a status: that ended so',
        value: ({ total }) => total.servers,
      },
      {
        name: 'share',
        type: 'number',
        meaning: 'fraction of the servers that answered, 0 to 1; null for statuses',
        value: ({ total, answered }) =>
          total.layer === 'status' || answered === 0 ? null : total.servers / answered,
      },
      {
        name: 'active_users',
        type: 'integer',
        meaning: 'users active in a month, plausible claims only',
        value: ({ total }) => total.activeUsers,
      },
    ],
  });
}

interface Stay {
  readonly network: Network;
  readonly domain: Domain;
  readonly from: string;
  to: string;
  readonly server: MeasuredServer;
}

/** Where every server has been since it was first seen: a row as long as nothing changed. */
export function stayTable(store: Store, optedOut: (domain: string) => boolean): Table {
  return defineTable<Stay>({
    name: 'stays',
    what: 'where every server has been in all scans, a row for each time without a change',
    *rows() {
      for (const network of NETWORKS) yield* stays(store, network, optedOut);
    },
    columns: [
      {
        name: 'network',
        type: 'text',
        meaning: 'fediverse, xmpp, matrix or web',
        value: ({ network }) => network,
      },
      { name: 'domain', type: 'text', meaning: 'as in servers', value: ({ domain }) => domain },
      {
        name: 'from_week',
        type: 'text',
        meaning: 'ISO 8601 week of the first scan that saw it so',
        value: ({ from }) => from,
      },
      {
        name: 'to_week',
        type: 'text',
        meaning: 'ISO 8601 week of the last scan that did',
        value: ({ to }) => to,
      },
      { name: 'status', type: 'text', meaning: 'as in servers', value: ({ server }) => server.status },
      {
        name: 'hoster_id',
        type: 'text',
        meaning: 'as in servers',
        value: ({ server }) => (server.front === null ? (server.hoster?.id ?? null) : null),
      },
      {
        name: 'front_id',
        type: 'text',
        meaning: 'as in servers',
        value: ({ server }) => server.front?.id ?? null,
      },
      {
        name: 'operator_id',
        type: 'text',
        meaning: 'as in servers',
        value: ({ server }) => server.operator?.id ?? null,
      },
      { name: 'asn', type: 'integer', meaning: 'as in servers', value: ({ server }) => server.asn },
      { name: 'country', type: 'text', meaning: 'as in servers', value: ({ server }) => server.country },
    ],
  });
}

function* stays(store: Store, network: Network, optedOut: (domain: string) => boolean): Generator<Stay> {
  const open = new Map<Domain, Stay>();
  for (const scan of store.scans.all(network)) {
    const week = weekOf(scan);
    for (const server of store.history.servers(scan.id)) {
      const stay = open.get(server.domain);
      if (stay !== undefined && placeOf(stay.server) === placeOf(server)) {
        stay.to = week;
        continue;
      }
      if (stay !== undefined && !optedOut(server.domain)) yield stay;
      open.set(server.domain, { network, domain: server.domain, from: week, to: week, server });
    }
  }
  for (const stay of open.values()) if (!optedOut(stay.domain)) yield stay;
}

function placeOf({ status, hoster, front, operator, asn, country }: MeasuredServer): string {
  return [status, hoster?.id, front?.id, operator?.id, asn, country].join(' ');
}
