import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite, { type Database } from 'better-sqlite3';
import { damaged, findFaults } from './open.ts';

/** What a copy's name ends with until it is complete. */
export const UNFINISHED = '.unfinished';

/**
 * Writes a compact copy. It gets its name only once it is complete, checked and on the disk, so that a file of that name
 * is always a good backup.
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
    const faults = findFaults(copy, 'integrity_check');
    if (faults.length > 0) throw damaged(draft, faults);
  } finally {
    copy.close();
  }
  flush(draft);
  renameSync(draft, file);
  flush(dirname(file));
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
