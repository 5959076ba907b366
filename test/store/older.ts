import SQLite from 'better-sqlite3';

/** Columns that each schema brought, as `table.column`. */
const COLUMNS: readonly (readonly [schema: number, columns: readonly string[]])[] = [
  [9, ['hosters.kind']],
  [8, ['claims.declared_by', 'claims.declared_country', 'targets.declared_by', 'targets.declared_country']],
  [7, ['claims.implausible', 'targets.implausible', 'targets.delegate', 'scans.aliases']],
];

/** Makes of a database one of an older schema, from 6 on, and lets the caller write in it what was written then. */
export function makeOlder(
  file: string,
  schema: number,
  write: (database: SQLite.Database) => void = () => {},
): void {
  const database = new SQLite(file);
  for (const [since, columns] of COLUMNS) {
    if (since <= schema) continue;
    for (const column of columns) {
      const [table, name] = column.split('.');
      database.exec(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }
  write(database);
  database.pragma(`user_version = ${schema}`);
  database.close();
}
