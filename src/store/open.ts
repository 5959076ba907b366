import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { StoreError } from '../model/expected-errors.ts';
import { beginLife, checkLog, hasLog } from './life.ts';
import { checkOwnership, migrate } from './migrate.ts';

/** How long a writer waits for another process's transaction. */
const BUSY_TIMEOUT_MS = 5_000;
/**
 * SQLite truncates the write-ahead log to this size after a checkpoint, so that one big scan does not leave a
 * big file.
 */
const WAL_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Opens a database, creating it and its folder if necessary. Every commit is on disk when it returns. In WAL
 * mode better-sqlite3 defaults to synchronous=NORMAL, which may lose the last commits in a power failure.
 * Only the owner may read the file, because it contains answers to private mentions.
 * @param check whether to search the whole file for damage first; takes about 5 ms per megabyte
 * @throws StoreError
 */
export function openDatabase(file: string, check: boolean): Database {
  let database: Database | null = null;
  try {
    mkdirSync(dirname(file), { recursive: true });
    checkLog(file);
    const isAtRest = !hasLog(file);
    closeSync(openSync(file, 'a', 0o600));
    database = new SQLite(file, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('trusted_schema = OFF');
    checkOwnership(database);
    useWriteAheadLog(database);
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
    const faults = check ? findFaults(database, 'quick_check') : [];
    if (faults.length > 0) throw damaged(file, faults);
    migrate(database);
    if (isAtRest) beginLife(database, file);
    return database;
  } catch (error) {
    database?.close();
    throw explain(file, error);
  }
}

/**
 * SQLite ignores the timeout for this pragma, because two connections that change the mode at once would
 * deadlock (https://sqlite.org/c3ref/busy_handler.html). The second one retries until the first has changed
 * it.
 */
function useWriteAheadLog(database: Database): void {
  const until = Date.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!busy || Date.now() >= until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5 + Math.random() * 20);
    }
  }
}

/** The faults that SQLite's check finds, at most 100; empty for a sound database. */
export function findFaults(database: Database, check: 'quick_check' | 'integrity_check'): string[] {
  const lines = database.prepare<[], string>(`PRAGMA ${check}(100)`).pluck().all();
  return lines.filter((line) => line !== 'ok');
}

export function damaged(file: string, faults: readonly string[]): StoreError {
  return new StoreError(
    'damaged',
    `${file} is damaged (${faults[0]}). Stop whohosts and run \`whohosts restore FILE\` with the latest backup.`,
  );
}

/**
 * Turns errors of the system and of SQLite that an operator can fix into StoreErrors; passes on all others.
 */
function explain(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'SQLITE_NOTADB') {
    return new StoreError('foreign', `${file} is not an SQLite database; choose another file.`, {
      cause: error,
    });
  }
  if (typeof error.code === 'string' && error.code.startsWith('SQLITE_CORRUPT')) {
    return damaged(file, [error.message]);
  }
  return new StoreError('unusable', `The database ${file} cannot be used: ${error.message}`, {
    cause: error,
  });
}
