import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { Residence, ServerHistory } from './history.ts';
import { sameCompany, whereabouts } from './movers.ts';
import type { PlacementTable } from './placements.ts';
import type { ScanReader } from './scan-rows.ts';
import type { ServerReader } from './server-rows.ts';

interface PlacementInterval {
  readonly placement: number | null;
  readonly lastScan: number;
  readonly from: string;
  readonly to: string;
}

/** Reads one server's history from its stays. */
export function createServerHistory(
  database: Database,
  scans: ScanReader,
  servers: ServerReader,
  placements: PlacementTable,
): (network: Network, domain: Domain) => ServerHistory | null {
  const readStays = database.prepare<[string, string], PlacementInterval>(
    `SELECT y.placement_id AS placement, y.to_scan AS lastScan, a.started_at AS "from", b.started_at AS "to"
      FROM servers s JOIN stays y ON y.server_id = s.id
      JOIN scans a ON a.id = y.from_scan JOIN scans b ON b.id = y.to_scan
      WHERE s.network = ? AND s.domain = ? ORDER BY y.from_scan`,
  );

  return (network, domain) => {
    const stays = readStays.all(network, domain);
    const last = stays.at(-1);
    if (last === undefined) return null;
    const scan = scans.finished(last.lastScan);
    const server = servers.one(scan, domain);
    if (server === null) throw new Error(`${domain} is missing from scan ${scan.id}`);
    const history = residences(stays, placements.reader());
    const residence = last.placement === null ? null : history.at(-1);
    return { server, scan, since: residence?.from ?? silentSince(stays), history };
  };
}

function residences(
  stays: readonly PlacementInterval[],
  placement: ReturnType<PlacementTable['reader']>,
): Residence[] {
  const history: Residence[] = [];
  for (const stay of stays) {
    if (stay.placement === null) continue;
    const here = whereabouts(placement(stay.placement));
    const before = history.at(-1);
    if (before !== undefined && sameCompany(before, here)) {
      history[history.length - 1] = { ...here, from: before.from, to: stay.to };
    } else {
      history.push({ ...here, from: stay.from, to: stay.to });
    }
  }
  return history;
}

/** Start of the trailing stays without an answer. */
function silentSince(stays: readonly PlacementInterval[]): string {
  const answered = stays.findLastIndex((stay) => stay.placement !== null);
  return stays[answered + 1]?.from ?? '';
}
