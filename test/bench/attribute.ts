import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createAsRegister, readAsnCsv } from '../../src/attribution/asn-csv.ts';
import { openAttributor } from '../../src/attribution/attributor.ts';
import { formatIPv4 } from '../../src/attribution/ipv4.ts';
import type { RangeList } from '../../src/attribution/range-list.ts';
import { embeddedDatabases } from '../../src/attribution/sources.ts';

/*
 * How fast attribution is, against a bare binary search over typed arrays of the same AS ranges, interleaved in one run, so
 * that a busy machine slows both: rates alone drift by a fifth within minutes. Exit 1 where a limit is missed.
 */
const LEAST_RATIO = 0.5;
const LONGEST_START_MS = 300;
const ROUNDS = 7;
const STARTS = 9;
const SEED = 20260617;

const { values: options } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: join(tmpdir(), 'whohosts-bench') },
    addresses: { type: 'string', default: '1000000' },
    start: { type: 'boolean', default: false },
  },
});
const dataDir = options['data-dir'];

if (options.start) {
  const attributor = await openAttributor({ dataDir });
  if (attributor.attribute('116.203.1.1').status !== 'OK') throw new Error('no answer');
  process.stdout.write(String(process.memoryUsage().rss));
} else {
  process.exitCode = await bench();
}

async function bench(): Promise<number> {
  const attributor = await openAttributor({ dataDir, onProgress: (message) => console.error(message) });
  const random = xorshift(SEED);
  const numbers = Uint32Array.from({ length: Number(options.addresses) }, () => publicLooking(random));
  // Through a buffer, as lines of a file would come: texts put together here would still have to be flattened.
  const ipv4 = Buffer.from(Array.from(numbers, formatIPv4).join('\n')).toString().split('\n');
  const ipv6 = Array.from(
    { length: ipv4.length / 5 },
    () => `2a0${hex(random, 16)}:${hex(random, 65536)}:${hex(random, 256)}::${hex(random, 65536)}`,
  );
  const ranges = readAsnCsv(readFileSync(embeddedDatabases().asn.ipv4), 1, createAsRegister());
  const bare: number[] = [];
  const ours: number[] = [];
  const oursIPv6: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(rate(numbers.length, () => searchAll(ranges, numbers)));
    ours.push(rate(ipv4.length, () => attributeAll(ipv4, attributor.attribute)));
    oursIPv6.push(rate(ipv6.length, () => attributeAll(ipv6, attributor.attribute)));
  }
  const ratios = ours.map((value, round) => value / (bare[round] ?? Number.NaN));
  const starts = startTimes();
  const ratio = median(ratios);
  const start = median(starts.map(({ ms }) => ms));
  console.log(
    `bare binary search  ${rounded(median(bare))} look-ups/s over ${ranges.count} ranges, numbers in, numbers out`,
  );
  console.log(`attribute, IPv4     ${rounded(median(ours))} answers/s, text in, whole attributions out`);
  console.log(`attribute, IPv6     ${rounded(median(oursIPv6))} answers/s`);
  console.log(
    `ratio               ${ratio.toFixed(2)} (rounds ${ratios.map((value) => value.toFixed(2)).join(' ')}), at least ${LEAST_RATIO}`,
  );
  console.log(
    `start of a process  ${start.toFixed(0)} ms (${starts.map(({ ms }) => ms.toFixed(0)).join(' ')}), less than ${LONGEST_START_MS}`,
  );
  console.log(
    `memory              ${megabytes(starts[0]?.rss ?? 0)} MB after the start, ${megabytes(process.memoryUsage().rss)} MB here, with the addresses and the bare ranges`,
  );
  return ratio >= LEAST_RATIO && start < LONGEST_START_MS ? 0 : 1;
}

function attributeAll(
  addresses: readonly string[],
  attribute: (address: string) => { readonly asn: number | null },
): number {
  let sum = 0;
  for (const address of addresses) sum += attribute(address).asn ?? 0;
  return sum;
}

function searchAll(ranges: RangeList, addresses: Uint32Array): number {
  const { starts, values } = ranges;
  let sum = 0;
  for (const address of addresses) {
    let from = 0;
    let to = starts.length;
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if ((starts[middle] as number) <= address) from = middle;
      else to = middle;
    }
    sum += values[from] as number;
  }
  return sum;
}

function startTimes(): readonly { readonly ms: number; readonly rss: number }[] {
  return Array.from({ length: STARTS }, () => {
    const before = performance.now();
    const child = spawnSync(process.execPath, [import.meta.filename, '--start', '--data-dir', dataDir], {
      encoding: 'utf8',
    });
    if (child.status !== 0) throw new Error(child.stderr);
    return { ms: performance.now() - before, rss: Number(child.stdout) };
  });
}

function rate(count: number, run: () => number): number {
  const before = performance.now();
  const sum = run();
  const seconds = (performance.now() - before) / 1000;
  if (sum === 0) throw new Error('nothing was found');
  return count / seconds;
}

/** Uniform over what is not plainly special: no multicast, no reserved, no 0, 10 and 127. */
function publicLooking(random: () => number): number {
  for (;;) {
    const address = random();
    const first = address >>> 24;
    if (first > 0 && first < 224 && first !== 10 && first !== 127) return address;
  }
}

function hex(random: () => number, below: number): string {
  return (random() % below).toString(16);
}

/** Marsaglia's xorshift with 32 bits: the same addresses in every run. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function rounded(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
