import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseDatabases } from '../../src/attribution/databases/choose.ts';
import { type DownloadId, downloadsFolder, readManifest } from '../../src/attribution/databases/downloads.ts';
import type { Databases } from '../../src/attribution/databases/sources.ts';
import { takeLock } from '../../src/store/lock.ts';
import { type SourceResult, type UpdateOptions, updateData } from '../../src/update/update.ts';
import { PUBLIC, startWorld, type World } from '../kit/model-clients.ts';
import type { Route } from '../model-internet/https/routes.ts';
import { BAD, bytes, html, V4 } from './bad-downloads.ts';
import {
  dbipAsnTable,
  FRESH,
  FRONTS,
  installDatabases,
  iptoasnTable,
  NEWCOMER,
  NOW,
  type Publisher,
  publishers,
  RANGES,
  SOURCES,
} from './model-data.ts';

let world: World;
let dataDir: string;
let installed: Databases;

beforeAll(async () => {
  world = await startWorld(
    Object.entries(publishers()).map(([domain, routes]) => ({ domain, ip: PUBLIC, routes })),
  );
});
afterAll(() => world.stop());
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'whohosts-update-'));
  installed = installDatabases(join(dataDir, 'npm'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true, force: true });
  for (const [domain, routes] of Object.entries(publishers())) world.internet.change(domain, { routes });
});

function answerWith(domain: Publisher, path: string, route: Route): void {
  world.internet.change(domain, { routes: { ...publishers()[domain], [path]: route } });
}

async function update(
  ids: readonly DownloadId[] = [],
  more: Partial<UpdateOptions> = {},
): Promise<readonly SourceResult[]> {
  const result = await updateData({
    dataDir,
    http: world.http,
    sources: SOURCES.filter(({ id }) => ids.length === 0 || ids.includes(id)),
    fronts: FRONTS,
    installed,
    now: () => NOW,
    onProgress: () => {},
    ...more,
  });
  if (!result.ok) throw new Error(result.problem);
  return result.sources;
}

/** Every file of the folder with its hash, to see that nothing changed. */
function snapshot(): Readonly<Record<string, string>> {
  const folder = downloadsFolder(dataDir);
  const names = readdirSync(folder).filter((name) => !name.startsWith('lock'));
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

describe('updateData', () => {
  it('fetches, checks and installs every source', async () => {
    const results = await update();
    expect(results.map(({ id, outcome, date, problem }) => [id, outcome, date, problem])).toEqual([
      ['iptoasn', 'updated', '2026-11-19', null],
      ['dbip-asn', 'updated', '2026-10-01', null],
      ['dbip-city', 'updated', '2026-10-01', null],
      ['cloudflare', 'updated', '2026-11-20', null],
      ['cloudfront', 'updated', '2026-11-18', null],
      ['fastly', 'updated', '2026-11-20', null],
      ['bunny', 'updated', '2026-11-20', null],
    ]);
    const choice = chooseDatabases(dataDir, installed);
    expect(choice.problems).toEqual([]);
    expect(choice.downloaded).toBe(true);
    expect(choice.databases.city.layout).toBe('combined');
    expect(choice.frontPrefixes.get('cloudfront')).toEqual([
      '13.32.0.0/15',
      '203.83.220.0/22',
      '2600:9000::/28',
      '99.84.0.0/16',
    ]);
    expect(choice.frontPrefixes.get('bunny')).toContain('5.9.71.119/32');
    expect(readFileSync(choice.databases.asn.ipv4, 'utf8')).toContain(
      `${NEWCOMER.first},${NEWCOMER.last},64500,"NEWCOMER-HOSTING"`,
    );
  });

  it('leaves only the manifest and the files that it lists', async () => {
    await update();
    const named = Object.values(readManifest(downloadsFolder(dataDir))).flatMap(({ files }) => files);
    expect(Object.keys(snapshot()).sort()).toEqual(
      ['manifest.json', ...named.map(({ name }) => name)].sort(),
    );
  });

  it('reports unchanged data, and keeps its file', async () => {
    await update(['fastly']);
    const before = snapshot();
    expect(await update(['fastly'])).toMatchObject([{ outcome: 'unchanged' }]);
    expect(Object.keys(snapshot())).toEqual(Object.keys(before));
  });

  it('installs newer data, and keeps only the previous state for its readers', async () => {
    const tables = [RANGES, FRESH, FRESH.slice(1)].map((ranges) => iptoasnTable(ranges, 4));
    const seen: string[] = [];
    for (const table of tables) {
      answerWith('iptoasn.com', '/data/ip2asn-v4.tsv.gz', bytes(table));
      expect(await update(['iptoasn'])).toMatchObject([{ outcome: 'updated' }]);
      seen.push(chooseDatabases(dataDir, installed).databases.asn.ipv4);
    }
    const left = readdirSync(downloadsFolder(dataDir)).map((name) => join(downloadsFolder(dataDir), name));
    expect(seen.map((file) => left.includes(file))).toEqual([false, true, true]);
  });

  it('takes the edition of this month if it exists, and never goes back to an older one', async () => {
    const path = '/free/dbip-asn-lite-2026-11.csv.gz';
    answerWith('download.db-ip.com', path, bytes(dbipAsnTable(FRESH.slice(1))));
    expect(await update(['dbip-asn'])).toMatchObject([{ outcome: 'updated', date: '2026-11-01' }]);
    const before = snapshot();
    answerWith('download.db-ip.com', path, { kind: 'reply', status: 404, body: '' });
    expect(await update(['dbip-asn'])).toMatchObject([
      { outcome: 'failed', date: '2026-11-01', problem: expect.stringContaining('older') },
    ]);
    expect(snapshot()).toEqual(before);
  });

  it('rejects a date in the future, which would stay the newest indefinitely', async () => {
    const headers = { 'last-modified': 'Fri, 01 Jan 2100 00:00:00 GMT' };
    answerWith('iptoasn.com', '/data/ip2asn-v4.tsv.gz', {
      kind: 'reply',
      body: iptoasnTable(FRESH, 4),
      headers,
    });
    expect(await update(['iptoasn'])).toMatchObject([{ outcome: 'updated', date: '2026-11-20' }]);
  });

  it('continues with the next source if one fails', async () => {
    answerWith('iptoasn.com', '/data/ip2asn-v4.tsv.gz', { kind: 'reset' });
    const results = await update(['iptoasn', 'fastly']);
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'updated']);
  });
});

