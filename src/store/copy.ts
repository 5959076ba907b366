import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { markAsCopy } from './life.ts';
import { damaged, findFaults } from './open.ts';

/** Suffix of a copy's name until the copy is complete. */
export const UNFINISHED = '.unfinished';

/**
 * Writes a compact copy of the database. The copy gets its final name only when it is complete, checked and
 * on disk. So a file with that name is always a good backup.
 * @throws StoreError
 */
export function copyDatabase(database: Database, file: string): void {
  const draft = `${file}${UNFINISHED}`;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(draft, { force: true });
  closeSync(openSync(draft, 'wx', 0o600));
  database.prepare('VACUUM INTO ?').run(draft);
  const copy = new SQLite(draft, { fileMustExist: true });
  try {
    markAsCopy(copy);
    const faults = findFaults(copy, 'integrity_check');
    if (faults.length > 0) throw damaged(draft, faults);
  } finally {
    copy.close();
  }
  flush(draft);
  renameSync(draft, file);
  flush(dirname(file));
}

export function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
