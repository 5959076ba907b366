import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC, startWorld, type World } from '../../kit/model-clients.ts';

const BYTES = randomBytes(3_000_000);
const gzip = { 'content-encoding': 'gzip' };

let world: World;
beforeAll(async () => {
  world = await startWorld([
    {
      domain: 'data.example',
      ip: PUBLIC,
      routes: {
        '/plain': { kind: 'reply', body: BYTES },
        '/packed': { kind: 'reply', body: gzipSync(BYTES), headers: gzip },
        '/bomb': { kind: 'gzip-bomb', bytes: 50_000_000 },
        '/broken': { kind: 'reply', body: gzipSync(BYTES).subarray(0, 1_000_000), headers: gzip },
        '/cut': { kind: 'cut', body: 'half of it' },
        '/endless': { kind: 'endless' },
        '/drip': { kind: 'drip', body: 'x'.repeat(1000), everyMs: 5 },
        '/silent': { kind: 'silent' },
        '/halting': { kind: 'drip', body: 'x'.repeat(100), everyMs: 60_000 },
        '/old': { kind: 'redirect', to: 'https://data.example/plain' },
        '/away': { kind: 'redirect', to: 'https://inside.example/' },
      },
    },
    { domain: 'inside.example', ip: '10.0.0.1', routes: { '/': { kind: 'reply', body: 'secret' } } },
  ]);
});
afterAll(() => world.stop());

async function hash(body: AsyncIterable<Buffer>): Promise<string> {
  const hashing = createHash('sha256');
  for await (const chunk of body) hashing.update(chunk);
  return hashing.digest('hex');
}

const stream = (path: string, more: { maxBytes?: number; deadlineMs?: number; stallMs?: number } = {}) =>
  world.http.stream(`https://data.example${path}`, {
    maxBytes: 10_000_000,
    robots: false,
    take: hash,
    ...more,
  });

describe('stream', () => {
  it('gives up a body that its receiver does not even begin to read', async () => {
    const refusing = world.http.stream('https://data.example/plain', {
      maxBytes: 10_000_000,
      robots: false,
      take: () => Promise.reject(new Error('not what I wanted')),
    });
    await expect(refusing).rejects.toThrow('not what I wanted');
  });

  it.each(['/plain', '/packed', '/old'])('hands over %s whole', async (path) => {
    const whole = createHash('sha256').update(BYTES).digest('hex');
    expect(await stream(path)).toMatchObject({ ok: true, code: 200, taken: whole });
  });

  it.each([
    ['/plain', { maxBytes: 1_000_000 }, 'TOO_LARGE'],
    ['/bomb', {}, 'TOO_LARGE'],
    ['/endless', {}, 'TOO_LARGE'],
    ['/broken', {}, 'BAD_BODY'],
    ['/cut', {}, 'UNREACHABLE'],
    ['/drip', { deadlineMs: 300 }, 'TIMEOUT'],
    ['/halting', { stallMs: 500 }, 'TIMEOUT'],
    ['/silent', { stallMs: 500 }, 'TIMEOUT'],
    ['/away', {}, 'NOT_PUBLIC'],
    ['/none', {}, 'STATUS'],
  ])('tells how %s fails', async (path, more, status) => {
    expect(await stream(path, more)).toMatchObject({ ok: false, status });
  });

  it('passes on what the receiver throws, and goes on working', async () => {
    const refusing = world.http.stream('https://data.example/plain', {
      maxBytes: 10_000_000,
      robots: false,
      take: async (body) => {
        for await (const chunk of body) throw new Error(`no room for ${chunk.length > 0}`);
      },
    });
    await expect(refusing).rejects.toThrow('no room for true');
    expect(await stream('/plain')).toMatchObject({ ok: true });
  });

  it('lets a receiver leave early', async () => {
    const answer = await world.http.stream('https://data.example/endless', {
      maxBytes: 10_000_000,
      robots: false,
      take: async (body) => {
        for await (const chunk of body) return chunk.length > 0;
        return false;
      },
    });
    expect(answer).toMatchObject({ ok: true, taken: true });
  });
});
