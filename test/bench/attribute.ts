import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openAttributor } from '../../src/attribution/attributor.ts';
import { createAsRegister, readAsnCsv } from '../../src/attribution/compile/asn-csv.ts';
import { embeddedDatabases } from '../../src/attribution/databases/sources.ts';
import { formatIPv4, parseIPv4 } from '../../src/attribution/tables/ipv4.ts';
import type { RangeList } from '../../src/attribution/tables/range-list.ts';

/*
 * How fast attribution is, against a bare binary search over typed arrays of the same AS ranges that gets the
 * same lines of text. Both take turns on small slices, so that a busy machine slows both: rates alone drift
 * by a fifth within minutes. Exit 1 where a limit is missed.
 */
const LEAST_RATIO = 0.5;
/** A whole process for one address, in those of one that does nothing: 100 ms where that takes 25. */
const LONGEST_START = 4;
const MOST_MEGABYTES = 100;
/** Start and memory may miss their goals by no more than this. */
const TOLERANCE = 1.1;
const ROUNDS = 7;
const SLICE = 20_000;
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
  process.exitCode = await bench(Number(options.addresses));
}

type Answer = (address: string) => number;

async function bench(count: number): Promise<number> {
  const attributor = await openAttributor({ dataDir, onProgress: (message) => console.error(message) });
  const attribute: Answer = (address) => attributor.attribute(address).asn ?? 0;
  const ranges = readAsnCsv(readFileSync(embeddedDatabases().asn.ipv4), 1, createAsRegister());
  const bare: Answer = (address) => search(ranges, parseIPv4(address));
  const random = xorshift(SEED);
  const ipv4 = lines(count, () => formatIPv4(publicLooking(random)));
  const ipv6 = lines(count / 5, () => ipv6Looking(random));

  const rounds = Array.from({ length: ROUNDS }, () => takeTurns(ipv4, bare, attribute));
  const ipv6Rounds = Array.from({ length: ROUNDS }, () => takeTurns(ipv6, attribute, attribute));
  const numbers = Uint32Array.from(ipv4, parseIPv4);
  const plain = Array.from({ length: ROUNDS }, () => searchAll(ranges, numbers));
  const starts = startTimes();
  const memory = memoryAfterStart();

  const ratio = median(rounds.map(([bareMs, ourMs]) => bareMs / ourMs));
  const start = median(starts.map(([ours, nothing]) => ours / nothing));
  const rate = (times: readonly number[], of: number): string =>
    Math.round((of / median(times)) * 1000).toLocaleString('en');
  console.log(
    `bare binary search  ${rate(
      rounds.map(([ms]) => ms),
      count,
    )}/s over ${ranges.count} AS ranges, from the same text`,
  );
  console.log(`  without the text  ${rate(plain, count)}/s, numbers in and out, for comparison`);
  console.log(
    `attribute, IPv4     ${rate(
      rounds.map(([, ms]) => ms),
      count,
    )}/s, text in, whole attributions out`,
  );
  console.log(
    `attribute, IPv6     ${rate(
      ipv6Rounds.map(([, ms]) => ms),
      ipv6.length,
    )}/s`,
  );
  console.log(
    `ratio               ${ratio.toFixed(2)}, at least ${LEAST_RATIO} (rounds: ${rounds.map(([bareMs, ourMs]) => (bareMs / ourMs).toFixed(2)).join(' ')})`,
  );
  console.log(
    `start of a process  ${start.toFixed(1)} times node -e 0, goal ${LONGEST_START} (${starts.map(([ours, nothing]) => `${ours.toFixed(0)}/${nothing.toFixed(0)}`).join(' ')} ms)`,
  );
  console.log(
    `memory              ${megabytes(memory)} MB after a start, goal ${MOST_MEGABYTES}; ${megabytes(process.memoryUsage().rss)} MB here, with the lines and the bare ranges`,
  );
  const kept =
    ratio >= LEAST_RATIO && start <= LONGEST_START * TOLERANCE && memory <= MOST_MEGABYTES * 1e6 * TOLERANCE;
  return kept ? 0 : 1;
}

/** Milliseconds that each of the two took for all lines. */
function takeTurns(all: readonly string[], first: Answer, second: Answer): readonly [number, number] {
  const spent: [number, number] = [0, 0];
  for (let at = 0; at < all.length; at += SLICE) {
    const slice = all.slice(at, at + SLICE);
    spent[0] += time(slice, first);
    spent[1] += time(slice, second);
  }
  return spent;
}

function time(slice: readonly string[], answer: Answer): number {
  const before = performance.now();
  let sum = 0;
  for (const address of slice) sum += answer(address);
  if (sum === 0) throw new Error('nothing was found');
  return performance.now() - before;
}

function search({ starts, values }: RangeList, address: number): number {
  let from = 0;
  let to = starts.length;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if ((starts[middle] as number) <= address) from = middle;
    else to = middle;
  }
  return values[from] as number;
}

function searchAll(ranges: RangeList, addresses: Uint32Array): number {
  const before = performance.now();
  let sum = 0;
  for (const address of addresses) sum += search(ranges, address);
  if (sum === 0) throw new Error('nothing was found');
  return performance.now() - before;
}

/** Milliseconds of `whohosts attribute` for one address, the whole process, and of one that does nothing. */
function startTimes(): readonly (readonly [ours: number, nothing: number])[] {
  const program = fileURLToPath(new URL('../../src/main.js', import.meta.url));
  const run = (args: readonly string[], expected: string): number => {
    const before = performance.now();
    const child = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      input: '116.203.1.1\n',
      env: { ...process.env, DATA_DIR: dataDir },
    });
    if (child.status !== 0 || !child.stdout.includes(expected)) throw new Error(child.stderr);
    return performance.now() - before;
  };
  // The first start fills the cache of compiled files.
  run([program, 'attribute'], 'AS24940');
  return Array.from({ length: STARTS }, () => [run([program, 'attribute'], 'AS24940'), run(['-e', '0'], '')]);
}

/** Bytes in memory after opening the tables, in a process of its own. */
function memoryAfterStart(): number {
  const child = spawnSync(process.execPath, [import.meta.filename, '--start', '--data-dir', dataDir], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return Number(child.stdout);
}

/**
 * Through a buffer, as lines of a file would come: texts put together here would still have to be flattened.
 */
function lines(count: number, make: () => string): readonly string[] {
  return Buffer.from(Array.from({ length: count }, make).join('\n'))
    .toString()
    .split('\n');
}

/** Uniform over what is not plainly special: no multicast, no reserved, no 0, 10 and 127. */
function publicLooking(random: () => number): number {
  for (;;) {
    const address = random();
    const first = address >>> 24;
    if (first > 0 && first < 224 && first !== 10 && first !== 127) return address;
  }
}

function ipv6Looking(random: () => number): string {
  const hex = (below: number): string => (random() % below).toString(16);
  return `2a0${hex(16)}:${hex(0x10000)}:${hex(0x100)}::${hex(0x10000)}`;
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

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
