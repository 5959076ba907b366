import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressAt } from '../kit/product-database.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const COUNT = 60;
/** The pause between two connections to one address, or to one registrable domain, in milliseconds. */
const GAP_MS = 25;
/** Milliseconds that every answer takes, so that conversations overlap as much as they may. */
const ANSWER_MS = 60;
const SHARED = addressAt('ovh', 1);
const mastodon = { software: 'mastodon', users: { total: 9, activeMonth: 3 } };

const neighbours = Array.from({ length: COUNT }, (_, index): ModelServer => {
  return { domain: `n${index}.example`, ip: SHARED, group: 'neighbours', ...mastodon };
});
// Below a managed hoster's domain each name is a server, so none is removed as a farm.
const customers = Array.from({ length: COUNT }, (_, index): ModelServer => {
  return {
    domain: `c${index}.masto.host`,
    ip: addressAt('ovh', 100 + index),
    group: 'customers',
    ...mastodon,
  };
});
const strangers = Array.from({ length: COUNT }, (_, index): ModelServer => {
  return { domain: `s${index}.test`, ip: addressAt('hetzner', index), group: 'strangers', ...mastodon };
});

let internet: ModelInternet;
let product: Product;
beforeAll(async () => {
  internet = await startInternet({
    servers: [...neighbours, ...customers, ...strangers],
    latency: { http: { shape: 'uniform', from: ANSWER_MS, to: ANSWER_MS } },
  });
  product = await openProduct({
    environment: {
      ...internet.environment(),
      PUBLIC_URL: 'https://whohosts.example/about',
      CONTACT: 'mailto:admin@whohosts.example',
    },
  });
});
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

interface Visit {
  readonly from: number;
  readonly to: number;
}

/** When each server was first and last contacted, according to the model's log. */
function visitsOf(servers: readonly ModelServer[], since: number): readonly Visit[] {
  const log = internet.https.requests().slice(since);
  return servers
    .map(({ domain }) => log.filter(({ host }) => host === domain).map(({ time }) => time))
    .filter((times) => times.length > 0)
    .map((times) => ({ from: Math.min(...times), to: Math.max(...times) + ANSWER_MS }))
    .toSorted((a, b) => a.from - b.from);
}

/** The largest number of simultaneous visits. */
function busiest(visits: readonly Visit[]): number {
  return Math.max(
    ...visits.map(({ from: now }) => visits.filter(({ from, to }) => from <= now && now < to).length),
  );
}

async function scan(
  servers: readonly ModelServer[],
  environment: Record<string, string> = {},
): Promise<readonly Visit[]> {
  const since = internet.https.requests().length;
  const list = await product.write('list.txt', servers.map(({ domain }) => `${domain}\n`).join(''));
  const ran = await product.run(['scan', 'fediverse', '--list', list, '--json'], { environment });
  expect(ran).toMatchObject({ code: 0 });
  expect(JSON.parse(ran.stdout)).toMatchObject({ sampled: servers.length, farms: [] });
  const visits = visitsOf(servers, since);
  expect(visits).toHaveLength(servers.length);
  return visits;
}

describe('politeness', () => {
  it.each([
    ['address', neighbours],
    ['registrable domain', customers],
  ])('pauses between visits to one %s, and has at most eight at once', async (_what, servers) => {
    const visits = await scan(servers);
    expect(busiest(visits)).toBeLessThanOrEqual(8);
    // A handshake may delay each visit, but together they take at least as long as their pauses.
    const spread = (visits.at(-1)?.from ?? 0) - (visits[0]?.from ?? 0);
    expect(spread).toBeGreaterThanOrEqual((COUNT - 1) * GAP_MS * 0.9);
  });

  it('does not make unrelated servers wait for one another', async () => {
    expect(busiest(await scan(strangers))).toBeGreaterThan(8);
  });

  it('has no more conversations at once than HTTP_CONCURRENCY', async () => {
    const visits = await scan(strangers, { HTTP_CONCURRENCY: '3' });
    expect(busiest(visits)).toBeLessThanOrEqual(3);
  });

  it('identifies itself in every request: name, version, page and contact', async () => {
    await scan(strangers.slice(0, 3));
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    const agents = internet.https.requests().map(({ headers }) => headers['user-agent']);
    expect(new Set(agents)).toEqual(
      new Set([`whohosts/${version} (+https://whohosts.example/about; mailto:admin@whohosts.example)`]),
    );
  });

  it('sends no more DNS queries a second than DNS_QPS', async () => {
    const since = internet.dns.queries().length;
    await scan(strangers, { DNS_QPS: '100' });
    const times = internet.dns
      .queries()
      .slice(since)
      .map(({ time }) => time);
    expect(times.length).toBeGreaterThan(3 * COUNT);
    // The examination of the resolver and the scan may each have saved up queries of 50 ms. The model's clock
    // has whole milliseconds.
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0) + 2 * 51) / 1000;
    expect(times.length / seconds).toBeLessThanOrEqual(101);
  });
});
