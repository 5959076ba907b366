import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/model/expected-errors.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from '../../src/store/migrate.ts';
import { createScanTables as firstMigration } from '../../src/store/migrations/0001-scans.ts';
import { restoreDatabase } from '../../src/store/restore.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan, temporaryFolder } from '../kit/findings.ts';

const NOW = new Date('2026-11-27T01:02:03Z');
const folder = temporaryFolder();
afterAll(folder.remove);

function problemOf(work: () => void): string {
  try {
    work();
    return 'none';
  } catch (error) {
    if (error instanceof StoreError) return error.problem;
    throw error;
  }
}

const note = (store: Store, value: string) => store.settings.set('note', value);
function noteIn(file: string): string | null {
  const store = openStore(file);
  try {
    expect(store.faults()).toEqual([]);
    return store.settings.get('note');
  } finally {
    store.close();
  }
}

/**
 * Leaves database and log as a killed process would: copies them while the connection is open, then puts them
 * back.
 */
function kill(store: Store): void {
  const parts = ['', '-wal'].map(
    (rest) => [`${store.file}${rest}`, readFileSync(`${store.file}${rest}`)] as const,
  );
  store.close();
  for (const [name, bytes] of parts) writeFileSync(name, bytes);
}

function manyFindings(size: number) {
  return Array.from({ length: size }, (_, at) => finding(domain(`s${at}.example`)));
}

/** A database that was killed in a later life than that of its copy and its backup. */
function killedLater() {
  const file = folder.file('whohosts.db');
  const first = openStore(file);
  scan(first, manyFindings(30));
  note(first, 'old');
  const backup = join(dirname(file), 'backups', 'whohosts-2026-11-20.db');
  first.backup(backup);
  first.close();
  const copy = join(dirname(file), 'copy.db');
  copyFileSync(file, copy);
  const second = openStore(file);
  scan(second, manyFindings(300), { week: 1 });
  note(second, 'new');
  kill(second);
  return { file, backup, copy };
}

