import SQLite from 'better-sqlite3';

export interface Lock {
  release(): void;
}

/**
 * Takes a lock for as long as this process lives, or null if another process has it. The lock is SQLite's own on a file of its
 * own, so the system gives it back whatever way the process ends; a file with a process id in it would outlive a kill.
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
