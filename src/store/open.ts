import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { checkOwnership, migrate } from './migrate.ts';
import { StoreError } from './store-error.ts';

/** How long a writer waits for another process' transaction. */
const BUSY_TIMEOUT_MS = 5_000;
/** SQLite shrinks the write-ahead log to this after a checkpoint, so that one big scan does not leave a big file. */
const WAL_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Opens a database, and makes it and its folder where there is none. Every commit is on the disk when it returns:
 * better-sqlite3 defaults to synchronous=NORMAL in WAL mode, which may lose the last commits when the power fails.
 * The file is for its owner alone, because answers to private mentions are in it.
 * @throws StoreError
 */
export function openDatabase(file: string): Database {
  let database: Database | null = null;
  try {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, 'a', 0o600));
    database = new SQLite(file, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('trusted_schema = OFF');
    checkOwnership(database);
    useWriteAheadLog(database);
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
    const faults = findFaults(database, 'quick_check');
    if (faults.length > 0) throw damaged(file, faults);
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    throw explain(file, error);
  }
}

/**
 * SQLite does not wait for others here, whatever its timeout, because two that change the mode at once would wait for each
 * other (https://sqlite.org/c3ref/busy_handler.html): who comes second tries again, and finds it done.
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

/** What SQLite's check finds wrong, at most 100 lines; empty for a sound database. */
export function findFaults(database: Database, check: 'quick_check' | 'integrity_check'): string[] {
  const lines = database.prepare<[], string>(`PRAGMA ${check}(100)`).pluck().all();
  return lines.filter((line) => line !== 'ok');
}

export function damaged(file: string, faults: readonly string[]): StoreError {
  return new StoreError(
    'damaged',
    `${file} is damaged (${faults[0]}). Stop whohosts, move the file and its -wal and -shm away, and put the latest backup in its place.`,
  );
}

/** Turns errors of the system and of SQLite that an operator can mend into StoreErrors; passes on the rest. */
function explain(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'SQLITE_NOTADB') {
    return new StoreError('foreign', `${file} is no SQLite database; choose another file.`, { cause: error });
  }
  if (typeof error.code === 'string' && error.code.startsWith('SQLITE_CORRUPT')) {
    return damaged(file, [error.message]);
  }
  return new StoreError('unusable', `The database ${file} cannot be used: ${error.message}`, {
    cause: error,
  });
}
