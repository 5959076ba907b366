import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Scan } from '../model/scan.ts';
import type { Mover, Whereabouts } from '../model/server.ts';
import type { Placement, PlacementTable } from './placements.ts';
import type { ServerReader } from './server-rows.ts';

interface Row {
  readonly id: number;
  readonly domain: Domain;
  readonly before: number;
  readonly after: number;
}

const at = (scan: '@from' | '@to') =>
  `(SELECT max(from_scan) FROM stays WHERE server_id = s.id AND from_scan <= ${scan})`;

/** Compares two finished scans of one network, the earlier first. */
export function createMovers(
  database: Database,
  servers: ServerReader,
  placements: PlacementTable,
): (from: Scan, to: Scan) => Mover[] {
  const changed = database.prepare<[{ from: number; to: number; network: string }], Row>(
    `SELECT s.id, s.domain, a.placement_id AS before, b.placement_id AS after FROM servers s
      JOIN stays a ON a.server_id = s.id AND a.from_scan = ${at('@from')}
      JOIN stays b ON b.server_id = s.id AND b.from_scan = ${at('@to')}
      WHERE s.network = @network AND a.to_scan >= @from AND b.to_scan >= @to
        AND a.placement_id <> b.placement_id
      ORDER BY s.domain`,
  );
  return (from, to) => {
    const lookedAtBefore = servers.looks(from.id);
    const lookedAtAfter = servers.looks(to.id);
    const placement = placements.reader();
    return changed
      .all({ from: from.id, to: to.id, network: to.network })
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

/** Whether the same hoster, and the same front or none, stands behind both. */
export function sameCompany(a: Whereabouts, b: Whereabouts): boolean {
  return a.hoster?.id === b.hoster?.id && a.front?.id === b.front?.id;
}

function sameAddresses(a: Whereabouts, b: Whereabouts): boolean {
  return a.addresses.join() === b.addresses.join();
}
