import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import { StoreError } from '../model/expected-errors.ts';
import { flush, UNFINISHED } from './copy.ts';
import { checkLog, hasLog, markAsCopy } from './life.ts';
import { checkOwnership, migrate, schemaVersion } from './migrate.ts';
import { findFaults } from './open.ts';

/**
 * Replaces the database with a backup, whatever state the database is in, and keeps the former files. Nothing
 * is touched before the backup is complete and checked in the same folder. A kill leaves the former database,
 * the new one, or a pair of files that {@link checkLog} refuses until this runs again.
 *
 * @returns path of the former database; null if there was none
 * @throws StoreError
 */
export function restoreDatabase(backup: string, file: string, now: Date): string | null {
  if (statSync(backup, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new StoreError('unusable', `there is no backup file ${backup}`);
  }
  if (isSameFile(backup, file)) {
    throw new StoreError('unusable', `${backup} is the database itself; name a backup of it`);
  }
  refuseWhileInUse(file);
  const draft = `${file}${UNFINISHED}`;
  takeIn(backup, draft);
  const aside = setAside(file, now);
  renameSync(draft, file);
  if (aside !== null && hasLog(file)) renameSync(`${file}-wal`, `${aside}-wal`);
  for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true });
  flush(dirname(file));
  return aside;
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** Any other connection holds a lock, so an exclusive transaction fails while the database is in use. */
function refuseWhileInUse(file: string): void {
  if (!existsSync(file) || isUnreadable(file)) return;
  const database = new SQLite(file, { fileMustExist: true, timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new StoreError('in use', `${file} is in use; stop the bot and every other command first`);
    }
    // Damaged, or not a database at all: that is what a restore is for.
  } finally {
    database.close();
  }
}

/** Opening such a file would let SQLite mix the log into it. */
function isUnreadable(file: string): boolean {
  try {
    checkLog(file);
    return false;
  } catch {
    return true;
  }
}

/** A checked and migrated copy of a backup, in one file that only its owner may read. */
function takeIn(backup: string, draft: string): void {
  checkLog(backup);
  const parts = hasLog(backup) ? ['', '-wal'] : [''];
  for (const rest of ['', '-wal', '-shm']) rmSync(`${draft}${rest}`, { force: true });
  for (const rest of parts) copyFileSync(`${backup}${rest}`, `${draft}${rest}`, constants.COPYFILE_FICLONE);
  chmodSync(draft, 0o600);
  try {
    const database = new SQLite(draft, { fileMustExist: true });
    try {
      database.pragma('trusted_schema = OFF');
      checkOwnership(database, backup);
      if (schemaVersion(database) === 0) throw new StoreError('foreign', `${backup} is empty`);
      const faults = findFaults(database, 'integrity_check');
      if (faults.length > 0) throw damagedBackup(backup, faults[0] ?? '');
      migrate(database);
      markAsCopy(database);
      // Merges the log, so that this one file is complete.
      database.pragma('journal_mode = DELETE');
    } finally {
      database.close();
    }
    flush(draft);
  } catch (error) {
    for (const rest of ['', '-wal', '-shm']) rmSync(`${draft}${rest}`, { force: true });
    if (error instanceof SQLite.SqliteError) {
      if (error.code.startsWith('SQLITE_CORRUPT')) throw damagedBackup(backup, error.message);
      throw new StoreError('foreign', `${backup} cannot be restored: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function damagedBackup(backup: string, fault: string): StoreError {
  return new StoreError('damaged', `${backup} is damaged (${fault}); take another backup`);
}

/** Links the database under a second name, so that at no moment it has none. */
function setAside(file: string, now: Date): string | null {
  if (!existsSync(file)) return null;
  const aside = `${file}.replaced-${now.toISOString().replaceAll(/[:.]/g, '')}`;
  try {
    linkSync(file, aside);
  } catch {
    // Some file systems do not support hard links.
    copyFileSync(file, aside, constants.COPYFILE_EXCL);
  }
  return aside;
}
