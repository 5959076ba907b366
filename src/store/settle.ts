import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { DnsStatus } from '../model/observation.ts';
import type { Scan } from '../model/scan.ts';

/**
 * A server of a running scan whose place was known, and which now has another company or none. `before` and
 * `after` are company ids: the front's, else the hoster's.
 */
export interface ChangedServer {
  readonly domain: Domain;
  readonly before: string | null;
  readonly after: string | null;
  /** `NOERROR`, or the answer that says it is gone. */
  readonly status: DnsStatus;
}

/** Decides which results of a running scan are too uncertain to become history. */
export interface Settling {
  /**
   * Servers that changed company or vanished, compared with their last known place since that time; sorted by
   * domain.
   */
  changed(scanId: number, since: string): ChangedServer[];
  /** Number of servers whose place is known now and was known since that time. */
  compared(scanId: number, since: string): number;
  /** Marks the servers as `UNDETERMINED`. */
  withhold(scanId: number, domains: readonly Domain[]): void;
  /**
   * Marks servers with a known past place as `UNDETERMINED` in three cases. Must run in a transaction.
   *
   * - DNS failed.
   * - A merely assumed place contradicts the known one.
   * - The server lost addresses, and the remaining ones belong to another company: it did not move anywhere
   *   new.
   */
  settle(scan: Scan, since: string): void;
  /**
   * Counts the users of a host only once, for one of the domains that it serves. Must run in a transaction.
   */
  countOnce(scan: Scan): void;
}

/** The start of the last stay with a known place that ended in or after `@since`. */
const LAST_KNOWN = `(SELECT max(k.from_scan) FROM stays k JOIN scans z ON z.id = k.to_scan
  WHERE k.server_id = t.server_id AND k.placement_id IS NOT NULL AND z.started_at >= @since)`;
/** Both placements belong to the same company. */
const SAME_COMPANY = 'before.hoster IS after.hoster AND before.front IS after.front';
const WITHHELD = "status = 'UNDETERMINED', placement_id = NULL, assumed = 0";

export function createSettling(database: Database): Settling {
  type Since = { readonly scan: number; readonly since: string };
  const changed = database.prepare<Since, ChangedServer>(
    `SELECT s.domain, t.status, coalesce(before.front, before.hoster) AS before,
        coalesce(after.front, after.hoster) AS after
      FROM targets t JOIN servers s ON s.id = t.server_id
      JOIN stays k ON k.server_id = t.server_id AND k.from_scan = ${LAST_KNOWN}
      JOIN placements before ON before.id = k.placement_id
      LEFT JOIN placements after ON after.id = t.placement_id
      WHERE t.scan_id = @scan AND k.assumed = t.assumed
        AND ((after.id IS NOT NULL AND NOT (${SAME_COMPANY})) OR t.status IN ('NXDOMAIN', 'NODATA'))
        AND (after.id IS NOT NULL OR k.to_scan = (SELECT max(l.to_scan) FROM stays l WHERE l.server_id = t.server_id))
      ORDER BY s.domain`,
  );
  const compared = database
    .prepare<Since, number>(
      `SELECT count(*) FROM targets t
        WHERE t.scan_id = @scan AND t.placement_id IS NOT NULL AND ${LAST_KNOWN} IS NOT NULL`,
    )
    .pluck();
  const withhold = database.prepare(
    `UPDATE targets SET ${WITHHELD}
      WHERE scan_id = @scan AND server_id =
        (SELECT id FROM servers WHERE domain = @domain AND network = (SELECT network FROM scans WHERE id = @scan))`,
  );
  const holdFailures = database.prepare<Since>(
    `UPDATE targets AS t SET ${WITHHELD}
      WHERE scan_id = @scan AND status IN ('TIMEOUT', 'SERVFAIL', 'REFUSED', 'FORMERR')
        AND ${LAST_KNOWN} IS NOT NULL`,
  );
  const holdContradictions = database.prepare<Since>(
    `UPDATE targets AS t SET ${WITHHELD}
      WHERE scan_id = @scan AND assumed = 1 AND EXISTS (
        SELECT 1 FROM stays k JOIN placements before ON before.id = k.placement_id
          JOIN placements after ON after.id = t.placement_id
          WHERE k.server_id = t.server_id AND k.from_scan = ${LAST_KNOWN} AND k.assumed = 0
            AND NOT (${SAME_COMPANY}))`,
  );
  const hasUsers = '(o.users_total IS NOT NULL OR o.users_active_month IS NOT NULL)';
  const countOnce = database.prepare(
    `UPDATE targets SET users_total = NULL, users_active_month = NULL, implausible = NULL
      WHERE scan_id = @scan AND server_id IN (
        SELECT t.server_id FROM targets t
          JOIN servers s ON s.domain = t.delegate AND s.network = (SELECT network FROM scans WHERE id = @scan)
          JOIN targets o ON o.scan_id = @scan AND o.server_id = s.id
          WHERE t.scan_id = @scan AND ${hasUsers} AND (o.delegate IS NULL OR o.server_id < t.server_id)
        UNION
        SELECT server_id FROM (
          SELECT o.server_id, row_number() OVER (PARTITION BY o.delegate ORDER BY o.server_id) AS place
            FROM targets o WHERE o.scan_id = @scan AND o.delegate IS NOT NULL AND ${hasUsers})
          WHERE place > 1)`,
  );
  const holdLosses = database.prepare<Since>(
    `UPDATE targets AS t SET ${WITHHELD}
      WHERE scan_id = @scan AND placement_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM stays k JOIN placements before ON before.id = k.placement_id
          JOIN placements after ON after.id = t.placement_id
          WHERE k.server_id = t.server_id AND k.from_scan = ${LAST_KNOWN}
            AND before.id <> after.id AND NOT (${SAME_COMPANY}) AND before.addresses <> after.addresses
            AND NOT EXISTS (SELECT value FROM json_each(after.addresses)
              EXCEPT SELECT value FROM json_each(before.addresses)))`,
  );
  const withholdAll = database.transaction((scan: number, domains: readonly Domain[]) => {
    for (const domain of domains) withhold.run({ scan, domain });
  });

  return {
    changed: (scan, since) => changed.all({ scan, since }),
    compared: (scan, since) => compared.get({ scan, since }) ?? 0,
    withhold: (scan, domains) => withholdAll.immediate(scan, domains),
    settle(scan, since) {
      holdFailures.run({ scan: scan.id, since });
      holdContradictions.run({ scan: scan.id, since });
      holdLosses.run({ scan: scan.id, since });
    },
    countOnce: (scan) => void countOnce.run({ scan: scan.id }),
  };
}
