import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import SQLite, { type Database } from 'better-sqlite3';
import { StoreError } from '../model/expected-errors.ts';

/*
 * A write-ahead log that a killed process leaves behind holds changes to one state of the database. SQLite
 * would mix them into any file that has the database's name later, such as a backup copied over it.
 *
 * So the database gets a new "life" each time it is opened at rest. A life is an id in the database file
 * itself and in a file beside it. If the two differ, the log belongs to another file.
 */

const KEY = 'life';
/** Lives kept in the file: processes that open the database at the same moment each begin one. */
const MOST_LIVES = 8;

/** Path of the file beside a database that names its present life. */
export function lifeFile(file: string): string {
  return `${file}-life`;
}

/** Whether some changes are only in the write-ahead log so far. */
export function hasLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Refuses a database with the write-ahead log of another one. Call it before SQLite opens either.
 * @throws StoreError
 */
export function checkLog(file: string): void {
  if (!hasLog(file)) return;
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    throw new StoreError(
      'mixed',
      `${file} is missing, but its last changes are in ${file}-wal. Put the database back, or run \`whohosts restore FILE\` with a backup.`,
    );
  }
  // Another process that is beginning a life writes one of the two before the other, so try twice.
  for (const isLastTry of [false, true]) {
    const known = readLives(file);
    const life = readLife(file);
    if (known.length === 0 || life === undefined || known.includes(life ?? '')) return;
    if (isLastTry) break;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
  throw new StoreError(
    'mixed',
    `${file}-wal holds the changes of another copy of the database than ${file}. Run \`whohosts restore FILE\` with the backup that you want, or move ${file}-wal and ${file}-shm away to use the file as it is.`,
  );
}

/**
 * Gives a database that was at rest a new life. If that fails, as on a full disk, the only consequence is
 * that a foreign log may go unnoticed.
 */
export function beginLife(database: Database, file: string): void {
  try {
    const life = randomUUID();
    database
      .transaction(() => {
        const before = lifeIn(database) ?? '';
        // Write the file first, with both ids: a kill in between must not make a sound database look foreign.
        writeLives(file, [...readLives(file), before, life].slice(-MOST_LIVES));
        setLife(database, life);
      })
      .immediate();
    const [checkpoint] = database.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
    if (checkpoint?.busy !== 0) return;
    database
      .transaction(() => {
        if (lifeIn(database) === life) writeLives(file, [life]);
      })
      .immediate();
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError || (error instanceof Error && 'syscall' in error))) throw error;
  }
}

function setLife(database: Database, life: string): void {
  database
    .prepare(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    .run(KEY, life);
}

/**
 * Makes a copy distinct from its original. Toots that are pending in the copy may have been posted since.
 * They are marked as tried once, so that the bot looks for them before it sends them.
 */
export function markAsCopy(database: Database): void {
  setLife(database, randomUUID());
  database.exec("UPDATE outbox SET attempts = 1 WHERE state = 'pending' AND attempts = 0");
}

function lifeIn(database: Database): string | null {
  return (
    database.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck().get(KEY) ?? null
  );
}

/**
 * The life in the database file alone, without its log: null if it has none, undefined if it is unreadable.
 * The URI parameter `immutable` makes SQLite ignore the log (https://sqlite.org/uri.html).
 */
function readLife(file: string): string | null | undefined {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(url, { readOnly: true });
    const row = database.prepare('SELECT value FROM settings WHERE key = ?').get(KEY);
    return row === undefined ? null : String(row.value);
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

/** Empty if there is no such file, as beside a database of an earlier version. */
function readLives(file: string): readonly string[] {
  const beside = lifeFile(file);
  if (!existsSync(beside)) return [];
  return readFileSync(beside, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function writeLives(file: string, lives: readonly string[]): void {
  writeFileSync(lifeFile(file), `${lives.join('\n')}\n`, { mode: 0o600, flush: true });
}
