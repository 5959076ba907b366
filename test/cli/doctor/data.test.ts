import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { embeddedDatabases } from '../../../src/attribution/databases/sources.ts';
import { checkAddressData, checkTables } from '../../../src/cli/doctor/check-data.ts';
import { checkDatabase } from '../../../src/cli/doctor/check-database.ts';
import { openStore } from '../../../src/store/store.ts';
import { createFolders, levels } from './checks.ts';

const folders = createFolders();
let folder: string;
beforeEach(() => {
  folder = folders.make();
});
afterAll(() => folders.discard());

describe('checkDatabase', () => {
  const NOW = new Date('2026-11-20T12:00:00Z');
  const population = { source: 'a list', population: 1, optedOut: 0, seed: null, farms: [], sources: [] };
  const begin = (file: string, startedAt: string) => {
    const store = openStore(file);
    const scan = store.scans.begin({
      network: 'fediverse',
      population,
      fingerprint: '1',
      domains: [],
      startedAt,
    });
    return { store, scan };
  };

  it('warns if there is none, or it has no scan', () => {
    const file = join(folder, 'whohosts.db');
    expect(levels(checkDatabase(file, NOW))).toEqual(['warn database']);
    openStore(file).close();
    expect(levels(checkDatabase(file, NOW))).toEqual(['ok database', 'warn scans']);
  });

  it.each([
    ['2026-11-18T12:00:00.000Z', 'ok'],
    ['2026-11-01T12:00:00.000Z', 'warn'],
    ['2026-11-20T12:59:00.000Z', 'ok'],
    ['2026-11-20T13:01:00.000Z', 'warn'],
    ['2036-11-20T12:00:00.000Z', 'warn'],
  ])('last scan %s: %s', (finishedAt, level) => {
    const file = join(folder, 'whohosts.db');
    const { store, scan } = begin(file, finishedAt);
    store.scans.finish(scan.id, finishedAt);
    store.close();
    expect(levels(checkDatabase(file, NOW))).toEqual(['ok database', `${level} scans`]);
  });

  it.each([
    ['2026-11-20T11:00:00.000Z', 'ok'],
    ['2026-11-10T12:00:00.000Z', 'warn'],
  ])('unfinished scan of %s: %s', (startedAt, level) => {
    const file = join(folder, 'whohosts.db');
    begin(file, startedAt).store.close();
    expect(levels(checkDatabase(file, NOW))).toEqual(['ok database', `${level} scans`]);
  });

  it('fails if it is damaged or not a database', () => {
    const file = join(folder, 'whohosts.db');
    writeFileSync(file, 'no database at all'.repeat(100));
    expect(checkDatabase(file, NOW)).toMatchObject([
      { level: 'FAIL', advice: expect.stringContaining('SQLite') },
    ]);
    rmSync(file);
    openStore(file).close();
    truncateSync(file, 5000);
    expect(levels(checkDatabase(file, NOW))).toEqual(['FAIL database']);
  });
});

describe('address data and tables', () => {
  it('says how old the data is', () => {
    const installed = embeddedDatabases();
    const day = new Date(installed.asn.credits[0]?.date ?? '');
    const soon = new Date(day.getTime() + 30 * 86_400_000);
    const late = new Date(day.getTime() + 90 * 86_400_000);
    expect(checkAddressData(folder, soon).map(({ level }) => level)).toEqual(['ok', 'ok', 'ok']);
    expect(checkAddressData(folder, late)).toMatchObject([
      { level: 'warn', advice: expect.stringContaining('update-data') },
      { level: 'warn', advice: expect.stringContaining('update-data') },
      { level: 'ok' },
    ]);
  });

  it('finds a reference table that cannot be read', async () => {
    expect((await checkTables(new URL('../../../data/', import.meta.url))).level).toBe('ok');
    writeFileSync(join(folder, 'hosters.json'), '[{"id":"no name"}]');
    const broken = await checkTables(pathToFileURL(`${folder}/`));
    expect(broken).toMatchObject({ level: 'FAIL', message: expect.stringContaining('hosters.json') });
  });
});
