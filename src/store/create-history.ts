import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import { DNS_STATUSES, isCounted } from '../model/observation.ts';
import type { DelegationTable } from './delegations.ts';
import type { HistoryStore, Layer, Total } from './history.ts';
import { createMovers } from './movers.ts';
import type { PlacementTable } from './placements.ts';
import type { ScanReader } from './scan-rows.ts';
import { createServerHistory } from './server-history.ts';
import type { ServerReader } from './server-rows.ts';
import { createSilentReader } from './silent.ts';
import { createStays } from './stays.ts';

export interface HistoryTables {
  readonly database: Database;
  readonly scans: ScanReader;
  readonly servers: ServerReader;
  readonly placements: PlacementTable;
  readonly delegations: DelegationTable;
}

type Counts = Pick<Total, 'servers' | 'activeUsers'>;
const NONE: Counts = { servers: 0, activeUsers: 0 };
const COUNTED = DNS_STATUSES.filter((status) => isCounted({ status }));

function add(a: Counts, b: Counts): Counts {
  return { servers: a.servers + b.servers, activeUsers: a.activeUsers + b.activeUsers };
}

export function createHistory(tables: HistoryTables): HistoryStore {
  const { database, scans, servers, placements, delegations } = tables;
  const compare = createMovers(database, servers, placements);
  const readSilent = createSilentReader(database);
  const readTotals = database.prepare<[number], Total>(
    `SELECT t.layer, t.key, h.name, CASE t.layer WHEN 'hoster' THEN h.kind END AS kind, t.servers, t.active_users AS activeUsers
      FROM totals t LEFT JOIN hosters h ON t.layer IN ('hoster', 'front', 'operator') AND h.id = t.key
      WHERE t.scan_id = ? ORDER BY t.layer, t.servers DESC, t.key`,
  );
  const readTotal = database.prepare<[number, Layer, string], Pick<Total, 'servers' | 'activeUsers'>>(
    'SELECT servers, active_users AS activeUsers FROM totals WHERE scan_id = ? AND layer = ? AND key = ?',
  );

  const readDomains = database
    .prepare<[Network], Domain>('SELECT domain FROM servers WHERE network = ? ORDER BY domain')
    .pluck();

  return {
    servers: (scanId) => servers.all(scans.finished(scanId)),
    movers(scanId, againstId) {
      const to = scans.finished(scanId);
      const from = againstId === undefined ? scans.previous(scanId) : scans.finished(againstId);
      if (from === null) return [];
      if (from.network !== to.network)
        throw new Error(`scans ${from.id} and ${to.id} belong to two networks`);
      return compare(from, to);
    },
    domains: (network) => readDomains.all(network),
    stays: createStays(database),
    silent(network) {
      const scan = scans.standing(network);
      return scan === null ? [] : readSilent(scan);
    },
    totals: (scanId) => readTotals.all(scans.finished(scanId).id),
    delegation: delegations.lastKnown,
    server: createServerHistory(database, scans, servers, placements),
    companyStanding(network, id, layer = 'hoster') {
      const scan = scans.standing(network);
      if (scan === null) return null;
      const all = COUNTED.map((status) => readTotal.get(scan.id, 'status', status) ?? NONE).reduce(add);
      if (all.servers === 0) return null;
      const own = readTotal.get(scan.id, layer, id) ?? NONE;
      return {
        ...own,
        answered: all.servers,
        share: own.servers / all.servers,
        activeShare: all.activeUsers === 0 ? null : own.activeUsers / all.activeUsers,
      };
    },
  };
}
