import type { Database } from 'better-sqlite3';
import { StoreError } from '../model/expected-errors.ts';
import { createScanTables as scans } from './migrations/0001-scans.ts';
import { createOutboxTables as outbox } from './migrations/0002-outbox.ts';
import { createSettingsAndLists as settingsLists } from './migrations/0003-settings-lists.ts';
import { addListSources as listSources } from './migrations/0004-list-sources.ts';
import { addListPorts as listPorts } from './migrations/0005-list-ports.ts';
import { addAgreement as agreement } from './migrations/0006-agreement.ts';
import { addBelievedClaims as believedClaims } from './migrations/0007-believed-claims.ts';
import { addDeclarations as declarations } from './migrations/0008-declarations.ts';
import { addCompanyKinds as companyKinds } from './migrations/0009-company-kinds.ts';
import { addDelegations as delegations } from './migrations/0010-delegations.ts';
import { addUncertainCountries as uncertainCountries } from './migrations/0011-uncertain-countries.ts';
import { addSettling as settling } from './migrations/0012-settling.ts';
import { packUserCounts as userCounts } from './migrations/0013-user-counts.ts';
import { addWatches as watches } from './migrations/0014-watches.ts';

/** In order: migration N is at index N - 1. Never edit one that was released. */
const MIGRATIONS: readonly (string | ((database: Database) => void))[] = [
  scans,
  outbox,
  settingsLists,
  listSources,
  listPorts,
  agreement,
  believedClaims,
  declarations,
  companyKinds,
  delegations,
  uncertainCountries,
  settling,
  userCounts,
  watches,
];

/** Schema version that this program writes: `PRAGMA user_version` of an up-to-date database. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** "whos" in ASCII, which distinguishes our files from other programs' (SQLite's `PRAGMA application_id`). */
export const APPLICATION_ID = 0x77686f73;

export function schemaVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** Refuses databases that this program must not write. */
export function checkOwnership(database: Database, name: string = database.name): void {
  // One transaction, because another process may be creating the database right now.
  const look = database.transaction(() => ({
    application: Number(database.pragma('application_id', { simple: true })),
    tables: Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()),
    version: schemaVersion(database),
  }));
  const { application, tables, version } = look();
  if (application !== APPLICATION_ID && (application !== 0 || tables > 0)) {
    throw new StoreError('foreign', `${name} is a database of another program; choose another file.`);
  }
  if (version > SCHEMA_VERSION) {
    throw new StoreError(
      'newer',
      `${name} has schema ${version}, written by a newer whohosts; this one knows up to ${SCHEMA_VERSION}. Update whohosts.`,
    );
  }
}

/** Fraction of the file's pages. If migrations leave more of them empty, the file is compacted. */
const MOST_EMPTY = 0.25;

/**
 * Brings the schema up to date, one transaction per migration. A process that waited for the lock finds the
 * work done.
 */
export function migrate(database: Database): void {
  const step = database.transaction((): boolean => {
    const version = schemaVersion(database);
    const migration = MIGRATIONS[version];
    if (migration === undefined) return false;
    if (typeof migration === 'string') database.exec(migration);
    else migration(database);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${version + 1}`);
    return true;
  });
  if (schemaVersion(database) === SCHEMA_VERSION) return;
  while (schemaVersion(database) < SCHEMA_VERSION && step.immediate());
  giveBackEmptyPages(database);
}

/** The file keeps its size if other processes are reading, or the disk has no space for a copy. */
function giveBackEmptyPages(database: Database): void {
  const pages = (name: string) => Number(database.pragma(name, { simple: true }));
  if (pages('freelist_count') <= pages('page_count') * MOST_EMPTY) return;
  try {
    database.exec('VACUUM');
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^SQLITE_(BUSY|LOCKED|FULL|IOERR)/.test(code)) throw error;
  }
}
