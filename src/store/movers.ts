import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import { knownSince, type Scan } from '../model/scan.ts';
import type { Mover, Whereabouts } from '../model/server.ts';
import type { Placement, PlacementTable } from './placements.ts';
import type { ServerReader } from './server-rows.ts';

interface MoverRow {
  readonly id: number;
  readonly domain: Domain;
  readonly before: number;
  readonly after: number;
}

/**
 * A server that was undetermined in the earlier scan is compared from its last known place. A place that is
 * assumed, because the domain could not be asked, is compared only with another assumed place.
 */
const LAST_KNOWN = `(SELECT max(l.from_scan) FROM stays l JOIN scans z ON z.id = l.to_scan
  WHERE l.server_id = s.id AND l.from_scan <= @from AND l.placement_id IS NOT NULL AND z.started_at >= @since)`;
/**
 * Begins with the stays that began since, which are few: who stayed where it was did not move. CROSS JOIN
 * keeps SQLite to this order (sqlite.org/optoverview.html#crossjoin).
 */
const CHANGED = `SELECT s.id, s.domain, a.placement_id AS before, b.placement_id AS after
  FROM stays b CROSS JOIN servers s ON s.id = b.server_id
  JOIN stays y ON y.server_id = s.id AND y.from_scan = (SELECT max(from_scan) FROM stays
    WHERE server_id = s.id AND from_scan <= @from)
  JOIN stays a ON a.server_id = s.id
    AND a.from_scan = CASE y.status WHEN 'UNDETERMINED' THEN ${LAST_KNOWN} ELSE y.from_scan END
  WHERE b.from_scan > @from AND b.from_scan <= @to AND b.to_scan >= @to
    AND s.network = @network AND y.to_scan >= @from
    AND a.placement_id <> b.placement_id AND a.assumed = b.assumed
  ORDER BY s.domain`;

/** Compares two finished scans of one network, the earlier one first. */
export function createMovers(
  database: Database,
  servers: ServerReader,
  placements: PlacementTable,
): (from: Scan, to: Scan) => Mover[] {
  const changed = database.prepare<
    { readonly from: number; readonly to: number; readonly network: string; readonly since: string },
    MoverRow
  >(CHANGED);
  return (from, to) => {
    const lookedAtBefore = servers.looks(from.id);
    const lookedAtAfter = servers.looks(to.id);
    const placement = placements.reader();
    return changed
      .all({ from: from.id, to: to.id, network: to.network, since: knownSince(from.startedAt) })
      .filter(({ id }) => lookedAtBefore(id) && lookedAtAfter(id))
      .flatMap((row) => {
        const [before, after] = [placement(row.before), placement(row.after)];
        if (sameAddresses(before, after)) return [];
        const change = sameCompany(before, after) ? 'address' : 'hoster';
        return [{ domain: row.domain, change, from: withKind(before), to: withKind(after) }];
      });
  };
}

function withKind(placement: Placement): Whereabouts {
  return { ...whereabouts(placement), kind: placement.kind };
}

export function whereabouts({ hoster, front, addresses }: Placement): Whereabouts {
  return { hoster, front, addresses };
}

/** Whether both have the same hoster, and the same front or none. */
export function sameCompany(a: Whereabouts, b: Whereabouts): boolean {
  return a.hoster?.id === b.hoster?.id && a.front?.id === b.front?.id;
}

function sameAddresses(a: Whereabouts, b: Whereabouts): boolean {
  return a.addresses.join() === b.addresses.join();
}
