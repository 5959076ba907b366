import SQLite from 'better-sqlite3';
import { createCounts } from '../../src/store/counts.ts';

/** Columns that each schema version added, as `table.column`. */
const COLUMNS: readonly (readonly [schema: number, columns: readonly string[]])[] = [
  [12, ['scans.http', 'targets.begun', 'delegations.doubted']],
  [11, ['placements.uncertain_country']],
  [10, ['targets.assumed', 'stays.assumed']],
  [9, ['hosters.kind']],
  [8, ['claims.declared_by', 'claims.declared_country', 'targets.declared_by', 'targets.declared_country']],
  [7, ['claims.implausible', 'targets.implausible', 'targets.delegate', 'scans.aliases']],
];

/**
 * Turns a database into one of an older schema, down to version 6. `write` may then insert data of that time.
 */
export function makeOlder(
  file: string,
  schema: number,
  write: (database: SQLite.Database) => void = () => {},
): void {
  const database = new SQLite(file);
  if (schema < 14) database.exec('DROP TABLE watches');
  if (schema < 13) unpackUserCounts(database);
  for (const [since, columns] of COLUMNS) {
    if (since <= schema) continue;
    for (const column of columns) {
      const [table, name] = column.split('.');
      database.exec(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }
  if (schema < 10) database.exec('DROP TABLE delegations');
  write(database);
  database.pragma(`user_version = ${schema}`);
  database.close();
}

interface Claim {
  readonly id: number;
  readonly values: readonly unknown[];
  from: number;
  to: number;
}

/** In schema 12 and older, `claims` had the user counts, with one interval per change. */
function unpackUserCounts(database: SQLite.Database): void {
  const rest = database.prepare<[number, number], object>(
    `SELECT http, software_id, implausible, declared_by, declared_country FROM claims
      WHERE server_id = ? AND from_scan <= ? ORDER BY from_scan DESC LIMIT 1`,
  );
  const last = new Map<number, Claim>();
  const claims: Claim[] = [];
  const scans = database.prepare<[], number>('SELECT scan_id FROM counts ORDER BY scan_id').pluck().all();
  const counts = createCounts(database);
  for (const scan of scans) {
    counts.of(scan).forEach(({ usersTotal, usersActiveMonth }, id) => {
      const values = [...Object.values(rest.get(id, scan) ?? {}), usersTotal, usersActiveMonth];
      const before = last.get(id);
      if (before !== undefined && JSON.stringify(before.values) === JSON.stringify(values)) {
        before.to = scan;
        return;
      }
      const claim = { id, values, from: scan, to: scan };
      last.set(id, claim);
      claims.push(claim);
    });
  }
  database.exec(`
    DROP TABLE counts;
    DROP TABLE believed;
    DELETE FROM claims;
    ALTER TABLE claims ADD COLUMN users_total INTEGER;
    ALTER TABLE claims ADD COLUMN users_active_month INTEGER;
  `);
  const insert = database.prepare(
    `INSERT INTO claims (server_id, from_scan, to_scan, http, software_id, implausible, declared_by,
      declared_country, users_total, users_active_month) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { id, from, to, values } of claims) insert.run(id, from, to, ...values);
}
