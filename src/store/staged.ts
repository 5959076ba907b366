import type { Database } from 'better-sqlite3';
import type { Hoster } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { Placement, PlacementTable } from './placements.ts';

/** A server of a scan that is not folded yet, with its place. */
export interface StagedServer extends Pick<Placement, 'addresses' | 'hoster' | 'front' | 'operator'> {
  readonly domain: Domain;
  /** The host that serves it, if that is another. */
  readonly delegate: string | null;
}

/**
 * Identifies operators that only the whole scan reveals, such as a platform with many customers on one
 * address.
 */
export type NameOperators = (servers: readonly StagedServer[]) => ReadonlyMap<Domain, Hoster>;

/** Finds names that are another name of a server in the same scan. */
export type FindAliases = (servers: readonly StagedServer[]) => ReadonlySet<Domain>;

export interface Staged {
  /** Number of results with status `NOERROR`. */
  answered(scanId: number): number;
  /** Sets the operators of the servers in the returned map. Must run in a transaction. */
  nameOperators(scanId: number, name: NameOperators): void;
  /** Removes the aliases from the scan and from its sizes. Must run in a transaction. */
  dropAliases(scanId: number, find: FindAliases): void;
}

interface StagedRow {
  readonly id: number;
  readonly domain: Domain;
  readonly delegate: string | null;
  readonly placement: number;
}

export function createStaged(database: Database, placements: PlacementTable): Staged {
  const answered = database
    .prepare<[number], number>(`SELECT count(*) FROM targets WHERE scan_id = ? AND status = 'NOERROR'`)
    .pluck();
  const placed = database.prepare<[number], StagedRow>(
    `SELECT s.id, s.domain, t.delegate, t.placement_id AS placement FROM targets t JOIN servers s ON s.id = t.server_id
      WHERE t.scan_id = ? AND t.placement_id IS NOT NULL`,
  );
  const move = database.prepare('UPDATE targets SET placement_id = ? WHERE server_id = ? AND scan_id = ?');

  const drop = database.prepare('DELETE FROM targets WHERE server_id = ? AND scan_id = ?');
  const shrink = database.prepare(
    `UPDATE scans SET aliases = @aliases, sampled = sampled - @aliases, population = population - @aliases
      WHERE id = @scanId`,
  );

  const read = (scanId: number) => {
    const placement = placements.reader();
    return placed.all(scanId).map(({ placement: place, ...row }) => ({ ...row, ...placement(place) }));
  };

  return {
    answered: (scanId) => answered.get(scanId) ?? 0,
    nameOperators(scanId, name) {
      const servers = read(scanId);
      const operators = name(servers);
      for (const { id, domain, delegate: _delegate, ...placement } of servers) {
        const operator = operators.get(domain);
        if (operator !== undefined) move.run(placements.save({ ...placement, operator }), id, scanId);
      }
    },
    dropAliases(scanId, find) {
      const servers = read(scanId);
      const aliases = find(servers);
      for (const { id, domain } of servers) if (aliases.has(domain)) drop.run(id, scanId);
      shrink.run({ scanId, aliases: aliases.size });
    },
  };
}
