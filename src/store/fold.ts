import type { Database } from 'better-sqlite3';
import type { Scan } from '../model/scan.ts';
import type { CountTable } from './counts.ts';
import type { StoredCounts } from './packed/count-set.ts';
import { packIds } from './packed/id-set.ts';
import type { ServerReader } from './server-rows.ts';
import { countTotals } from './totals.ts';

/**
 * Two statements: extend each server's last interval if the values are the same, otherwise begin a new one.
 */
function folding(table: 'stays' | 'claims', columns: readonly string[]): readonly [string, string] {
  const last = `(SELECT max(l.from_scan) FROM ${table} l WHERE l.server_id = t.server_id)`;
  const same = columns.map((column) => `i.${column} IS t.${column}`).join(' AND ');
  const extend = `UPDATE ${table} AS i SET to_scan = @scan FROM targets t
    WHERE t.scan_id = @scan AND i.server_id = t.server_id AND i.from_scan = ${last} AND ${same}`;
  const begin = `INSERT INTO ${table} (server_id, from_scan, to_scan, ${columns.join(', ')})
    SELECT t.server_id, @scan, @scan, ${columns.map((column) => `t.${column}`).join(', ')}
    FROM targets t LEFT JOIN ${table} i ON i.server_id = t.server_id AND i.from_scan = ${last}
    WHERE t.scan_id = @scan AND i.to_scan IS NOT @scan`;
  return [extend, begin];
}

const CLAIMED = ['http', 'software_id', 'implausible', 'declared_by', 'declared_country'];

/** Keeps each server's last believed claim that has a count. */
const REMEMBER_BELIEVED = `
  INSERT INTO believed (server_id, scan_id, users_total, users_active_month)
    SELECT server_id, scan_id, users_total, users_active_month FROM targets
      WHERE scan_id = @scan AND implausible IS NULL
        AND (users_total IS NOT NULL OR users_active_month IS NOT NULL)
    ON CONFLICT (server_id) DO UPDATE SET scan_id = excluded.scan_id, users_total = excluded.users_total,
      users_active_month = excluded.users_active_month`;

/**
 * Turns the results of a scan into history and totals, and deletes them. The caller wraps it in a
 * transaction, so that all of it happens or nothing.
 */
export function createFold(
  database: Database,
  servers: ServerReader,
  counts: CountTable,
): (scan: Scan) => void {
  const statements = [
    ...folding('stays', ['status', 'placement_id', 'assumed']),
    ...folding('claims', CLAIMED),
    REMEMBER_BELIEVED,
  ].map((sql) => database.prepare<[{ scan: number }]>(sql));
  const targets = database.prepare<[number], StoredCounts & { readonly id: number }>(
    `SELECT server_id AS id, users_total AS usersTotal, users_active_month AS usersActiveMonth
      FROM targets WHERE scan_id = ? ORDER BY server_id`,
  );
  const saveLooks = database.prepare('INSERT INTO looks (scan_id, servers) VALUES (?, ?)');
  const clear = database.prepare('DELETE FROM targets WHERE scan_id = ?');
  const saveTotal = database.prepare(
    'INSERT INTO totals (scan_id, layer, key, servers, active_users) VALUES (?, ?, ?, ?, ?)',
  );

  return (scan) => {
    for (const statement of statements) statement.run({ scan: scan.id });
    const looked = targets.all(scan.id);
    const ids = looked.map(({ id }) => id);
    saveLooks.run(scan.id, packIds(ids));
    counts.save(scan, ids, new Map(looked.map(({ id, ...claimed }) => [id, claimed])));
    clear.run(scan.id);
    for (const total of countTotals(servers.all(scan))) {
      saveTotal.run(scan.id, total.layer, total.key, total.servers, total.activeUsers);
    }
  };
}
