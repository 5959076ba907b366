import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';

export interface Lock {
  release(): void;
}

/**
 * Takes a lock until this process ends, or returns null if another process has it. The lock is an SQLite lock
 * on a file of its own, which the system releases however the process ends. A file with a process id would
 * outlive a kill.
 */
export function takeLock(file: string): Lock | null {
  const database = new SQLite(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => void database.close() };
  } catch (error) {
    database.close();
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

/** Whether a process has the lock on a file. Does not create the file. */
export function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const lock = takeLock(file);
  lock?.release();
  return lock === null;
}
