import { describe, expect, it } from 'vitest';
import { modelServers } from './clients.ts';

const start = modelServers();

describe('rate limits', () => {
  it('count down in the headers and end in 429 until the reset', async () => {
    let now = Date.parse('2026-01-01T00:01:00Z');
    const { ask } = await start({
      now: () => now,
      rateLimits: { requests: { limit: 2, periodMs: 300_000 } },
    });
    const look = async () => {
      const answer = await ask('/api/v1/accounts/verify_credentials');
      const header = (name: string) => answer.headers.get(`x-ratelimit-${name}`);
      return [answer.status, header('limit'), header('remaining'), header('reset')];
    };
    const reset = '2026-01-01T00:05:00.000000Z';
    expect(await look()).toEqual([200, '2', '1', reset]);
    expect(await look()).toEqual([200, '2', '0', reset]);
    expect(await look()).toEqual([429, '2', '0', reset]);
    now = Date.parse(reset);
    expect(await look()).toEqual([200, '2', '1', '2026-01-01T00:10:00.000000Z']);
  });

  it('are tighter for paging, posts, deletions and uploads, and name the tightest', async () => {
    const { server, client, ask } = await start();
    const remaining = async (path: string, init: RequestInit = {}) =>
      Number((await ask(path, init)).headers.get('x-ratelimit-limit'));
    server.limit({
      paging: { limit: 250, periodMs: 900_000 },
      statuses: { limit: 20, periodMs: 10_800_000 },
    });
    expect(await remaining('/api/v1/notifications')).toBe(300);
    expect(await remaining('/api/v1/notifications?min_id=1')).toBe(250);
    expect(await remaining('/api/v1/statuses', { method: 'POST' })).toBe(20);
    expect(await remaining('/api/v2/media', { method: 'POST' })).toBe(30);
    expect(await remaining('/api/v1/statuses/1', { method: 'DELETE' })).toBe(30);
    server.limit({ statuses: { limit: 1, periodMs: 10_800_000 } });
    await expect(client.v1.statuses.create({ status: 'a' })).rejects.toMatchObject({ statusCode: 429 });
    expect(server.posts()).toEqual([]);
  });

  it('are none on snac', async () => {
    const { ask } = await start({ flavour: 'snac', rateLimits: { requests: { limit: 0, periodMs: 1000 } } });
    const answer = await ask('/api/v1/notifications');
    expect([answer.status, answer.headers.get('x-ratelimit-limit')]).toEqual([200, null]);
  });
});
