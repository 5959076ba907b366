import type { Domain } from '../model/domain.ts';
import { NETWORKS, type Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';
import { isoWeek } from '../report/week.ts';
import type { Total } from '../store/history.ts';
import type { Store } from '../store/store.ts';
import { defineTable, integer, networkColumn, number, type Table, text } from './table.ts';

const weekOf = (scan: Scan): string => isoWeek(scan.finishedAt ?? scan.startedAt);
const allScans = (store: Store): Scan[] => NETWORKS.flatMap((network) => store.scans.all(network));

export function scanTable(store: Store): Table {
  return defineTable<Scan>({
    name: 'scans',
    what: 'every complete scan',
    rows: () => allScans(store),
    columns: [
      integer('scan_id', 'number of the scan', ({ id }) => id),
      networkColumn(({ network }) => network),
      text('week', 'ISO 8601 week in which it finished', weekOf),
      text('started_at', 'ISO 8601, UTC', ({ startedAt }) => startedAt),
      text('finished_at', 'ISO 8601, UTC', ({ finishedAt }) => finishedAt),
      text('source', 'name of the list', ({ source }) => source),
      integer('population', 'N: servers on the list', ({ population }) => population),
      integer('sampled', 'n: servers that were looked at', ({ sampled }) => sampled),
      text('seed', 'of the random sample; null for a census', ({ seed }) => seed),
      integer('opted_out', 'servers left out by wish', ({ optedOut }) => optedOut),
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
      integer('scan_id', 'as in scans', ({ scan }) => scan.id),
      networkColumn(({ scan }) => scan.network),
      text('week', 'ISO 8601 week', ({ scan }) => weekOf(scan)),
      text('layer', 'hoster, front, operator, kind, country or status', ({ total }) => total.layer),
      text('key', 'id, kind, country code or DNS status', ({ total }) => total.key),
      text('name', 'name of the company as last seen', ({ total }) => total.name),
      integer('servers', 'servers that answered; of a status: that ended so', ({ total }) => total.servers),
      number(
        'share',
        'fraction of the servers that answered, 0 to 1; null for statuses',
        ({ total, answered }) =>
          total.layer === 'status' || answered === 0 ? null : total.servers / answered,
      ),
      integer(
        'active_users',
        'users active in a month, plausible claims only; null where nobody told',
        ({ total, activeUsers }) => (activeUsers === 0 ? null : total.activeUsers),
      ),
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
      networkColumn(({ network }) => network),
      text('domain', 'as in servers', ({ domain }) => domain),
      text('from_week', 'ISO 8601 week of the first scan that saw it so', ({ from }) => from),
      text('to_week', 'ISO 8601 week of the last scan that did', ({ to }) => to),
      text('status', 'as in servers', ({ server }) => server.status),
      text('hoster_id', 'as in servers', ({ server }) =>
        server.front === null ? (server.hoster?.id ?? null) : null,
      ),
      text('front_id', 'as in servers', ({ server }) => server.front?.id ?? null),
      text('operator_id', 'as in servers', ({ server }) => server.operator?.id ?? null),
      integer('asn', 'as in servers', ({ server }) => server.asn),
      text('country', 'as in servers', ({ server }) => server.country),
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
