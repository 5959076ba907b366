import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product, type Ran } from '../model-internet/product.ts';

/*
 * A robots.txt of a few hundred bytes when compressed, with all rules for every agent. A parser that stores
 * each rule for each agent needs gigabytes for it. `MemoryMax` of the unit is 512 MB.
 */

const SIZES = [3_000, 5_000, 10_000, 20_000];
const OTHERS = 40;
const MOST_MORE_BYTES = 50e6;
const MOST_MORE_MS = 500;
/** V8's heap limit: what remains of 512 MB after code and buffers. */
const HEAP_MB = 256;

const robots = (size: number) => 'User-agent:a\n'.repeat(size) + 'Disallow:/b\n'.repeat(size);
const hostile = SIZES.map((size) => `product-${size}.example`);
const others = Array.from({ length: OTHERS }, (_, at) => `s${at}.example`);

/** Prints the peak memory in KB and the CPU time in milliseconds when a process exits. */
const HOOK = [
  "process.on('exit', () => {",
  '  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();',
  "  process.stderr.write(['PEAK', maxRSS, (userCPUTime + systemCPUTime) / 1000].join(' ') + '\\n');",
  '});',
].join('\n');

let internet: ModelInternet;
let product: Product;
let hook: string;

beforeAll(async () => {
  internet = await startInternet({
    servers: [
      ...others.map((domain, at) => ({ domain, ip: `116.203.5.${at + 1}`, software: 'mastodon' })),
      ...hostile.map((domain, at) => ({
        ...{ domain, ip: `116.203.6.${at + 1}`, software: 'mastodon' },
        routes: {
          '/robots.txt': {
            kind: 'reply' as const,
            headers: { 'content-encoding': 'gzip' },
            body: gzipSync(robots(SIZES[at] ?? 0)),
          },
        },
      })),
    ],
  });
  product = await openProduct({ environment: internet.environment() });
  hook = await product.write('peak.mjs', HOOK);
});
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

interface Measured extends Ran {
  readonly peakBytes: number;
  readonly processorMs: number;
}

async function measure(args: readonly string[]): Promise<Measured> {
  const ran = await product.run(args, {
    environment: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB} --import=file://${hook}` },
  });
  const processes = [...ran.stderr.matchAll(/^PEAK (\S+) (\S+)$/gm)].map(([, ...told]) => told.map(Number));
  return {
    ...ran,
    peakBytes: 1024 * Math.max(0, ...processes.map(([kilobytes = 0]) => kilobytes)),
    processorMs: processes.reduce((sum, [, ms = 0]) => sum + ms, 0),
  };
}

/** The better of two measurements, because a busy machine only adds to the cost. */
async function best(args: readonly string[]): Promise<Measured> {
  const [one, two] = [await measure(args), await measure(args)];
  return {
    ...one,
    peakBytes: Math.min(one.peakBytes, two.peakBytes),
    processorMs: Math.min(one.processorMs, two.processorMs),
  };
}

function compare(costly: Measured, plain: Measured, times = 1): void {
  expect([plain.code, costly.code], costly.stderr).toEqual([0, 0]);
  expect(plain.peakBytes).toBeGreaterThan(0);
  expect(costly.peakBytes - plain.peakBytes).toBeLessThan(MOST_MORE_BYTES);
  expect(costly.processorMs - plain.processorMs).toBeLessThan(times * MOST_MORE_MS);
}

describe('a robots.txt with every rule for every agent costs no more than another one', () => {
  it.each(hostile)('in a look-up: %s', async (domain) => {
    const plain = await best(['lookup', others[0] ?? '', '--json']);
    const costly = await best(['lookup', domain, '--json']);
    compare(costly, plain);
    expect(JSON.parse(costly.stdout)).toMatchObject({ domain, status: 'NOERROR' });
  });

  it('in the answer to a mention', async () => {
    const plain = await best(['reply', `${others[0]}`]);
    const costly = await best(['reply', `${hostile.at(-1)}`]);
    compare(costly, plain);
    expect(costly.stdout).toContain('Hetzner');
  });

  it('in a scan, which still observes all other servers', async () => {
    const scan = async (name: string, domains: readonly string[]) =>
      best(['scan', 'fediverse', '--list', await product.write(name, domains.join('\n')), '--json']);
    const plain = await scan('plain.txt', others);
    const costly = await scan('costly.txt', [...hostile, ...others]);
    compare(costly, plain, hostile.length);
    const report = await product.run(['report', '--json']);
    expect(JSON.parse(report.stdout)).toMatchObject({
      sampled: OTHERS + hostile.length,
      answered: OTHERS + hostile.length,
    });
  });
});
