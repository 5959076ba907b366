import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordAt } from '../../../src/attribution/tables/column.ts';
import {
  blockBits,
  compileIPv4Table,
  countAddresses,
  findIPv4,
  hasValues,
  wholeIPv4Table,
} from '../../../src/attribution/tables/ipv4-table.ts';
import {
  blockBitsIPv6,
  compileIPv6Table,
  findIPv6,
  valueIPv6,
  wholeIPv6Table,
} from '../../../src/attribution/tables/ipv6-table.ts';
import {
  combineLists,
  createRangeListBuilder,
  type RangeList,
} from '../../../src/attribution/tables/range-list.ts';

// Few distinct words, so that neighbours, equal starts and divided blocks come up often.
const word = fc.oneof(
  fc.constantFrom(0, 1, 2, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff),
  fc.nat(0xffffffff),
);
const value = fc.nat(3);
const rowsOf = (words: 1 | 4) =>
  fc.array(fc.tuple(fc.array(word, { minLength: words, maxLength: words }), value), { maxLength: 40 });

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [index, a] of left.entries()) {
    const b = right[index] ?? 0;
    if (a !== b) return a - b;
  }
  return 0;
}

function listOf(words: 1 | 4, rows: readonly (readonly [number[], number])[]): RangeList {
  const builder = createRangeListBuilder(words, 1);
  for (const [start, rowValue] of [...rows].sort(([left], [right]) => compare(left, right)))
    builder.add(start, rowValue);
  return builder.list();
}

const tableIPv4 = (list: RangeList) => wholeIPv4Table(compileIPv4Table(list));
const tableIPv6 = (list: RangeList) => wholeIPv6Table(compileIPv6Table(list));

/** Linear and obvious: the last of the highest starts that are not behind the address. */
function scan(rows: readonly (readonly [number[], number])[], address: readonly number[]): number {
  const sorted = [...rows].sort(([left], [right]) => compare(left, right));
  return sorted.filter(([start]) => compare(start, address) <= 0).at(-1)?.[1] ?? 0;
}

function neighbours(rows: readonly (readonly [number[], number])[], more: readonly number[][]): number[][] {
  return [...rows.map(([start]) => start), ...more].flatMap((start) => {
    const last = start.length - 1;
    const at = (change: number) =>
      start.map((part, index) => (index === last ? Math.min(Math.max(part + change, 0), 0xffffffff) : part));
    return [at(-1), at(0), at(1)];
  });
}

describe('IPv4Table', () => {
  it('counts the addresses of each value, over blocks and to the end of the space', () => {
    const rows = [
      [[0x0a000000], 1],
      [[0x0a000100], 2],
      [[0x0a020000], 1],
      [[0x0a020001], 0],
      [[0xffffff00], 3],
    ] as const;
    const table = compileIPv4Table(
      listOf(
        1,
        rows.map(([start, id]) => [[...start], id]),
      ),
    );
    const gap = 2 ** 32 - 257 - 0x1ff00 - 256;
    expect([...countAddresses(table, 4)]).toEqual([gap, 257, 0x1ff00, 256]);
  });

  it('finds what a linear scan finds', () => {
    fc.assert(
      fc.property(rowsOf(1), fc.array(fc.array(word, { minLength: 1, maxLength: 1 })), (rows, more) => {
        const table = tableIPv4(listOf(1, rows));
        for (const address of neighbours(rows, more)) {
          expect(wordAt(table.values, findIPv4(table, address[0] ?? 0))).toBe(scan(rows, address));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives blocks that have one value throughout', () => {
    fc.assert(
      fc.property(rowsOf(1), word, (rows, address) => {
        const table = tableIPv4(listOf(1, rows));
        const row = findIPv4(table, address);
        const bits = blockBits(table, address, row);
        const size = 2 ** (32 - bits);
        const first = Math.floor(address / size) * size;
        expect(bits).toBeGreaterThanOrEqual(16);
        const inside = [
          first,
          first + size - 1,
          ...rows.map(([[start = 0]]) => start).filter((start) => start >= first && start < first + size),
        ];
        for (const other of inside) expect(scan(rows, [other])).toBe(scan(rows, [address]));
      }),
      { numRuns: 60 },
    );
  });

  it('knows which /16 have values', () => {
    const table = tableIPv4(
      listOf(1, [
        [[0x01020304], 1],
        [[0x01030000], 0],
        [[0x05000000], 2],
        [[0x05010000], 0],
      ]),
    );
    expect([0x0101, 0x0102, 0x0103, 0x0500, 0x0501].map((block) => hasValues(table, block))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('IPv6Table', () => {
  it('finds what a linear scan finds, inside divided /64 too', () => {
    fc.assert(
      fc.property(rowsOf(4), fc.array(fc.array(word, { minLength: 4, maxLength: 4 })), (rows, more) => {
        const table = tableIPv6(listOf(4, rows));
        for (const address of neighbours(rows, more)) {
          const words = Uint32Array.from(address);
          expect(valueIPv6(table, words, findIPv6(table, words))).toBe(scan(rows, address));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives blocks that have one value throughout', () => {
    const parts = fc.array(word, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(rowsOf(4), parts, (rows, [high = 0, low = 0]) => {
        const words = Uint32Array.of(high, low, 0, 0);
        const table = tableIPv6(listOf(4, rows));
        const bits = blockBitsIPv6(table, words, findIPv6(table, words));
        expect(bits).toBeGreaterThanOrEqual(32);
        if (bits === 128) return;
        const size = 2 ** (64 - bits);
        const first = Math.floor(low / size) * size;
        const last = [high, first + size - 1, 0xffffffff, 0xffffffff];
        const inside = rows
          .map(([start]) => start)
          .filter((start) => compare(start, [high, first, 0, 0]) >= 0 && compare(start, last) <= 0);
        for (const other of [[high, first, 0, 0], last, ...inside])
          expect(scan(rows, other)).toBe(scan(rows, [high, low, 0, 0]));
      }),
      { numRuns: 300 },
    );
  });
});

describe('combineLists', () => {
  it('pairs the values of both at every address', () => {
    fc.assert(
      fc.property(rowsOf(4), rowsOf(4), (left, right) => {
        const both = combineLists(listOf(4, left), listOf(4, right), (a, b) => a * 10 + b);
        for (const address of neighbours([...left, ...right], [])) {
          const found = Array.from({ length: both.count }, (_, row) => row).findLast(
            (row) => compare([...both.starts.subarray(row * 4, row * 4 + 4)], address) <= 0,
          );
          expect(both.values[found ?? -1]).toBe(scan(left, address) * 10 + scan(right, address));
        }
        for (let row = 1; row < both.count; row++) expect(both.values[row]).not.toBe(both.values[row - 1]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('createRangeListBuilder', () => {
  it('refuses starts that go down', () => {
    const builder = createRangeListBuilder(1);
    builder.add([5], 1);
    expect(() => builder.add([4], 2)).toThrow(RangeError);
  });
});
