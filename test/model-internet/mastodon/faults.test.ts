import { MastoTimeoutError } from 'masto';
import { describe, expect, it } from 'vitest';
import { modelServers, type Started } from './clients.ts';
import type { FaultAction } from './faults.ts';

const start = modelServers();
const ROUTE = 'POST /api/v1/statuses';

function post({ ask }: Started, signal?: AbortSignal) {
  const body = new URLSearchParams({ status: 'a' });
  return ask('/api/v1/statuses', { method: 'POST', body, ...(signal === undefined ? {} : { signal }) });
}

describe('answers in place of the true one', () => {
  it.each<[FaultAction, number, string | null]>([
    [{ kind: 'html', status: 502 }, 502, 'text/html'],
    [{ kind: 'html', status: 503 }, 503, 'text/html'],
    [{ kind: 'html', status: 504 }, 504, 'text/html'],
    [{ kind: 'empty', status: 503 }, 503, null],
    [{ kind: 'text', status: 500 }, 500, 'text/plain'],
    [{ kind: 'json', status: 500 }, 500, 'application/json; charset=utf-8'],
    [{ kind: 'json', status: 401 }, 401, 'application/json; charset=utf-8'],
    [{ kind: 'json', status: 403 }, 403, 'application/json; charset=utf-8'],
    [{ kind: 'malformed', status: 200 }, 200, 'application/json; charset=utf-8'],
  ])('%j', async (action, status, type) => {
    const started = await start();
    started.server.fault({ route: ROUTE, action });
    const answer = await post(started);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect(started.server.posts()).toEqual([]);
    expect((await post(started)).status).toBe(200);
  });

  it('429 with the time of the reset', async () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    const started = await start({ now: () => now });
    started.server.fault({ route: '* **', action: { kind: 'rate-limit', resetInMs: 90_000 } });
    const answer = await post(started);
    expect([answer.status, answer.headers.get('x-ratelimit-reset')]).toEqual([
      429,
      '2026-01-01T00:01:30.000000Z',
    ]);
  });

  it('crash masto where it expects JSON, so that the bot meets that too', async () => {
    const { server, client } = await start();
    server.fault({ route: 'GET /api/v1/notifications', action: { kind: 'html', status: 502 } });
    await expect(client.v1.notifications.fetch()).rejects.toThrow(TypeError);
  });
});

describe('commit', () => {
  it('before the answer is lost', async () => {
    const started = await start();
    started.server.fault({ route: ROUTE, action: { kind: 'close' }, commit: 'yes' });
    await expect(post(started)).rejects.toThrow('fetch failed');
    expect(started.server.posts()).toHaveLength(1);
    started.server.fault({ route: ROUTE, action: { kind: 'html', status: 504 }, commit: 'yes' });
    expect((await post(started)).status).toBe(504);
    expect(started.server.posts()).toHaveLength(2);
  });

  it('after the connection is gone', async () => {
    const started = await start();
    started.server.fault({ route: ROUTE, action: { kind: 'close' }, commit: { lateMs: () => 50 } });
    await expect(post(started)).rejects.toThrow('fetch failed');
    const late = await started.server.waitForPost(({ text }) => text === 'a');
    expect(started.server.posts()).toEqual([late]);
  });

  it('never, where the connection is cut before', async () => {
    const started = await start();
    started.server.fault({ route: ROUTE, action: { kind: 'close' } });
    await expect(post(started)).rejects.toThrow('fetch failed');
    expect(started.server.posts()).toEqual([]);
  });

  it('though the client has given up on a slow server', async () => {
    const started = await start();
    started.server.fault({ route: ROUTE, action: { kind: 'delay', ms: 150 } });
    await expect(post(started, AbortSignal.timeout(50))).rejects.toThrow('timeout');
    expect((await started.server.waitForPost(() => true)).text).toBe('a');
  });
});

describe('silence', () => {
  it.each<FaultAction>([{ kind: 'silence' }, { kind: 'stall' }])(
    '%j ends by the client alone',
    async (action) => {
      const started = await start();
      started.server.fault({ route: ROUTE, action });
      const patient = await start();
      expect((await post(patient)).status).toBe(200);
      const request = async () => (await post(started, AbortSignal.timeout(200))).text();
      await expect(request()).rejects.toThrow('timeout');
      expect(started.server.posts()).toHaveLength(action.kind === 'stall' ? 1 : 0);
    },
  );

  it('is a timeout to masto', async () => {
    const { server, client } = await start();
    server.fault({ route: ROUTE, action: { kind: 'silence' } });
    const signal = AbortSignal.timeout(100);
    await expect(client.v1.statuses.create({ status: 'a' }, { requestInit: { signal } })).rejects.toThrow(
      MastoTimeoutError,
    );
  });
});

describe('routes', () => {
  it('are met by number, in order, and any part by a star', async () => {
    const { server, ask } = await start();
    server.fault({
      route: 'GET /api/v1/statuses/*/context',
      after: 1,
      count: 2,
      action: { kind: 'json', status: 500 },
    });
    server.fault({
      route: '* /api/v1/instance',
      count: Number.POSITIVE_INFINITY,
      action: { kind: 'json', status: 403 },
    });
    const codes = async (path: string) => {
      const answers: number[] = [];
      for (let index = 0; index < 4; index += 1) answers.push((await ask(path)).status);
      return answers;
    };
    expect(await codes('/api/v1/statuses/1/context')).toEqual([404, 500, 500, 404]);
    expect(await codes('/api/v1/instance')).toEqual([403, 403, 403, 403]);
    expect(await codes('/api/v2/instance')).toEqual([200, 200, 200, 200]);
    server.clearFaults();
    expect(await codes('/api/v1/instance')).toEqual([200, 200, 200, 200]);
    expect(server.requests.filter(({ fault }) => fault !== null)).toHaveLength(6);
  });
});
