import type { Database } from 'better-sqlite3';
import type { HistoryStore, HosterContext, Layer, Total } from './history.ts';
import { createMovers } from './movers.ts';
import type { PlacementTable } from './placements.ts';
import type { ScanReader } from './scan-rows.ts';
import { createServerHistory } from './server-history.ts';
import type { ServerReader } from './server-rows.ts';

export function createHistory(
  database: Database,
  scans: ScanReader,
  servers: ServerReader,
  placements: PlacementTable,
): HistoryStore {
  const compare = createMovers(database, servers, placements);
  const readTotals = database.prepare<[number], Total>(
    `SELECT t.layer, t.key, h.name, CASE t.layer WHEN 'hoster' THEN h.kind END AS kind, t.servers, t.active_users AS activeUsers
      FROM totals t LEFT JOIN hosters h ON t.layer IN ('hoster', 'front', 'operator') AND h.id = t.key
      WHERE t.scan_id = ? ORDER BY t.layer, t.servers DESC, t.key`,
  );
  const readTotal = database.prepare<[number, Layer, string], Pick<Total, 'servers' | 'activeUsers'>>(
    'SELECT servers, active_users AS activeUsers FROM totals WHERE scan_id = ? AND layer = ? AND key = ?',
  );

  return {
    servers: (scanId) => servers.all(scans.finished(scanId)),
    movers(scanId, againstId) {
      const to = scans.finished(scanId);
      const from = againstId === undefined ? scans.previous(scanId) : scans.finished(againstId);
      if (from === null) return [];
      if (from.network !== to.network) throw new Error(`scans ${from.id} and ${to.id} are of two networks`);
      return compare(from, to);
    },
    totals: (scanId) => readTotals.all(scans.finished(scanId).id),
    server: createServerHistory(database, scans, servers, placements),
    hosterContext(network, id, layer = 'hoster'): HosterContext | null {
      const scan = scans.latest(network);
      const all = scan === null ? undefined : readTotal.get(scan.id, 'status', 'NOERROR');
      if (scan === null || all === undefined) return null;
      const own = readTotal.get(scan.id, layer, id) ?? { servers: 0, activeUsers: 0 };
      return {
        scan,
        ...own,
        answered: all.servers,
        share: own.servers / all.servers,
        activeShare: all.activeUsers === 0 ? null : own.activeUsers / all.activeUsers,
      };
    },
  };
}
