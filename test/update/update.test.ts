import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseDatabases } from '../../src/attribution/choose.ts';
import { type DownloadId, downloadsFolder, readManifest } from '../../src/attribution/downloads.ts';
import type { Databases } from '../../src/attribution/sources.ts';
import { takeLock } from '../../src/store/lock.ts';
import { type SourceResult, type UpdateOptions, updateData } from '../../src/update/update.ts';
import type { Route } from '../model-internet/routes.ts';
import { PUBLIC, startWorld, type World } from '../net/world.ts';
import {
  dbipAsnTable,
  dbipCityTree,
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

const bytes = (body: string | Buffer): Route => ({ kind: 'reply', body });

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

/** Every file of the folder by its hash, to see that nothing changed. */
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

  it('leaves nothing behind but the manifest and what it names', async () => {
    await update();
    const named = Object.values(readManifest(downloadsFolder(dataDir))).flatMap(({ files }) => files);
    expect(Object.keys(snapshot()).sort()).toEqual(
      ['manifest.json', ...named.map(({ name }) => name)].sort(),
    );
  });

  it('says what is still the same, and keeps its file', async () => {
    await update(['fastly']);
    const before = snapshot();
    expect(await update(['fastly'])).toMatchObject([{ outcome: 'unchanged' }]);
    expect(Object.keys(snapshot())).toEqual(Object.keys(before));
  });

  it('swaps newer data in, keeps the state before for its readers, and no older one', async () => {
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

  it('takes the edition of this month where it is there, and never goes back to an older one', async () => {
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

  it('does not believe a date in the future, which would stay the newest for ever', async () => {
    const headers = { 'last-modified': 'Fri, 01 Jan 2100 00:00:00 GMT' };
    answerWith('iptoasn.com', '/data/ip2asn-v4.tsv.gz', {
      kind: 'reply',
      body: iptoasnTable(FRESH, 4),
      headers,
    });
    expect(await update(['iptoasn'])).toMatchObject([{ outcome: 'updated', date: '2026-11-20' }]);
  });

  it('goes on with the next source where one fails', async () => {
    answerWith('iptoasn.com', '/data/ip2asn-v4.tsv.gz', { kind: 'reset' });
    const results = await update(['iptoasn', 'fastly']);
    expect(results.map(({ outcome }) => outcome)).toEqual(['failed', 'updated']);
  });
});

const city = dbipCityTree(FRESH);
const packed = gzipSync(city);
const html = '<!DOCTYPE html><html><body>Sign in to the hotel network</body></html>';
const renamed = (asn: number) => FRESH.map((each) => ({ ...each, asn }));
const shifted = FRESH.map((each, index) => ({ ...each, asn: FRESH[index + 1]?.asn ?? 1 }));
const abroad = FRESH.map((each) => ({ ...each, country: 'XK' }));
/** 10 GB of zeros in 10 MB: gzip may be many pieces one behind the other. */
const piece = gzipSync(Buffer.alloc(100_000_000));
const bomb = Buffer.concat(Array.from({ length: 100 }, () => piece));
const aws = (...prefixes: string[]) =>
  JSON.stringify({
    prefixes: prefixes.map((ip_prefix) => ({ ip_prefix, service: 'CLOUDFRONT' })),
    ipv6_prefixes: [],
  });
const plainList = (...lines: string[]) => `104.16.0.0/13\n172.64.0.0/13\n${lines.join('\n')}\n`;

const V4 = '/data/ip2asn-v4.tsv.gz';
const V6 = '/data/ip2asn-v6.tsv.gz';
const DBIP_ASN = '/free/dbip-asn-lite-2026-10.csv.gz';
const DBIP_CITY = '/free/dbip-city-lite-2026-10.mmdb.gz';
const lines = (text: string) => gunzipSync(iptoasnTable(FRESH, 4)).toString().replace('8.8.8.0', text);

const BAD: readonly (readonly [DownloadId, Publisher, string, string, Route, RegExp])[] = [
  ['iptoasn', 'iptoasn.com', V4, 'is not there', { kind: 'reply', status: 404, body: 'no' }, /HTTP 404/],
  ['iptoasn', 'iptoasn.com', V4, 'fails', { kind: 'reply', status: 503, body: 'no' }, /HTTP 503/],
  ['iptoasn', 'iptoasn.com', V4, 'is empty', bytes(''), /nothing in it/],
  ['iptoasn', 'iptoasn.com', V4, 'is a web page', bytes(html), /web page/],
  ['iptoasn', 'iptoasn.com', V4, 'is a packed web page', bytes(gzipSync(html)), /web page/],
  [
    'iptoasn',
    'iptoasn.com',
    V4,
    'breaks off in its gzip',
    bytes(iptoasnTable(FRESH, 4).subarray(0, 200)),
    /cut off/,
  ],
  [
    'iptoasn',
    'iptoasn.com',
    V4,
    'breaks off on the line',
    { kind: 'cut', body: html.slice(1) },
    /iptoasn\.com/,
  ],
  ['iptoasn', 'iptoasn.com', V4, 'is a bomb', bytes(bomb.subarray(0, 1_900_000)), /line of more/],
  ['iptoasn', 'iptoasn.com', V4, 'is endless', { kind: 'endless' }, /TOO_LARGE|line of more/],
  ['iptoasn', 'iptoasn.com', V4, 'has rows of another form', bytes(lines('8.8.8.0 ')), /line 3|of the form/],
  ['iptoasn', 'iptoasn.com', V4, 'has addresses that are none', bytes(lines('8.8.8.999')), /of the form/],
  ['iptoasn', 'iptoasn.com', V4, 'is out of order', bytes(lines('0.8.8.0')), /ascending/],
  [
    'iptoasn',
    'iptoasn.com',
    V4,
    'has too few rows',
    bytes(iptoasnTable(FRESH.slice(0, 3), 4)),
    /3 rows for ipv4/,
  ],
  [
    'iptoasn',
    'iptoasn.com',
    V4,
    'says that all is one AS',
    bytes(iptoasnTable(renamed(666), 4)),
    /known addresses/,
  ],
  ['iptoasn', 'iptoasn.com', V4, 'is shifted by a row', bytes(iptoasnTable(shifted, 4)), /known addresses/],
  ['iptoasn', 'iptoasn.com', V6, 'has IPv4 for IPv6', bytes(iptoasnTable(FRESH, 4)), /of another form/],
  [
    'iptoasn',
    'iptoasn.com',
    V6,
    'lies about IPv6 alone',
    bytes(iptoasnTable(renamed(666), 6)),
    /known addresses/,
  ],
  ['dbip-asn', 'download.db-ip.com', DBIP_ASN, 'is HTML', bytes(gzipSync(html)), /web page/],
  [
    'dbip-asn',
    'download.db-ip.com',
    DBIP_ASN,
    'has no IPv6',
    bytes(dbipAsnTable(FRESH.slice(0, 10))),
    /0 rows for ipv6/,
  ],
  ['dbip-asn', 'download.db-ip.com', DBIP_ASN, 'lies', bytes(dbipAsnTable(renamed(1))), /known addresses/],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'is no database',
    bytes(gzipSync('x'.repeat(5000))),
    /cannot be read/,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'breaks off',
    bytes(packed.subarray(0, packed.length - 20)),
    /cut off/,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'lost its beginning',
    bytes(gzipSync(city.subarray(700))),
    /./,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'is a bomb of 10 GB',
    bytes(bomb),
    /more than 40000000 bytes/,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'moves everybody',
    bytes(gzipSync(dbipCityTree(abroad))),
    /known addresses/,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'is nearly empty',
    bytes(gzipSync(dbipCityTree([]))),
    /known addresses|cannot be read/,
  ],
  ['cloudflare', 'www.cloudflare.com', '/ips-v4', 'is HTML', bytes(html), /web page/],
  ['cloudflare', 'www.cloudflare.com', '/ips-v4', 'is text', bytes('Just a moment...'), /not a list/],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'is the whole Internet',
    bytes(plainList('0.0.0.0/0')),
    /too large/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'is half of it',
    bytes(plainList('128.0.0.0/1')),
    /too large/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'is more than a front has',
    bytes(plainList(...[11, 12, 13].map((first) => `${first}.0.0.0/8`))),
    /more addresses/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'has private blocks',
    bytes(plainList('10.0.0.0/16')),
    /not public/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'claims Hetzner',
    bytes(plainList('116.203.0.0/16')),
    /116\.203\.1\.1/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'claims Fastly',
    bytes(plainList('151.101.0.0/16')),
    /151\.101\.1\.1/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'has host bits',
    bytes(plainList('203.0.112.1/24')),
    /behind its prefix/,
  ],
  ['cloudflare', 'www.cloudflare.com', '/ips-v6', 'takes all of IPv6', bytes('2000::/3\n'), /too large/],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'lost itself',
    bytes('172.80.0.0/13\n172.96.0.0/13\n'),
    /missing|still/,
  ],
  [
    'cloudfront',
    'ip-ranges.amazonaws.com',
    '/ip-ranges.json',
    'is other JSON',
    bytes('{"error":1}'),
    /not a list/,
  ],
  [
    'cloudfront',
    'ip-ranges.amazonaws.com',
    '/ip-ranges.json',
    'breaks off',
    bytes('{"prefixes":['),
    /not a list/,
  ],
  [
    'cloudfront',
    'ip-ranges.amazonaws.com',
    '/ip-ranges.json',
    'has words for blocks',
    bytes(aws('13.32.0.0/15', 'x', 'null')),
    /no address block/,
  ],
  ['fastly', 'api.fastly.com', '/public-ip-list', 'is null', bytes('null'), /not a list/],
  [
    'fastly',
    'api.fastly.com',
    '/public-ip-list',
    'is large',
    { kind: 'gzip-bomb', bytes: 30_000_000 },
    /TOO_LARGE/,
  ],
  [
    'bunny',
    'bunnycdn.com',
    '/api/system/edgeserverlist/plain',
    'has a large block',
    bytes('5.9.0.0/16\n5.9.1.1\n'),
    /too large/,
  ],
];

describe('a download that', () => {
  it.each(
    BAD.map(([id, domain, path, what, route, problem]) => [id, what, domain, path, route, problem] as const),
  )('%s: %s changes nothing and says so', async (id, _what, domain, path, route, problem) => {
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

  it('has half the rows of the last good one is not taken', async () => {
    await update(['fastly']);
    const addresses = ['151.101.0.0/16'];
    answerWith('api.fastly.com', '/public-ip-list', bytes(JSON.stringify({ addresses, ipv6_addresses: [] })));
    expect(await update(['fastly'])).toMatchObject([
      { outcome: 'failed', problem: expect.stringMatching(/1 rows/) },
    ]);
  });
});

describe('a folder that', () => {
  it('cannot be made is said', async () => {
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
