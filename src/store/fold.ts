import type { Database } from 'better-sqlite3';
import type { Scan } from '../model/scan.ts';
import { packIds } from './id-set.ts';
import type { ServerReader } from './server-rows.ts';
import { countTotals } from './totals.ts';

/** An interval whose last word was the same goes on; any other finding begins a new one. */
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

const CLAIMED = [
  ...['http', 'software_id', 'users_total', 'users_active_month', 'implausible'],
  ...['declared_by', 'declared_country'],
];

/**
 * Turns the findings of a scan into history and totals, and removes them. The caller wraps it in a transaction, so that
 * it happens wholly or not at all.
 */
export function createFold(database: Database, servers: ServerReader): (scan: Scan) => void {
  const statements = [...folding('stays', ['status', 'placement_id']), ...folding('claims', CLAIMED)].map(
    (sql) => database.prepare<[{ scan: number }]>(sql),
  );
  const targets = database
    .prepare<[number], number>('SELECT server_id FROM targets WHERE scan_id = ?')
    .pluck();
  const saveLooks = database.prepare('INSERT INTO looks (scan_id, servers) VALUES (?, ?)');
  const clear = database.prepare('DELETE FROM targets WHERE scan_id = ?');
  const saveTotal = database.prepare(
    'INSERT INTO totals (scan_id, layer, key, servers, active_users) VALUES (?, ?, ?, ?, ?)',
  );

  return (scan) => {
    for (const statement of statements) statement.run({ scan: scan.id });
    saveLooks.run(scan.id, packIds(targets.all(scan.id)));
    clear.run(scan.id);
    for (const total of countTotals(servers.all(scan))) {
      saveTotal.run(scan.id, total.layer, total.key, total.servers, total.activeUsers);
    }
  };
}
