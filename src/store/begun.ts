import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';

/**
 * The looks of a running scan that were begun, so that one that ends the process is not repeated
 * indefinitely.
 */
export interface BegunLooks {
  /** For each pending server with at least one: the number of processes that began a look at it. */
  read(scanId: number): ReadonlyMap<Domain, number>;
  /** One durable transaction. */
  mark(scanId: number, domains: readonly Domain[]): void;
  /**
   * Resets looks that ended without a result: the given ones, or by default all pending ones that were begun
   * only once.
   */
  clear(scanId: number, domains?: readonly Domain[]): void;
}

export function createBegunLooks(database: Database): BegunLooks {
  const ofDomain = `scan_id = @scan AND server_id =
    (SELECT id FROM servers WHERE domain = @domain AND network = (SELECT network FROM scans WHERE id = @scan))`;
  const read = database.prepare<[number], { readonly domain: Domain; readonly begun: number }>(
    `SELECT s.domain, t.begun FROM targets t JOIN servers s ON s.id = t.server_id
      WHERE t.scan_id = ? AND t.status IS NULL AND t.begun > 0`,
  );
  const mark = database.prepare(`UPDATE targets SET begun = begun + 1 WHERE ${ofDomain}`);
  const clear = database.prepare(`UPDATE targets SET begun = 0 WHERE ${ofDomain}`);
  const clearAll = database.prepare(
    'UPDATE targets SET begun = 0 WHERE scan_id = ? AND status IS NULL AND begun < 2',
  );
  const each = database.transaction((statement: typeof mark, scan: number, domains: readonly Domain[]) => {
    for (const domain of domains) statement.run({ scan, domain });
  });
  return {
    read: (scanId) => new Map(read.all(scanId).map(({ domain, begun }) => [domain, begun])),
    mark: (scanId, domains) => each.immediate(mark, scanId, domains),
    clear(scanId, domains) {
      if (domains === undefined) clearAll.run(scanId);
      else each.immediate(clear, scanId, domains);
    },
  };
}
