import type { Database } from 'better-sqlite3';
import type { Hoster } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { Placement, PlacementTable } from './placements.ts';

/** A server of a scan that is not folded yet, and where it was found. */
export interface StagedServer extends Pick<Placement, 'addresses' | 'hoster' | 'front' | 'operator'> {
  readonly domain: Domain;
}

/** Names operators that only the whole scan shows, such as a platform known by its many customers on one address. */
export type NameOperators = (servers: readonly StagedServer[]) => ReadonlyMap<Domain, Hoster>;

export interface Staged {
  /** Findings with status `NOERROR`. */
  answered(scanId: number): number;
  /** Gives the named servers their operators. Must run in a transaction. */
  nameOperators(scanId: number, name: NameOperators): void;
}

interface Row {
  readonly id: number;
  readonly domain: Domain;
  readonly placement: number;
}

export function createStaged(database: Database, placements: PlacementTable): Staged {
  const answered = database
    .prepare<[number], number>(`SELECT count(*) FROM targets WHERE scan_id = ? AND status = 'NOERROR'`)
    .pluck();
  const placed = database.prepare<[number], Row>(
    `SELECT s.id, s.domain, t.placement_id AS placement FROM targets t JOIN servers s ON s.id = t.server_id
      WHERE t.scan_id = ? AND t.placement_id IS NOT NULL`,
  );
  const move = database.prepare('UPDATE targets SET placement_id = ? WHERE server_id = ? AND scan_id = ?');

  return {
    answered: (scanId) => answered.get(scanId) ?? 0,
    nameOperators(scanId, name) {
      const read = placements.reader();
      const servers = placed
        .all(scanId)
        .map(({ id, domain, placement }) => ({ id, domain, ...read(placement) }));
      const operators = name(servers);
      for (const { id, domain, ...placement } of servers) {
        const operator = operators.get(domain);
        if (operator !== undefined) move.run(placements.save({ ...placement, operator }), id, scanId);
      }
    },
  };
}
