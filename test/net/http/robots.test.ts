import { describe, expect, it } from 'vitest';
import { fail } from '../../../src/net/http/failure.ts';
import type { HttpAnswer } from '../../../src/net/http/http.ts';
import { createRobots } from '../../../src/net/http/robots.ts';
import { checkUrl, type RequestTarget } from '../../../src/net/http/target.ts';

const target = (url: string): RequestTarget => {
  const checked = checkUrl(url);
  if (!checked.ok) throw new Error(url);
  return checked.target;
};
const found = (body: string): HttpAnswer => ({
  ok: true,
  code: 200,
  headers: {},
  body: Buffer.from(body),
  url: '',
});
const status = (code: number): HttpAnswer => ({ ...fail('STATUS', ''), code });
const page = target('https://a.example/nodeinfo/2.0');

const judged = async (answer: HttpAnswer) => {
  const forbidden = await createRobots({ fetch: () => Promise.resolve(answer) }).forbids(page);
  return forbidden?.status ?? 'allowed';
};

describe('robots.txt', () => {
  it.each([
    ['', 'allowed'],
    ['<!doctype html><title>Not found</title>', 'allowed'],
    ['User-agent: *\nDisallow: /', 'ROBOTS'],
    ['User-agent: *\r\nDisallow: /nodeinfo', 'ROBOTS'],
    ['User-agent: *\nDisallow: /api\n', 'allowed'],
    ['User-agent: whohosts\nDisallow: /', 'ROBOTS'],
    ['USER-AGENT: WhoHosts\nDISALLOW: /nodeinfo/', 'ROBOTS'],
    ['User-agent: GPTBot\nDisallow: /', 'allowed'],
    ['User-agent: *\nDisallow: /\n\nUser-agent: whohosts\nAllow: /', 'allowed'],
    ['User-agent: *\nDisallow: /\nAllow: /nodeinfo/', 'allowed'],
    ['User-agent: *\nDisallow:', 'allowed'],
    ['\ufeffUser-agent: *\nDisallow: /', 'ROBOTS'],
  ])('%j: %s', async (body, verdict) => {
    expect(await judged(found(body))).toBe(verdict);
  });

  it('allows with 4xx, endless redirects and what cannot be decoded, forbids with 5xx, and passes on other failures', async () => {
    for (const code of [400, 401, 403, 404, 410, 429]) expect(await judged(status(code))).toBe('allowed');
    for (const code of [500, 502, 503, 599]) expect(await judged(status(code))).toBe('ROBOTS');
    expect(await judged(fail('REDIRECTS', ''))).toBe('allowed');
    expect(await judged(fail('BAD_BODY', ''))).toBe('allowed');
    expect(await judged(fail('UNREACHABLE', ''))).toBe('UNREACHABLE');
    expect(await judged(fail('TLS', ''))).toBe('TLS');
    expect(await judged(fail('TIMEOUT', ''))).toBe('TIMEOUT');
  });

  it('is fetched once for many, once a day, and again after a failure', async () => {
    let now = 0;
    let fetched: string[] = [];
    let answer = found('User-agent: *\nDisallow: /secret');
    const robots = createRobots({
      now: () => now,
      fetch: (url) => {
        fetched.push(url);
        return Promise.resolve(answer);
      },
    });
    await Promise.all([1, 2, 3].map(() => robots.forbids(page)));
    expect((await robots.forbids(target('https://a.example/secret')))?.status).toBe('ROBOTS');
    expect(fetched).toEqual(['https://a.example/robots.txt']);
    now += 24 * 3_600_000;
    await robots.forbids(page);
    expect(fetched).toHaveLength(2);

    fetched = [];
    for (const [index, failure] of [fail('TIMEOUT', ''), fail('BAD_BODY', '')].entries()) {
      answer = failure;
      await robots.forbids(target(`https://b${index}.example/`));
      await robots.forbids(target(`https://b${index}.example/`));
    }
    expect(fetched).toHaveLength(4);
  });

  it('remembers no more than its share of memory', async () => {
    const fetched = new Map<string, number>();
    const robots = createRobots({
      fetch: (url) => {
        fetched.set(url, (fetched.get(url) ?? 0) + 1);
        return Promise.resolve(found(`User-agent: *\nDisallow: /${'x'.repeat(490_000)}`));
      },
    });
    for (let index = 0; index < 30; index++) await robots.forbids(target(`https://s${index}.example/`));
    await robots.forbids(target('https://s29.example/'));
    await robots.forbids(target('https://s0.example/'));
    expect(fetched.get('https://s29.example/robots.txt')).toBe(1);
    expect(fetched.get('https://s0.example/robots.txt')).toBe(2);
  });
});
