import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressAt, look } from '../kit/product-database.ts';
import { until } from '../kit/until.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const COUNT = 600;
/** Concurrent looks, and findings per commit: what a kill may cost. */
const AT_ONCE = 20;
const BATCH = 50;
const SCAN_COMMAND = ['scan', 'fediverse', '--no-http', '--list'];
const servers: readonly ModelServer[] = Array.from({ length: COUNT }, (_, index) => ({
  domain: `s${index}.example`,
  ip: addressAt(index % 3 === 0 ? 'hetzner' : 'ovh', index),
}));

let internet: ModelInternet;
const products: Product[] = [];
beforeAll(async () => {
  internet = await startInternet({
    servers,
    latency: { dns: { shape: 'uniform', from: 5, to: 25 } },
  });
}, 120_000);
afterAll(async () => {
  for (const product of products) await product.discard();
  await internet.stop();
});

async function begin(): Promise<{ readonly product: Product; readonly list: string }> {
  const product = await openProduct({
    environment: { ...internet.environment(), DNS_CONCURRENCY: String(AT_ONCE), HTTP_CONCURRENCY: '1' },
  });
  products.push(product);
  const list = await product.write('list.txt', servers.map(({ domain }) => `${domain}\n`).join(''));
  return { product, list };
}

/** How often each server's address was asked for, counted from entry `from` of the log. */
function timesAsked(from: number): number[] {
  const times = new Map<string, number>();
  for (const { name, type } of internet.dns.queries().slice(from))
    if (type === 'A') times.set(name, (times.get(name) ?? 0) + 1);
  return servers.map(({ domain }) => times.get(domain) ?? 0);
}

const isFinished = (product: Product): boolean =>
  look(product, (store) => store.scans.all('fediverse').length > 0);

/** @param skipped number of servers that may be undetermined, because two kills hit their look */
function expectWhole(product: Product, skipped = 0): void {
  look(product, (store) => {
    expect(store.faults()).toEqual([]);
    expect(store.scans.all('fediverse')).toHaveLength(1);
    const [scan] = store.scans.all('fediverse');
    const found = store.history.servers(scan?.id ?? 0);
    expect(found.map(({ domain }) => domain as string).sort()).toEqual(
      servers.map(({ domain }) => domain).sort(),
    );
    const undetermined = found.filter(({ status }) => status !== 'NOERROR');
    expect(undetermined.length).toBeLessThanOrEqual(skipped);
    expect(scan).toMatchObject({ sampled: COUNT, population: COUNT });
  });
}

describe('an interrupted scan', { timeout: 90_000 }, () => {
  it('continues after kill -9 at any moment, and has every server once', async () => {
    const { product, list } = await begin();
    const from = internet.dns.queries().length;
    let kills = 0;
    for (let life = 0; life < 4; life++) {
      const before = internet.dns.queries().length;
      const running = product.start([...SCAN_COMMAND, list]);
      // A server costs about four queries. At most half of the scan is done, so that some of it is left.
      const queries = 1 + Math.floor(Math.random() * 2 * COUNT);
      let over = false;
      running.ended.then(() => {
        over = true;
      });
      await until(() => over || internet.dns.queries().length - before >= queries, 'queries');
      const ran = await running.kill('SIGKILL');
      if (ran.signal === 'SIGKILL') kills++;
      // The next life would start another scan.
      if (isFinished(product)) break;
    }
    expect(kills).toBeGreaterThan(0);
    if (!isFinished(product)) expect((await product.run([...SCAN_COMMAND, list])).code).toBe(0);
    // Looks that a kill interrupted are repeated one at a time. A second kill may hit one of them.
    expectWhole(product, kills - 1);
    const times = timesAsked(from);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(1);
    const again = times.reduce((sum, number) => sum + number - 1, 0);
    expect(again).toBeLessThanOrEqual(kills * (AT_ONCE + 1 + BATCH));
  }, 90_000);

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s and says how to continue', async (signal) => {
    const { product, list } = await begin();
    const from = internet.dns.queries().length;
    const running = product.start([...SCAN_COMMAND, list]);
    await until(() => internet.dns.queries().length - from > COUNT, 'a part of the scan');
    const stopped = await running.kill(signal);
    expect(stopped).toMatchObject({ code: 1, signal: null, stdout: '' });
    expect(stopped.stderr).toMatch(
      /^Interrupted with \d+ servers left\. The same command resumes the scan\.$/m,
    );
    const reported = await product.run(['report']);
    expect(reported.code).toBe(1);
    const resumed = await product.run([...SCAN_COMMAND, list]);
    expect(resumed.code).toBe(0);
    const left = /^Interrupted with (\d+) servers/m.exec(stopped.stderr)?.[1];
    expect(resumed.stderr).toMatch(
      new RegExp(
        `^Resuming the scan: 600 of the 600 .*, ${COUNT - Number(left)} of them done, ${left} left$`,
        'm',
      ),
    );
    expectWhole(product);
    // The looks in progress were finished, so no server was asked twice.
    expect(new Set(timesAsked(from))).toEqual(new Set([1]));
  });

  it('is abandoned for another list', async () => {
    const { product, list } = await begin();
    const from = internet.dns.queries().length;
    const running = product.start([...SCAN_COMMAND, list]);
    await until(() => internet.dns.queries().length - from > COUNT, 'a part of the scan');
    await running.kill('SIGKILL');
    const other = await product.write('other.txt', 's1.example\ns2.example\n');
    const ran = await product.run([...SCAN_COMMAND, other]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/^Scanning: 2 of the 2 fediverse servers on other\.txt$/m);
    look(product, ({ scans, history }) => {
      const scan = scans.latest('fediverse');
      expect(history.servers(scan?.id ?? 0).map(({ domain }) => domain)).toEqual([
        's1.example',
        's2.example',
      ]);
    });
  });

  it('is left alone by a second process, which says so', async () => {
    const { product, list } = await begin();
    const from = internet.dns.queries().length;
    const first = product.start([...SCAN_COMMAND, list]);
    await until(() => internet.dns.queries().length > from, 'the scan');
    const second = await product.run([...SCAN_COMMAND, list]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('Another scan is writing to this database');
    expect((await first.ended).code).toBe(0);
    expectWhole(product);
  });
});
