import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embeddedDatabases } from '../../src/attribution/sources.ts';
import { createMastodonServer } from '../../src/bot/mastodon-server.ts';
import { type Check, describeCheck } from '../../src/cli/doctor/check.ts';
import { askToken, checkAccount, checkClock } from '../../src/cli/doctor/check-account.ts';
import { checkAddressData, checkTables } from '../../src/cli/doctor/check-data.ts';
import { checkDatabase } from '../../src/cli/doctor/check-database.ts';
import { checkDisk } from '../../src/cli/doctor/check-disk.ts';
import { checkDns } from '../../src/cli/doctor/check-dns.ts';
import { checkCaFile, checkNode, checkSetup } from '../../src/cli/doctor/check-setup.ts';
import { readConfig } from '../../src/config.ts';
import { openStore } from '../../src/store/store.ts';
import { startDnsServer } from '../model-internet/dns/server.ts';
import { createZone, type NameBehaviour, type Zone } from '../model-internet/dns/zone.ts';
import { startMastodon } from '../model-internet/mastodon/mastodon.ts';

let folder: string;
const made: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whohosts-doctor-'));
  made.push(folder);
});
afterAll(() => {
  for (const each of made) rmSync(each, { recursive: true, force: true });
});

const levels = (checks: readonly Check[]) => checks.map(({ name, level }) => `${level} ${name}`);

function configOf(environment: Readonly<Record<string, string>>) {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config;
}

describe('what every line says', () => {
  it('is its level, what was looked at, what was found and what to do', () => {
    expect(describeCheck({ name: 'disk', level: 'FAIL', message: 'full', advice: 'make room' })).toBe(
      'FAIL  disk: full\n      -> make room',
    );
    expect(describeCheck({ name: 'disk', level: 'ok', message: '3 GB', advice: null })).toBe(
      'ok    disk: 3 GB',
    );
  });
});

describe('node and setup', () => {
  it.each([
    ['20.19.0', 'FAIL'],
    ['24.0.0', 'ok'],
    [process.versions.node, 'ok'],
  ])('node %s: %s', (version, level) => {
    expect(checkNode(version).level).toBe(level);
  });

  it('warns without contact and public URL', () => {
    expect(levels(checkSetup(configOf({})))).toEqual(['ok configuration', 'warn contact', 'warn public URL']);
    const all = configOf({ CONTACT: 'mailto:a@b.example', PUBLIC_URL: 'https://b.example' });
    expect(levels(checkSetup(all))).toEqual(['ok configuration', 'ok contact', 'ok public URL']);
  });

  it('sees certificates that Node could not have read', () => {
    expect(checkCaFile(null, 0).level).toBe('ok');
    expect(checkCaFile('/ca.pem', 2).level).toBe('ok');
    expect(checkCaFile('/does/not/exist.pem', 0)).toMatchObject({
      level: 'warn',
      advice: 'there is no such file',
    });
    const file = join(folder, 'ca.pem');
    writeFileSync(file, '');
    expect(checkCaFile(file, 0)).toMatchObject({
      level: 'warn',
      advice: expect.stringContaining('environment'),
    });
  });
});