describe('a download that', () => {
  it.each(
    BAD.map(([id, domain, path, what, route, problem]) => [id, what, domain, path, route, problem] as const),
  )('%s: %s changes nothing and is reported', async (id, _what, domain, path, route, problem) => {
    // A good state first, so that there is something to lose.
    expect(await update([id])).toMatchObject([{ outcome: 'updated' }]);
    const before = snapshot();
    answerWith(domain, path, route);
    const [result] = await update([id]);
    expect(result).toMatchObject({ id, outcome: 'failed', date: expect.any(String) });
    expect(result?.problem).toMatch(problem);
    expect(snapshot()).toEqual(before);
  });

  it('comes before there is any data leaves the installed databases in use', async () => {
    answerWith('iptoasn.com', V4, bytes(html));
    expect(await update(['iptoasn'])).toMatchObject([{ outcome: 'failed', date: null }]);
    expect(chooseDatabases(dataDir, installed).databases).toEqual(installed);
  });

  it('has half the rows of the last good one is rejected', async () => {
    await update(['fastly']);
    const addresses = ['151.101.0.0/16'];
    answerWith('api.fastly.com', '/public-ip-list', bytes(JSON.stringify({ addresses, ipv6_addresses: [] })));
    expect(await update(['fastly'])).toMatchObject([
      { outcome: 'failed', problem: expect.stringMatching(/1 rows/) },
    ]);
  });
});

describe('a folder that', () => {
  it('cannot be made is reported', async () => {
    writeFileSync(join(dataDir, 'databases'), 'in the way');
    await expect(update()).rejects.toThrow(/cannot be used: .*EEXIST|ENOTDIR/);
  });

  it('cannot take the manifest keeps the old data', async () => {
    mkdirSync(join(downloadsFolder(dataDir), 'manifest.json'), { recursive: true });
    expect(await update(['fastly'])).toMatchObject([
      { outcome: 'failed', problem: expect.stringMatching(/EISDIR|directory/) },
    ]);
    expect(chooseDatabases(dataDir, installed).databases).toEqual(installed);
  });

  it('is being updated by another is left alone', async () => {
    await update(['fastly']);
    const lock = takeLock(join(downloadsFolder(dataDir), 'lock'));
    await expect(update(['fastly'])).rejects.toThrow('another update is running');
    lock?.release();
    expect(await update(['fastly'])).toMatchObject([{ outcome: 'unchanged' }]);
  });
});
