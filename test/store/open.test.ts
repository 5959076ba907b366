import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { StoreError } from '../../src/model/expected-errors.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from '../../src/store/migrate.ts';
import { createScanTables as firstMigration } from '../../src/store/migrations/0001-scans.ts';
import { openDatabase } from '../../src/store/open.ts';
import { openStore } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan, temporaryFolder } from '../kit/findings.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

function problemOf(file: string): { problem: string; message: string } {
  try {
    openStore(file).close();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  return { problem: 'none', message: '' };
}

function raw(file: string, work: (database: SQLite.Database) => void): void {
  mkdirSync(dirname(file), { recursive: true });
  const database = new SQLite(file);
  work(database);
  database.close();
}

describe('opening a database', () => {
  it('creates folder and file, readable only by the owner, with settings that lose nothing', () => {
    const file = folder.file('deep/whohosts.db');
    const database = openDatabase(file, true);
    const pragma = (name: string) => database.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('busy_timeout')).toBe(5000);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('user_version')).toBe(SCHEMA_VERSION);
    expect(pragma('application_id')).toBe(APPLICATION_ID);
    const loose = database
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'",
      )
      .all();
    expect(loose).toEqual([]);
    database.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps the data when it is opened again, also by two stores at once', () => {
    const file = folder.file('whohosts.db');
    const first = openStore(file);
    const second = openStore(file);
    first.settings.set('week', '2026-W02');
    expect(second.settings.get('week')).toBe('2026-W02');
    first.close();
    second.close();
    const third = openStore(file);
    expect(third.settings.get('week')).toBe('2026-W02');
    third.close();
  });

  it('migrates an old schema and keeps its data', () => {
    const file = folder.file('whohosts.db');
    raw(file, (database) => {
      database.exec(firstMigration);
      database.exec("INSERT INTO servers (network, domain) VALUES ('fediverse', 'old.example')");
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma('user_version = 1');
    });
    const store = openStore(file);
    scan(store, [finding(domain('old.example'))]);
    expect(store.outbox.enqueue({ key: 'a', kind: 'weekly', payload: {} }, new Date())).toBe('added');
    store.close();
    raw(file, (database) => {
      expect(database.prepare('SELECT count(*) FROM servers').pluck().get()).toBe(1);
      expect(database.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    });
  });

  it('refuses a database written by a newer version', () => {
    const file = folder.file('whohosts.db');
    openStore(file).close();
    raw(file, (database) => database.pragma(`user_version = ${SCHEMA_VERSION + 1}`));
    const before = readFileSync(file);
    expect(problemOf(file)).toMatchObject({
      problem: 'newer',
      message: expect.stringContaining('Update whohosts'),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("refuses other programs' files and leaves them unchanged", () => {
    const text = folder.file('notes.txt');
    mkdirSync(dirname(text), { recursive: true });
    writeFileSync(text, 'Dear diary, '.repeat(1000));
    expect(problemOf(text).problem).toBe('foreign');
    expect(readFileSync(text, 'utf8')).toBe('Dear diary, '.repeat(1000));

    const other = folder.file('other.db');
    raw(other, (database) => database.exec('CREATE TABLE recipes (name)'));
    const before = readFileSync(other);
    expect(problemOf(other).problem).toBe('foreign');
    expect(readFileSync(other).equals(before)).toBe(true);

    const stamped = folder.file('stamped.db');
    raw(stamped, (database) => database.pragma('application_id = 1234'));
    expect(problemOf(stamped).problem).toBe('foreign');
  });

  it('reports a path that cannot be used', () => {
    const file = folder.file('folder.db');
    mkdirSync(file, { recursive: true });
    expect(problemOf(file)).toMatchObject({ problem: 'unusable', message: expect.stringContaining(file) });
    const blocked = folder.file('file');
    mkdirSync(dirname(blocked), { recursive: true });
    writeFileSync(blocked, '');
    expect(problemOf(join(blocked, 'whohosts.db')).problem).toBe('unusable');
  });

  it('detects a damaged file and says what to do', () => {
    const file = folder.file('whohosts.db');
    const store = openStore(file);
    scan(
      store,
      Array.from({ length: 2000 }, (_, index) => finding(domain(`s${index}.example`))),
    );
    store.close();
    const octets = readFileSync(file);
    octets.fill(0x55, 4096 * 8, octets.length - 4096 * 4);
    writeFileSync(file, octets);
    expect(problemOf(file)).toMatchObject({
      problem: 'damaged',
      message: expect.stringContaining('latest backup'),
    });
  });

  it('detects damage when it reads the damaged part, if the check is off', () => {
    const file = folder.file('whohosts.db');
    const store = openStore(file);
    const { id } = scan(
      store,
      Array.from({ length: 2000 }, (_, index) => finding(domain(`s${index}.example`))),
    );
    store.close();
    const octets = readFileSync(file);
    // The second half has rows of servers; the schema is in the first.
    octets.fill(0x55, octets.length / 2);
    writeFileSync(file, octets);
    const unchecked = openStore(file, { check: false });
    expect(() => unchecked.history.servers(id)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^SQLITE_CORRUPT/) }),
    );
    unchecked.close();
  });
});