describe('a log beside another database', () => {
  it('is refused and left unchanged, whichever copy replaced the database', () => {
    const { file, backup, copy } = killedLater();
    for (const taken of [backup, copy]) {
      copyFileSync(taken, file);
      const before = [file, `${file}-wal`].map((name) => readFileSync(name));
      expect(problemOf(() => openStore(file).close())).toBe('mixed');
      expect([file, `${file}-wal`].map((name) => readFileSync(name))).toEqual(before);
    }
    rmSync(file);
    expect(problemOf(() => openStore(file).close())).toBe('mixed');
    expect(existsSync(file)).toBe(false);
  });

  it('is accepted beside its own database, however often the process is killed', () => {
    const { file } = killedLater();
    for (const value of ['one', 'two', 'three']) {
      const store = openStore(file);
      expect(store.faults()).toEqual([]);
      note(store, value);
      kill(store);
    }
    expect(noteIn(file)).toBe('three');
    // Closing removes the log, so the next life begins.
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('is accepted beside a database of an earlier version, which has no life', () => {
    const { file } = killedLater();
    rmSync(`${file}-life`);
    expect(noteIn(file)).toBe('new');
  });

  it('is refused beside a copy of the running database from before its last backup', () => {
    const file = folder.file('whohosts.db');
    const store = openStore(file);
    note(store, 'old');
    store.backup(folder.file('first.db'));
    const copy = readFileSync(file);
    note(store, 'newer');
    store.backup(folder.file('second.db'));
    note(store, 'newest');
    kill(store);
    expect(noteIn(file)).toBe('newest');
    const again = openStore(file);
    note(again, 'last');
    kill(again);
    writeFileSync(file, copy);
    expect(problemOf(() => openStore(file).close())).toBe('mixed');
  });

  it('does not get in the way of several connections that come and go', () => {
    const file = folder.file('whohosts.db');
    const stores = [openStore(file)];
    for (let at = 0; at < 5; at += 1) {
      stores.push(openStore(file));
      note(stores.at(-1) as Store, `${at}`);
      if (at % 2 === 0) stores.shift()?.close();
    }
    for (const store of stores) store.close();
    expect(noteIn(file)).toBe('4');
  });
});

describe('restoring', () => {
  it('replaces a database that was killed, and keeps the old one with its log', () => {
    const { file, backup } = killedLater();
    const bytes = readFileSync(backup);
    const aside = restoreDatabase(backup, file, NOW);
    expect(noteIn(file)).toBe('old');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(backup).equals(bytes)).toBe(true);
    expect(aside).toBe(`${file}.replaced-2026-11-27T010203000Z`);
    expect(noteIn(aside ?? '')).toBe('new');
  });

  it('repairs a copy that was put over the database beside the old log', () => {
    const { file, backup } = killedLater();
    copyFileSync(backup, file);
    restoreDatabase(backup, file, NOW);
    expect(noteIn(file)).toBe('old');
  });

  it('brings back everything that was there at the time of the backup', () => {
    const file = folder.file('whohosts.db');
    const store = openStore(file);
    const done = scan(store, manyFindings(50));
    store.outbox.enqueue({ key: 'a', kind: 'weekly', payload: { a: 1 } }, NOW);
    const backup = folder.file('backup.db');
    store.backup(backup);
    const before = store.history.servers(done.id);
    scan(store, manyFindings(5), { week: 1 });
    store.close();
    restoreDatabase(backup, file, NOW);
    const restored = openStore(file);
    expect(restored.history.servers(done.id)).toEqual(before);
    expect(restored.scans.latest('fediverse')?.id).toBe(done.id);
    // It may have been posted after the backup, so it counts as tried once and is looked for first.
    expect(restored.outbox.get('a')).toMatchObject({ state: 'pending', attempts: 1 });
    restored.close();
  });

  it('works without a database, with a damaged one, and with a file that is not a database', () => {
    const { backup } = killedLater();
    for (const content of [null, '', 'no database'.repeat(1000)]) {
      const file = folder.file('whohosts.db');
      mkdirSync(dirname(file), { recursive: true });
      if (content !== null) writeFileSync(file, content);
      restoreDatabase(backup, file, NOW);
      expect(noteIn(file)).toBe('old');
    }
  });

  it('accepts a killed copy with its own log, and a backup of an older version', () => {
    const { file: killed } = killedLater();
    const file = folder.file('whohosts.db');
    mkdirSync(dirname(file), { recursive: true });
    restoreDatabase(killed, file, NOW);
    expect(noteIn(file)).toBe('new');

    const old = join(dirname(file), 'old.db');
    const database = new SQLite(old);
    database.exec(firstMigration);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma('user_version = 1');
    database.close();
    restoreDatabase(old, file, new Date(NOW.getTime() + 1000));
    expect(noteIn(file)).toBeNull();
  });

  it('refuses what is not a backup, and leaves everything unchanged', () => {
    const { file, backup, copy } = killedLater();
    const place = dirname(file);
    const text = join(place, 'text.db');
    writeFileSync(text, 'Dear diary, '.repeat(1000));
    const empty = join(place, 'empty.db');
    writeFileSync(empty, '');
    const damaged = join(place, 'damaged.db');
    writeFileSync(damaged, readFileSync(backup).fill(0x55, 4096 * 4, 4096 * 12));
    const newer = join(place, 'newer.db');
    copyFileSync(backup, newer);
    const raw = new SQLite(newer);
    raw.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    raw.close();
    const mixed = join(place, 'mixed.db');
    for (const rest of ['-wal', '-life']) copyFileSync(`${file}${rest}`, `${mixed}${rest}`);
    copyFileSync(copy, mixed);
    const before = readdirSync(place).sort();
    const bytes = [file, `${file}-wal`].map((name) => readFileSync(name));
    for (const [given, problem] of [
      [text, 'foreign'],
      [empty, 'foreign'],
      [damaged, 'damaged'],
      [newer, 'newer'],
      [mixed, 'mixed'],
      [join(place, 'nowhere.db'), 'unusable'],
      [place, 'unusable'],
      [file, 'unusable'],
    ] as const) {
      writeFileSync(`${file}-wal`, bytes[1] ?? '');
      writeFileSync(file, bytes[0] ?? '');
      expect([given, problemOf(() => restoreDatabase(given, file, NOW))]).toEqual([given, problem]);
    }
    expect(readdirSync(place).filter((name) => !before.includes(name))).toEqual([]);
    expect(noteIn(file)).toBe('new');
  });

  it('refuses a database that is in use, without waiting', () => {
    const { backup } = killedLater();
    const file = folder.file('whohosts.db');
    const store = openStore(file);
    expect(problemOf(() => restoreDatabase(backup, file, NOW))).toBe('in use');
    note(store, 'mine');
    store.close();
    expect(noteIn(file)).toBe('mine');
    restoreDatabase(backup, file, NOW);
    expect(noteIn(file)).toBe('old');
  });
});
