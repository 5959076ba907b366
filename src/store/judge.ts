import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Scan } from '../model/scan.ts';
import { type Implausibility, isMoreActiveThanTotal, type PastClaim } from '../model/server.ts';
import type { StoredCounts } from './packed/count-set.ts';

/**
 * Returns why a claim is implausible, or null if it is not.
 * @param past null if there is no baseline for the claim
 * @param network sums of the last believed claims of all servers in the scan
 */
export type Judge = (
  claim: StoredCounts & { readonly domain: Domain },
  past: PastClaim | null,
  network: StoredCounts,
) => Implausibility | null;

interface ClaimRow extends StoredCounts {
  readonly id: number;
  readonly domain: Domain;
  readonly totalBefore: number | null;
  readonly activeBefore: number | null;
  /** Start of the last scan that believed it; ISO 8601. */
  readonly believedAt: string | null;
  /** Id of the first scan that looked up the server; null if it is the present one. */
  readonly firstScan: number | null;
  readonly firstAt: string | null;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Judges the claims of a scan that is not folded yet, each against the server's own past. Must run in a
 * transaction.
 */
export function createJudge(database: Database): (scan: Scan, judge?: Judge) => void {
  const claims = database.prepare<[number], ClaimRow>(
    `SELECT t.server_id AS id, s.domain, t.users_total AS usersTotal, t.users_active_month AS usersActiveMonth,
        c.users_total AS totalBefore, c.users_active_month AS activeBefore, believed.started_at AS believedAt,
        first.id AS firstScan, first.started_at AS firstAt
      FROM targets t JOIN servers s ON s.id = t.server_id
      LEFT JOIN believed c ON c.server_id = t.server_id
      LEFT JOIN scans believed ON believed.id = c.scan_id
      LEFT JOIN scans first ON first.id = (SELECT min(y.from_scan) FROM stays y WHERE y.server_id = t.server_id)
      WHERE t.scan_id = ? AND t.implausible IS NULL
        AND (t.users_total IS NOT NULL OR t.users_active_month IS NOT NULL)`,
  );
  const firstCensus = database
    .prepare<[string, string], number | null>(
      `SELECT min(id) FROM scans
        WHERE network = ? AND source = ? AND finished_at IS NOT NULL AND sampled = population`,
    )
    .pluck();
  const save = database.prepare('UPDATE targets SET implausible = ? WHERE server_id = ?');

  return (scan, judge = addsUp) => {
    const rows = claims.all(scan.id);
    const census = firstCensus.get(scan.network, scan.source) ?? null;
    const network = {
      usersTotal: rows.reduce((sum, row) => sum + (row.totalBefore ?? 0), 0),
      usersActiveMonth: rows.reduce((sum, row) => sum + (row.activeBefore ?? 0), 0),
    };
    for (const row of rows) {
      const { id, domain, usersTotal, usersActiveMonth } = row;
      const reason = judge({ domain, usersTotal, usersActiveMonth }, pastOf(row, scan, census), network);
      if (reason !== null) save.run(reason, id);
    }
  };
}

/**
 * A server is new if an earlier census of the same list would have looked it up, had it been on the list. In
 * samples and in the first census of a list every server appears for the first time, which means nothing.
 */
function pastOf(row: ClaimRow, scan: Scan, census: number | null): PastClaim | null {
  const weeksSince = (at: string) => Math.max(0, Date.parse(scan.startedAt) - Date.parse(at)) / WEEK_MS;
  if (row.believedAt !== null) {
    const { totalBefore: usersTotal, activeBefore: usersActiveMonth } = row;
    return { usersTotal, usersActiveMonth, weeks: weeksSince(row.believedAt), isNew: false };
  }
  if (census === null || (row.firstScan ?? scan.id) <= census) return null;
  return {
    usersTotal: 0,
    usersActiveMonth: 0,
    weeks: weeksSince(row.firstAt ?? scan.startedAt),
    isNew: true,
  };
}

function addsUp(counts: StoredCounts): Implausibility | null {
  return isMoreActiveThanTotal(counts) ? 'more active than total' : null;
}
