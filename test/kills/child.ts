/**
 * Does one thing without end, for the parent to kill it at any moment: `node child.ts WORK FOLDER`. Says
 * `working` once it has begun.
 */
import { copyFileSync, mkdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { publish } from '../../src/site/publish/publish.ts';
import { backUpDaily } from '../../src/store/backup.ts';
import { restoreDatabase } from '../../src/store/restore.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { DAY_MS, KEYS, PAGES } from './plan.ts';

const [, , work = '', folder = ''] = process.argv;
const file = join(folder, 'whohosts.db');
let isWorking = false;

function working(): void {
  if (!isWorking) writeSync(1, 'working\n');
  isWorking = true;
}

/** All keys at once, so that two values among them are two states in one database. */
function write(store: Store, value: string): void {
  store.together(() => {
    for (let key = 0; key < KEYS; key += 1) store.settings.set(`key ${key}`, value.padEnd(500, '.'));
  });
  // What was said is on the disk.
  writeSync(1, `wrote ${value}\n`);
}

function backUp(turn: number): void {
  const store = openStore(file);
  working();
  write(store, `${process.pid}-${turn}`);
  backUpDaily(store, join(folder, 'backups'), new Date(Date.UTC(2026, 0, 1) + turn * DAY_MS));
  store.close();
}

function restore(turn: number): void {
  const aside = restoreDatabase(join(folder, 'backup.db'), file, new Date());
  if (aside !== null) for (const rest of ['', '-wal', '-shm']) rmSync(`${aside}${rest}`, { force: true });
  working();
  const store = openStore(file);
  write(store, `${process.pid}-${turn}`);
  store.close();
}

/** Each time another file, so that what a kill left can be judged by itself. */
function migrate(turn: number): void {
  const name = join(folder, 'migrated', `${process.pid}-${turn}.db`);
  const copy = join(folder, 'copy.db');
  copyFileSync(join(folder, 'older.db'), copy);
  mkdirSync(dirname(name), { recursive: true });
  renameSync(copy, name);
  working();
  openStore(name).close();
  for (const rest of ['', '-wal', '-shm', '-life']) rmSync(`${name}${rest}`, { force: true });
}

async function writeSite(turn: number): Promise<void> {
  await publish(join(folder, 'site'), async function* () {
    for (let page = 0; page < PAGES; page += 1) {
      // Half of the pages change each time.
      const version = page % 2 === 0 ? 'same' : `${process.pid}-${turn}`;
      yield { path: `${page % 10}/${page}.html`, content: version.padEnd(2000, '.') };
      working();
    }
  });
}

const WORK: Readonly<Record<string, (turn: number) => void | Promise<void>>> = {
  backup: backUp,
  restore,
  migration: migrate,
  site: writeSite,
};
const step = WORK[work];
if (step === undefined) throw new Error(`expected one of ${Object.keys(WORK).join(', ')}, got ${work}`);
for (let turn = 0; ; turn += 1) await step(turn);
