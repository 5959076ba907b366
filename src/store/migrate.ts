import type { Database } from 'better-sqlite3';
import { sql as scans } from './migrations/0001-scans.ts';
import { sql as outbox } from './migrations/0002-outbox.ts';
import { sql as settingsLists } from './migrations/0003-settings-lists.ts';
import { sql as listSources } from './migrations/0004-list-sources.ts';
import { sql as listPorts } from './migrations/0005-list-ports.ts';
import { sql as agreement } from './migrations/0006-agreement.ts';
import { sql as believedClaims } from './migrations/0007-believed-claims.ts';
import { sql as declarations } from './migrations/0008-declarations.ts';
import { sql as companyKinds } from './migrations/0009-company-kinds.ts';
import { StoreError } from './store-error.ts';

/** In order; the number of a migration is its place, counted from one. Never edit one that was released. */
const MIGRATIONS: readonly string[] = [
  scans,
  outbox,
  settingsLists,
  listSources,
  listPorts,
  agreement,
  believedClaims,
  declarations,
  companyKinds,
];

/** The schema that this program writes: `PRAGMA user_version` of an up-to-date database. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** "whos" in ASCII: tells our files from other programs' (SQLite's `PRAGMA application_id`). */
export const APPLICATION_ID = 0x77686f73;

export function schemaVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** Refuses files that are not ours to write. */
export function checkOwnership(database: Database): void {
  // Read as one, because another process may be making the database right now.
  const look = database.transaction(() => ({
    application: Number(database.pragma('application_id', { simple: true })),
    tables: Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()),
    version: schemaVersion(database),
  }));
  const { application, tables, version } = look();
  if (application !== APPLICATION_ID && (application !== 0 || tables > 0)) {
    throw new StoreError(
      'foreign',
      `${database.name} is a database of another program; choose another file.`,
    );
  }
  if (version > SCHEMA_VERSION) {
    throw new StoreError(
      'newer',
      `${database.name} has schema ${version}, written by a newer whohosts; this one knows up to ${SCHEMA_VERSION}. Update whohosts.`,
    );
  }
}

/** Brings the schema up to date, one transaction a migration; whoever comes second to a lock finds the work done. */
export function migrate(database: Database): void {
  const step = database.transaction((): boolean => {
    const version = schemaVersion(database);
    const sql = MIGRATIONS[version];
    if (sql === undefined) return false;
    database.exec(sql);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${version + 1}`);
    return true;
  });
  while (schemaVersion(database) < SCHEMA_VERSION && step.immediate());
}
