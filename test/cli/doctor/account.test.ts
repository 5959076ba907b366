import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMastodonServer } from '../../../src/bot/mastodon/server.ts';
import { askToken } from '../../../src/bot/mastodon/token.ts';
import type { Check } from '../../../src/cli/doctor/check.ts';
import { checkAccount, checkClock } from '../../../src/cli/doctor/check-account.ts';
import { startMastodon } from '../../model-internet/mastodon/mastodon.ts';
import { levels } from './checks.ts';

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

  it('is reached, and its limits are reported', async () => {
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
    [null, 'ok', /does not report/],
  ] as const)('scopes %j: %s', async (told, level, message) => {
    const scope = (await check(mastodon, told)).find(({ name }) => name === 'scopes');
    expect(scope).toMatchObject({ level, message: expect.stringMatching(message) });
  });

  it('fails with a token that is refused', async () => {
    expect(await check({ url: mastodon.url, token: 'wrong' })).toMatchObject([
      { level: 'FAIL', name: 'account', message: expect.stringContaining('one that it refuses (401)') },
    ]);
  });

  it('fails with a server that has no such API, and one that is unavailable', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end('<h1>nothing here</h1>'));
    expect(await check({ url, token: 'x' })).toMatchObject([
      { level: 'FAIL', message: expect.stringContaining(`${url} cannot be reached now`) },
    ]);
    await stopped();
    expect(await check({ url, token: 'x' })).toMatchObject([
      { level: 'FAIL', message: expect.stringContaining('cannot be reached now') },
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

  it('asks for scopes and clock in one request, and treats a missing answer as unknown', async () => {
    const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
    let authorization: string | undefined;
    const url = await serve((request, response) => {
      authorization = request.headers.authorization;
      response.writeHead(200, { date, 'content-type': 'application/json' }).end('{"scopes":["read"]}');
    });
    expect(await askToken({ url, token: 'secret' }, 'whohosts-test')).toEqual({
      scopes: ['read'],
      date: new Date(date),
    });
    expect(authorization).toBe('Bearer secret');
    await stopped();
    expect(await askToken({ url, token: 'secret' }, 'whohosts-test')).toEqual({ scopes: null, date: null });
    const odd = await serve((_request, response) =>
      response.writeHead(200, { date: 'noon' }).end('{"scopes":"all"}'),
    );
    expect(await askToken({ url: odd, token: 'secret' }, 'whohosts-test')).toEqual({
      scopes: null,
      date: null,
    });
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
    [0, 'ok', /agrees with the home server/],
    [59, 'ok', /agrees with the home server/],
    [61, 'warn', /61 s ahead of/],
    [-3600, 'warn', /3600 s behind/],
  ] as const)('%d s: %s', (seconds, level, message) => {
    const check = checkClock(theirs, new Date(theirs.getTime() + seconds * 1000));
    expect(check).toMatchObject({ level, message: expect.stringMatching(message) });
  });

  it('is not compared without an answer', () => {
    expect(checkClock(null, theirs).level).toBe('ok');
  });
});
