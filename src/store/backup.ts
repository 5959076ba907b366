import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UNFINISHED } from './copy.ts';
import type { Store } from './store.ts';

/** Retention: daily copies, and weeks of which the last copy is kept. */
const DAYS = 7;
const WEEKS = 4;
const NAME = /^whohosts-(\d{4}-\d{2}-\d{2})\.db$/;
/** Suffixes of a draft, and of the files that SQLite creates beside one. */
const LEFT_BEHIND = new RegExp(`${UNFINISHED.replace('.', '\\.')}(?:-journal|-wal|-shm)?$`);
const DAY_MS = 86_400_000;

/** Writes today's copy into a folder unless it exists, and deletes copies beyond the retention. */
export function backUpDaily(store: Store, folder: string, now: Date): { file: string; removed: string[] } {
  const file = join(folder, `whohosts-${day(now)}.db`);
  if (!existsSync(file)) store.backup(file);
  const names = readdirSync(folder);
  const copies = names.filter((name) => NAME.test(name));
  const kept = keptBackups(copies);
  const removed = names.filter((name) =>
    // A killed copy leaves its draft and SQLite's journal behind.
    NAME.test(name) ? !kept.has(name) : NAME.test(name.replace(LEFT_BEHIND, '')),
  );
  for (const name of removed) rmSync(join(folder, name), { force: true });
  return { file, removed };
}

/**
 * The newest seven copies, and the newest copy of each of the last four weeks (Monday to Sunday, UTC) that
 * have one.
 */
export function keptBackups(names: readonly string[]): ReadonlySet<string> {
  const newestFirst = names
    .filter((name) => NAME.test(name))
    .sort()
    .reverse();
  const weekly = new Map<number, string>();
  for (const name of newestFirst) {
    const week = weekOf(NAME.exec(name)?.[1] ?? '');
    if (!weekly.has(week)) weekly.set(week, name);
  }
  return new Set([...newestFirst.slice(0, DAYS), ...[...weekly.values()].slice(0, WEEKS)]);
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Weeks since Monday, 29 December 1969: 1 January 1970 was a Thursday. */
function weekOf(date: string): number {
  return Math.floor((Date.parse(date) / DAY_MS + 3) / 7);
}