describe('checkDisk', () => {
  it.each([
    [100e9, 'ok'],
    [1e9, 'warn'],
    [1e6, 'FAIL'],
  ])('%d bytes free: %s', (free, level) => {
    expect(checkDisk(join(folder, 'new'), () => free).level).toBe(level);
  });

  it('asks the system for the room', () => {
    expect(checkDisk(folder).message).toMatch(/\d+(\.\d)? [GM]B free$/);
  });

  it('fails where the folder cannot be', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(checkDisk(file)).toMatchObject({
      level: 'FAIL',
      message: expect.stringContaining('cannot be written'),
    });
  });
});

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

  it('warns where there is none, or none has been scanned', () => {
    const file = join(folder, 'whohosts.db');
    expect(levels(checkDatabase(file, NOW))).toEqual(['warn database']);
    openStore(file).close();
    expect(levels(checkDatabase(file, NOW))).toEqual(['ok database', 'warn scans']);
  });

  it.each([
    ['2026-11-18T12:00:00.000Z', 'ok'],
    ['2026-11-01T12:00:00.000Z', 'warn'],
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

  it('fails where it is damaged or another file', () => {
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

describe('checkDns', () => {
  async function ask(behaviour: NameBehaviour | null, zone: Zone = createZone()): Promise<readonly Check[]> {
    zone.add({ name: 'example.com', type: 'A', data: '93.184.215.14' });
    zone.behave('com', behaviour);
    const server = await startDnsServer({ zone });
    try {
      return await checkDns([server.address]);
    } finally {
      await server.stop();
    }
  }

  it.each([
    [null, 'ok', /answers/],
    [{ reply: 'refused' }, 'FAIL', /REFUSED/],
    [{ reply: 'servfail' }, 'FAIL', /SERVFAIL/],
    [{ reply: 'silent' }, 'FAIL', /no answer within 2 s/],
    [{ reply: 'nodata' }, 'ok', /answers/],
  ] as const)('%j: %s', async (behaviour, level, message) => {
    const [check] = await ask(behaviour);
    expect(check).toMatchObject({ level, message: expect.stringMatching(message) });
  });

  it('finds out a resolver that invents addresses', async () => {
    const zone = createZone();
    const answers = [{ name: 'x', type: 'A' as const, ttl: 60, data: '198.51.100.1' }];
    const lying: Zone = {
      ...zone,
      answer: (name) => ({ rcode: 'NOERROR', answers: answers.map((answer) => ({ ...answer, name })) }),
    };
    expect(await ask(null, lying)).toMatchObject([
      { level: 'FAIL', message: expect.stringContaining('do not exist') },
    ]);
  });

  it('warns of one that knows no NXDOMAIN', async () => {
    const zone = createZone();
    zone.behave('invalid', { reply: 'nodata' });
    expect(await ask(null, zone)).toMatchObject([
      { level: 'warn', message: expect.stringContaining('NODATA') },
    ]);
  });

  it('fails without any, and only warns of a dead one beside one that lives', async () => {
    expect(levels(await checkDns([]))).toEqual(['FAIL DNS']);
    const zone = createZone();
    const [alive, dead] = await Promise.all([startDnsServer({ zone }), startDnsServer({ zone })]);
    await dead.stop();
    expect((await checkDns([alive.address, dead.address])).map(({ level }) => level)).toEqual(['ok', 'warn']);
    expect((await checkDns([dead.address])).map(({ level }) => level)).toEqual(['FAIL']);
    await alive.stop();
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
    expect((await checkTables(new URL('../../data/', import.meta.url))).level).toBe('ok');
    writeFileSync(join(folder, 'hosters.json'), '[{"id":"no name"}]');
    const broken = await checkTables(pathToFileURL(`${folder}/`));
    expect(broken).toMatchObject({ level: 'FAIL', message: expect.stringContaining('hosters.json') });
  });
});

describe('account', () => {
  const scopes = ['read', 'write'];
  async function check(
    mastodon: { url: string; token: string },
    told: readonly string[] | null = scopes,
  ): Promise<readonly Check[]> {
    const home = createMastodonServer({
      url: mastodon.url,
      accessToken: mastodon.token,
      userAgent: 'whohosts',
    });
    try {
      return await checkAccount(home, mastodon.url, told);
    } finally {
      await home.close();
    }
  }

  let mastodon: Awaited<ReturnType<typeof startMastodon>>;
  beforeAll(async () => {
    mastodon = await startMastodon();
  });
  afterAll(() => mastodon.stop());

  it('is reached, and its limits are told', async () => {
    const checks = await check(mastodon);
    expect(levels(checks)).toEqual([
      'ok account',
      expect.stringMatching(/bot flag$/),
      'ok scopes',
      'ok limits',
    ]);
    expect(checks.at(-1)?.message).toBe('500 characters a post, 1500 of alt text');
  });

  it.each([
    [['read', 'write'], 'ok', /read write/],
    [['read', 'write:statuses', 'write:media'], 'ok', /write:media/],
    [['read'], 'FAIL', /write:statuses write:media missing/],
    [null, 'ok', /does not tell/],
  ] as const)('scopes %j: %s', async (told, level, message) => {
    const scope = (await check(mastodon, told)).find(({ name }) => name === 'scopes');
    expect(scope).toMatchObject({ level, message: expect.stringMatching(message) });
  });

  it('fails with a token that is refused', async () => {
    expect(await check({ url: mastodon.url, token: 'wrong' })).toMatchObject([
      { level: 'FAIL', name: 'account', message: expect.stringContaining('refuses the token') },
    ]);
  });

  it('fails with a server that is none, and one that is away', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end('<h1>nothing here</h1>'));
    expect(await check({ url, token: 'x' })).toMatchObject([
      { level: 'FAIL', message: `${url} answers 404` },
    ]);
    await stopped();
    expect(await check({ url, token: 'x' })).toMatchObject([
      { level: 'FAIL', message: expect.stringContaining('cannot be used now') },
    ]);
  });

  it('says whether the account is a bot', async () => {
    const answer = (bot: boolean) => ({
      id: '1',
      acct: 'a',
      username: 'a',
      url: 'https://a.example/@a',
      uri: '',
      bot,
    });
    for (const bot of [true, false]) {
      const url = await serve((_request, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(bot))),
      );
      const flag = (await check({ url, token: 'x' })).find(({ name }) => name === 'bot flag');
      expect(flag?.level).toBe(bot ? 'ok' : 'warn');
      await stopped();
    }
  });

  it('asks for scopes and clock in one request, and takes no answer for none', async () => {
    const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
    let authorization: string | undefined;
    const url = await serve((request, response) => {
      authorization = request.headers.authorization;
      response.writeHead(200, { date, 'content-type': 'application/json' }).end('{"scopes":["read"]}');
    });
    expect(await askToken({ url, token: 'secret' })).toEqual({ scopes: ['read'], date: new Date(date) });
    expect(authorization).toBe('Bearer secret');
    await stopped();
    expect(await askToken({ url, token: 'secret' })).toEqual({ scopes: null, date: null });
    const odd = await serve((_request, response) =>
      response.writeHead(200, { date: 'noon' }).end('{"scopes":"all"}'),
    );
    expect(await askToken({ url: odd, token: 'secret' })).toEqual({ scopes: null, date: null });
    await stopped();
  });

  let server: ReturnType<typeof createServer>;
  async function serve(listener: RequestListener): Promise<string> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  function stopped(): Promise<unknown> {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  }
});

describe('checkClock', () => {
  const theirs = new Date('2026-11-20T12:00:00Z');
  it.each([
    [0, 'ok', /as the home server/],
    [59, 'ok', /as the home server/],
    [61, 'warn', /61 s ahead of/],
    [-3600, 'warn', /3600 s behind/],
  ] as const)('%d s: %s', (seconds, level, message) => {
    const check = checkClock(theirs, new Date(theirs.getTime() + seconds * 1000));
    expect(check).toMatchObject({ level, message: expect.stringMatching(message) });
  });

  it('is compared with nobody without an answer', () => {
    expect(checkClock(null, theirs).level).toBe('ok');
  });
});
