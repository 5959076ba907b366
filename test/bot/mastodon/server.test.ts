import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { problemOf } from '../../../src/bot/mastodon/errors.ts';
import { createMastodonServer, type MastodonServer } from '../../../src/bot/mastodon/server.ts';
import type { FaultAction } from '../../model-internet/mastodon/faults.ts';
import { type ModelMastodon, startMastodon } from '../../model-internet/mastodon/mastodon.ts';
import { openHouse, USER_AGENT } from '../house.ts';

const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  vi.restoreAllMocks();
});

async function model(options: Parameters<typeof startMastodon>[0] = {}): Promise<ModelMastodon> {
  const started = await startMastodon(options);
  closing.push(() => started.stop());
  return started;
}

function client(url: string, accessToken = 'model-access-token'): MastodonServer {
  const server = createMastodonServer({
    url,
    accessToken,
    userAgent: USER_AGENT,
    timeoutMs: 500,
    mediaPollMs: 20,
  });
  closing.push(() => server.close());
  return server;
}

const POST = {
  text: 'hello',
  visibility: 'public',
  inReplyToId: null,
  spoilerText: '',
  language: 'en',
  mediaIds: [],
  idempotencyKey: 'key',
  allowedMentions: null,
} as const;

describe('what goes wrong with the home server', () => {
  const table: readonly (readonly [FaultAction, string])[] = [
    [{ kind: 'html', status: 502 }, 'ambiguous'],
    [{ kind: 'html', status: 404 }, 'ambiguous'],
    [{ kind: 'html', status: 401 }, 'ambiguous'],
    [{ kind: 'html', status: 422 }, 'ambiguous'],
    [{ kind: 'empty', status: 503 }, 'ambiguous'],
    [{ kind: 'empty', status: 410 }, 'ambiguous'],
    [{ kind: 'text', status: 500 }, 'ambiguous'],
    [{ kind: 'text', status: 200 }, 'ambiguous'],
    [{ kind: 'html', status: 200 }, 'ambiguous'],
    [{ kind: 'malformed', status: 200 }, 'ambiguous'],
    [{ kind: 'malformed', status: 404 }, 'ambiguous'],
    [{ kind: 'gateway', status: 401 }, 'ambiguous'],
    [{ kind: 'gateway', status: 404 }, 'ambiguous'],
    [{ kind: 'gateway', status: 422 }, 'ambiguous'],
    [{ kind: 'json', status: 404 }, 'refused'],
    [{ kind: 'json', status: 422 }, 'refused'],
    [{ kind: 'json', status: 500 }, 'ambiguous'],
    [{ kind: 'json', status: 501 }, 'refused'],
    [{ kind: 'json', status: 401 }, 'unauthorised'],
    [{ kind: 'json', status: 403 }, 'unauthorised'],
    [
      {
        kind: 'json',
        status: 422,
        error: 'Cannot attach files that have not finished processing. Try again in a moment!',
      },
      'refused',
    ],
    [{ kind: 'rate-limit', resetInMs: 5000 }, 'limited'],
    [{ kind: 'silence' }, 'ambiguous'],
    [{ kind: 'stall' }, 'ambiguous'],
    [{ kind: 'close' }, 'ambiguous'],
  ];
  it.each(table)('%j at a post is %s', async (action, kind) => {
    const server = await model();
    server.fault({ route: 'POST /api/v1/statuses', action });
    const outcome = await client(server.url).post(POST);
    expect(outcome.ok ? 'ok' : outcome.problem.kind).toBe(kind);
  });

  it('a server that cannot be reached has certainly done nothing', async () => {
    const server = await model();
    await server.down();
    const outcome = await client(server.url).post(POST);
    expect(outcome).toMatchObject({ ok: false, problem: { kind: 'unavailable' } });
  });

  it('a redirect is not followed with a post or the token', async () => {
    const asked: string[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(301, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    closing.push(() => void elsewhere.close());
    const server = client(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);
    expect(await server.post(POST)).toMatchObject({ ok: false, problem: { kind: 'ambiguous', status: 301 } });
    expect(asked).toEqual(['POST /api/v1/statuses']);
  });

  it('reports when the rate limit ends', async () => {
    const now = Date.parse('2026-11-20T10:00:00Z');
    const until = (headers: Record<string, string>) => {
      const problem = problemOf(new Error(), { status: 429, headers: new Map(Object.entries(headers)) }, now);
      return problem.kind === 'limited' ? problem.until - now : null;
    };
    expect(until({ 'x-ratelimit-reset': '2026-11-20T10:05:00.123456Z' })).toBe(300_123);
    expect(until({ 'x-ratelimit-reset': String(now / 1000 + 60) })).toBe(60_000);
    expect(until({ 'retry-after': '30' })).toBe(30_000);
    expect(until({})).toBe(60_000);
    expect(until({ 'x-ratelimit-reset': 'soon' })).toBe(60_000);
    expect(until({ 'x-ratelimit-reset': '2020-01-01T00:00:00Z' })).toBe(2000);
    expect(until({ 'x-ratelimit-reset': '2020-01-01T00:00:00Z', 'retry-after': '120' })).toBe(120_000);
    expect(until({ 'retry-after': 'Fri, 20 Nov 2026 10:01:30 GMT' })).toBe(90_000);
    // The server's clock is ten minutes behind ours.
    const date = 'Fri, 20 Nov 2026 09:50:00 GMT';
    expect(until({ date, 'x-ratelimit-reset': '2026-11-20T09:55:00Z' })).toBe(300_000);
    expect(until({ date, 'retry-after': 'Fri, 20 Nov 2026 09:51:00 GMT' })).toBe(60_000);
    expect(until({ 'x-ratelimit-reset': '2099-01-01T00:00:00Z' })).toBe(3 * 3_600_000);
  });

  it('a refused token ends the start with a clear reason', async () => {
    const server = await model();
    const house = openHouse({ url: server.url, token: 'another' });
    closing.push(() => house.close());
    const { bot } = house.bot();
    expect(await bot.start()).toMatchObject({ ok: false, problem: { kind: 'unauthorised', status: 401 } });
  });

  it('a token that is revoked meanwhile ends the bot', async () => {
    const server = await model();
    const house = openHouse(server);
    closing.push(() => house.close());
    const { bot } = house.bot();
    await bot.start();
    server.revoke(server.token);
    expect(await bot.ended).toMatchObject({ kind: 'unauthorised' });
  });

  it('the token never reaches a log, and masto prints nothing', async () => {
    const printed: unknown[] = [];
    for (const level of ['log', 'debug', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((...all) => void printed.push(all));
    }
    const token = 'secret-token-of-this-test';
    const server = await model({ token });
    const house = openHouse(server);
    closing.push(() => house.close());
    const { bot, log } = house.bot({ streaming: { accessToken: token, userAgent: USER_AGENT } });
    await bot.start();
    await server.waitForStream();
    for (const action of [{ kind: 'html', status: 502 }, { kind: 'close' }, { kind: 'silence' }] as const) {
      server.fault({ route: 'GET /api/v1/notifications', action });
      server.fault({ route: 'POST /api/v1/statuses', action });
      server.fault({ route: 'GET /api/v1/streaming', action });
    }
    server.cutStreams();
    const { status } = server.mention({ from: 'ann@far.example', text: 'social.example' });
    await server.waitForPost((post) => post.inReplyToId === status.id);
    server.revoke(token);
    server.cutStreams(1011);
    await bot.ended;
    expect(log.lines.length).toBeGreaterThan(3);
    expect(JSON.stringify(log.lines)).not.toContain(token);
    expect(printed).toEqual([]);
  });
});

describe('the client', () => {
  it('knows its account, by every address', async () => {
    const server = await model({ domain: 'home.example' });
    const account = await client(server.url).account();
    expect(account).toMatchObject({ ok: true, value: { username: 'whohosts', id: server.bot.id } });
    if (account.ok) expect(account.value.hosts[0]).toBe('home.example');
  });

  it.each([
    ['mastodon', 500, 23, 1500],
    ['gotosocial', 5000, 25, 1500],
    ['snac', 100_000, 32, 1500],
    ['hollo', 10_000, 256, 1500],
  ] as const)('reads the limits of %s', async (flavour, maxCharacters, charactersPerUrl, maxAltText) => {
    const server = await model({ flavour });
    const limits = await client(server.url).limits();
    expect(limits).toMatchObject({ ok: true, value: { maxCharacters, charactersPerUrl, maxAltText } });
    const streams = flavour === 'mastodon' || flavour === 'gotosocial';
    expect(limits.ok && limits.value.streamingUrl !== null).toBe(streams);
  });

  it('reads the limits of a server with API v1 only', async () => {
    const server = await model({ traits: { maxCharacters: 777 } });
    server.fault({ route: 'GET /api/v2/instance', action: { kind: 'json', status: 404 } });
    const limits = await client(server.url).limits();
    expect(limits).toMatchObject({ ok: true, value: { maxCharacters: 777 } });
  });

  it('sends its name with every request', async () => {
    const server = await model();
    await client(server.url).account();
    expect(server.requests.map(({ headers }) => headers['user-agent'])).not.toContain('node');
    expect(new Set(server.requests.map(({ headers }) => headers['user-agent']))).toEqual(
      new Set([USER_AGENT]),
    );
  });

  it('accepts private mentions if there is a policy, and continues without one', async () => {
    expect(await client((await model()).url).acceptPrivateMentions()).toEqual({ ok: true, value: true });
    const other = await model({ flavour: 'snac' });
    expect(await client(other.url).acceptPrivateMentions()).toEqual({ ok: true, value: false });
  });
});
