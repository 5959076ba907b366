import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLook } from '../../../src/look/look.ts';
import type { Domain } from '../../../src/model/domain.ts';
import type { Dns, DnsAnswer } from '../../../src/net/dns/dns.ts';
import { withinBudget } from '../../../src/net/http/within-budget.ts';
import { type BudgetLimits, createWorkBudget } from '../../../src/net/http/work-budget.ts';
import { PUBLIC, startWorld, type World } from '../../kit/model-clients.ts';
import { text } from '../../model-internet/https/routes.ts';

const LIMITS: BudgetLimits = { ms: 5000, bytes: 100_000, requests: 10, queries: 40 };
const NOTHING: DnsAnswer = { status: 'NODATA', records: [] };

const dnsOf = (query: Dns['query']): Dns => ({
  query,
  close: () => undefined,
  counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
});
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a budget of DNS', () => {
  it('answers TIMEOUT when no query is left, and gives the same answer again for nothing', async () => {
    let asked = 0;
    const budget = createWorkBudget({ ...LIMITS, queries: 2 });
    const dns = budget.dns(
      dnsOf(() => {
        asked++;
        return Promise.resolve(NOTHING);
      }),
    );
    const statuses = ['a.example', 'A.example', 'b.example', 'c.example', 'a.example'].map(
      async (name) => (await dns.query(name, 'A')).status,
    );
    expect(await Promise.all(statuses)).toEqual(['NODATA', 'NODATA', 'NODATA', 'TIMEOUT', 'NODATA']);
    expect(asked).toBe(2);
    expect(budget.isSpent).toBe(true);
    budget.end();
  });

  it('ends what is under way when the time is over', async () => {
    const budget = createWorkBudget({ ...LIMITS, ms: 50 });
    const dns = budget.dns(
      dnsOf((_name, _type, onStart) => {
        onStart?.();
        return new Promise(() => undefined);
      }),
    );
    expect(await dns.query('a.example', 'A')).toMatchObject({ status: 'TIMEOUT' });
    expect(await dns.query('b.example', 'A')).toMatchObject({ status: 'TIMEOUT' });
    expect(budget.takeRequest()).toBe('TIMEOUT');
  });

  it('does not count the time in which we wait for our own turn', async () => {
    const budget = createWorkBudget({ ...LIMITS, ms: 100 });
    const dns = budget.dns(
      dnsOf(async (_name, _type, onStart) => {
        await later(200);
        onStart?.();
        return NOTHING;
      }),
    );
    expect(await dns.query('a.example', 'A')).toMatchObject({ status: 'NODATA' });
    await budget.pause(later(200));
    expect(budget.isSpent).toBe(false);
    await later(150);
    expect(budget.isSpent).toBe(true);
  });
});

describe('a budget of HTTP', () => {
  let world: World;
  beforeAll(async () => {
    const hop = (index: number) => `h${index}.hops.example`;
    const hops = Array.from({ length: 12 }, (_, index) => ({
      domain: hop(index),
      ip: PUBLIC,
      routes: { '/': { kind: 'redirect', to: `https://${hop(index + 1)}/` } as const },
    }));
    world = await startWorld([
      ...hops,
      { domain: 'big.example', ip: PUBLIC, routes: { '/': text('x'.repeat(60_000)) } },
      { domain: 'slow.example', ip: PUBLIC, delayMs: 300, routes: { '/': text('slow') } },
    ]);
  });
  afterAll(() => world.stop());

  const within = <T>(limits: Partial<BudgetLimits>, work: (get: (url: string) => Promise<unknown>) => T) =>
    withinBudget({ ...LIMITS, ...limits }, world, async ({ http }) =>
      work((url) => http?.get(url, { maxBytes: 80_000, maxRedirects: 20 }) ?? Promise.resolve()),
    );

  it('counts redirects and robots.txt of every origin', async () => {
    const answer = await within({}, (get) => get('https://h0.hops.example/'));
    expect(answer).toMatchObject({ ok: false, status: 'TIMEOUT', detail: 'budget' });
    const requests = Array.from({ length: 12 }, (_, index) =>
      world.internet.https.requests(`h${index}.hops.example`),
    ).flat();
    expect(requests).toHaveLength(LIMITS.requests);
  });

  it('counts bytes over all documents', async () => {
    const answers = await within({}, async (get) => [
      await get('https://big.example/'),
      await get('https://big.example/?again'),
    ]);
    expect(answers).toMatchObject([{ ok: true }, { ok: false, status: 'TOO_LARGE' }]);
  });

  it('counts time over all documents', async () => {
    const answers = await within({ ms: 1000 }, async (get) => {
      const all: unknown[] = [];
      for (let index = 0; index < 6; index++) all.push(await get(`https://slow.example/?${index}`));
      return all;
    });
    expect(answers[0]).toMatchObject({ ok: true });
    expect(answers.at(-1)).toMatchObject({ ok: false, status: 'TIMEOUT', detail: 'budget' });
  });

  it('does not let the exhausted budget of one spoil what others ask for at the same time', async () => {
    world.internet.add({ domain: 'shared.example', ip: PUBLIC, delayMs: 200, routes: { '/': text('in') } });
    const [poor, rich] = await Promise.all([
      within({ ms: 100 }, (get) => get('https://shared.example/')),
      within({}, (get) => get('https://shared.example/')),
    ]);
    expect(poor).toMatchObject({ ok: false, status: 'TIMEOUT' });
    expect(rich).toMatchObject({ ok: true });
  });
});

describe('a look', () => {
  it('sends at most 40 DNS queries, whatever SRV records and addresses there are', async () => {
    let asked = 0;
    const dns = dnsOf((name, type) => {
      asked++;
      const of = (records: DnsAnswer['records']): Promise<DnsAnswer> =>
        Promise.resolve({ status: 'NOERROR', records });
      const many = Array.from({ length: 20 }, (_, index) => index);
      if (type === 'SRV') {
        return of(
          many.map((index) => ({
            name,
            type,
            ttl: 1,
            data: { priority: 1, weight: 1, port: 5269, target: `t${index}.${name}` },
          })),
        );
      }
      if (type === 'A')
        return of(many.map((index) => ({ name, type, ttl: 1, data: `116.${asked}.0.${index}` })));
      return Promise.resolve(NOTHING);
    });
    const observation = await createLook({ network: 'xmpp', dns, http: null })('many.example' as Domain);
    expect(observation.status).toBe('NOERROR');
    expect(observation.endpoints).toHaveLength(8);
    expect(asked).toBe(40);
  });

  it('ends in its time where nothing answers', async () => {
    const dns = dnsOf((_name, _type, onStart) => {
      onStart?.();
      return new Promise(() => undefined);
    });
    const budget = { ...LIMITS, ms: 200 };
    for (const network of ['fediverse', 'xmpp', 'matrix', 'web'] as const) {
      const observation = await createLook({ network, dns, http: null, budget })('silent.example' as Domain);
      expect(observation.status).toBe('TIMEOUT');
    }
  });
});
