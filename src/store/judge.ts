import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Scan } from '../model/scan.ts';
import type { Implausibility, PastClaim } from '../model/server.ts';

/** A server's word about its users, or the sum of many. */
export interface Counts {
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
}

/**
 * Says what is wrong with a claim; null where nothing is.
 * @param past null where nothing is known to measure it against
 * @param network sums of the last believed claims of all servers of the scan
 */
export type Judge = (
  claim: Counts & { readonly domain: Domain },
  past: PastClaim | null,
  network: Counts,
) => Implausibility | null;

interface Row extends Counts {
  readonly id: number;
  readonly domain: Domain;
  readonly totalBefore: number | null;
  readonly activeBefore: number | null;
  /** Start of the last scan that believed it; ISO 8601. */
  readonly believedAt: string | null;
  /** The first scan that looked at it; null for this one. */
  readonly firstScan: number | null;
  readonly firstAt: string | null;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** The last claim of a server that says anything and was believed. */
const LAST_BELIEVED = `(SELECT max(b.from_scan) FROM claims b WHERE b.server_id = t.server_id
  AND b.implausible IS NULL AND (b.users_total IS NOT NULL OR b.users_active_month IS NOT NULL))`;

/** Judges the claims of a scan that is not folded yet, each against the server's own past. Must run in a transaction. */
export function createJudge(database: Database): (scan: Scan, judge?: Judge) => void {
  const claims = database.prepare<[number], Row>(
    `SELECT t.server_id AS id, s.domain, t.users_total AS usersTotal, t.users_active_month AS usersActiveMonth,
        c.users_total AS totalBefore, c.users_active_month AS activeBefore, believed.started_at AS believedAt,
        first.id AS firstScan, first.started_at AS firstAt
      FROM targets t JOIN servers s ON s.id = t.server_id
      LEFT JOIN claims c ON c.server_id = t.server_id AND c.from_scan = ${LAST_BELIEVED}
      LEFT JOIN scans believed ON believed.id = c.to_scan
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
 * A server is new where an earlier census of the same list would have looked at it, had it been there. After a census begins
 * or the list is changed, and in samples, everybody is there for the first time, and that means nothing.
 */
function pastOf(row: Row, scan: Scan, census: number | null): PastClaim | null {
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

function addsUp({ usersTotal, usersActiveMonth }: Counts): Implausibility | null {
  return usersTotal !== null && (usersActiveMonth ?? 0) > usersTotal ? 'more active than total' : null;
}
