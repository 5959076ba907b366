import { type TableColumn, wholeColumn, wordAt } from './column.ts';
import { widestBlock } from './ipv4.ts';
import type { RangeList } from './range-list.ts';

/**
 * Ranges of IPv6 addresses by their upper 64 bits: first the /32 among those that have a row, then the second
 * word within it. The few ranges that begin inside a /64 stand apart in `deepStarts`, so that the millions of
 * others need 8 bytes instead of 20.
 */
export interface IPv6Rows {
  /** First words that have rows of their own, ascending. */
  readonly highs: Uint32Array;
  /** Row where each of `highs` begins, and the number of rows at the end. */
  readonly offsets: Uint32Array;
  /** Second words of the starts. */
  readonly lows: Uint32Array;
  /** With {@link DEEP} set, the /64 is divided and `deepStarts` has the value. */
  readonly values: Uint32Array;
  /** Four words a row, ascending. */
  readonly deepStarts: Uint32Array;
  readonly deepValues: Uint32Array;
}

/** The same, to be searched. */
export type IPv6Table = { readonly [part in keyof IPv6Rows]: TableColumn<Uint32Array> };

const DEEP = 0x80000000;

export function compileIPv6Table(list: RangeList): IPv6Rows {
  const highs: number[] = [];
  const offsets: number[] = [];
  const lows = new Uint32Array(list.count * 2 + 1);
  const values = new Uint32Array(list.count * 2 + 1);
  const deepStarts: number[] = [];
  const deepValues: number[] = [];
  let rows = 0;
  let value = 0;

  const put = (high: number, low: number, rowValue: number): void => {
    if (highs.at(-1) !== high) {
      highs.push(high);
      offsets.push(rows);
    }
    lows[rows] = low;
    values[rows++] = rowValue;
  };
  const lastIs = (high: number, low: number): boolean =>
    rows > 0 && highs.at(-1) === high && lows[rows - 1] === low;
  // A divided /64 ends where the next begins, unless the next has a row of its own.
  const closeDeep = (high: number, low: number): void => {
    if (rows === 0 || (values[rows - 1] as number) < DEEP || lastIs(high, low)) return;
    const lastHigh = highs.at(-1) ?? 0;
    const lastLow = lows[rows - 1] as number;
    const nextLow = lastLow === 0xffffffff ? 0 : lastLow + 1;
    const nextHigh = lastLow === 0xffffffff ? lastHigh + 1 : lastHigh;
    if (nextHigh !== high || nextLow !== low) put(nextHigh, nextLow, value);
  };

  for (let row = 0; row < list.count; row++) {
    const [high = 0, low = 0, third = 0, fourth = 0] = list.starts.subarray(row * 4, row * 4 + 4);
    closeDeep(high, low);
    if (third === 0 && fourth === 0) {
      put(high, low, list.values[row] as number);
    } else {
      if (!lastIs(high, low)) {
        put(high, low, DEEP);
        deepStarts.push(high, low, 0, 0);
        deepValues.push(value);
      } else if ((values[rows - 1] as number) < DEEP) {
        deepStarts.push(high, low, 0, 0);
        deepValues.push(values[rows - 1] as number);
        values[rows - 1] = DEEP;
      }
      deepStarts.push(high, low, third, fourth);
      deepValues.push(list.values[row] as number);
    }
    value = list.values[row] as number;
  }
  closeDeep(0x100000000, 0);
  offsets.push(rows);
  return {
    highs: Uint32Array.from(highs),
    offsets: Uint32Array.from(offsets),
    lows: lows.slice(0, rows),
    values: values.slice(0, rows),
    deepStarts: Uint32Array.from(deepStarts),
    deepValues: Uint32Array.from(deepValues),
  };
}

/** A compiled table that is in memory as a whole. */
export function wholeIPv6Table(rows: IPv6Rows): IPv6Table {
  return {
    highs: wholeColumn(rows.highs),
    offsets: wholeColumn(rows.offsets),
    lows: wholeColumn(rows.lows),
    values: wholeColumn(rows.values),
    deepStarts: wholeColumn(rows.deepStarts),
    deepValues: wholeColumn(rows.deepValues),
  };
}

/** The row that holds an address of four words. */
export function findIPv6(table: IPv6Table, address: Uint32Array): number {
  const { highs, offsets, lows } = table;
  const high = address[0] as number;
  const low = address[1] as number;
  let from = 0;
  let to = highs.length;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (wordAt(highs, middle) <= high) from = middle;
    else to = middle;
  }
  const end = wordAt(offsets, from + 1);
  if (wordAt(highs, from) !== high) return end - 1;
  // One before the first row of this /32 is the row that reaches into it from before.
  let row = wordAt(offsets, from) - 1;
  to = end;
  while (to - row > 1) {
    const middle = (row + to) >>> 1;
    if (wordAt(lows, middle) <= low) row = middle;
    else to = middle;
  }
  return row;
}

/** The value at a row that {@link findIPv6} gave for the same address. */
export function valueIPv6(table: IPv6Table, address: Uint32Array, row: number): number {
  const value = wordAt(table.values, row);
  return value < DEEP ? value : wordAt(table.deepValues, findDeep(table, address));
}

/**
 * Bits of the largest CIDR block round `address` within its row, never fewer than 32. Inside a divided /64 it
 * is 128, because such ranges are single service addresses.
 */
export function blockBitsIPv6(table: IPv6Table, address: Uint32Array, row: number): number {
  if (wordAt(table.values, row) >= DEEP) return 128;
  const high = address[0] as number;
  let group = 0;
  let to = table.highs.length;
  while (to - group > 1) {
    const middle = (group + to) >>> 1;
    if (wordAt(table.highs, middle) <= high) group = middle;
    else to = middle;
  }
  if (wordAt(table.highs, group) !== high) return 32;
  const start = row < wordAt(table.offsets, group) ? 0 : wordAt(table.lows, row);
  const end = row + 1 < wordAt(table.offsets, group + 1) ? wordAt(table.lows, row + 1) - 1 : 0xffffffff;
  return 32 + widestBlock(address[1] as number, start, end, 0);
}

function findDeep(table: IPv6Table, address: Uint32Array): number {
  let from = 0;
  let to = table.deepValues.length;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (startsBefore(table.deepStarts, middle * 4, address)) from = middle;
    else to = middle;
  }
  return from;
}

function startsBefore(starts: TableColumn<Uint32Array>, offset: number, address: Uint32Array): boolean {
  for (let word = 0; word < 4; word++) {
    const start = wordAt(starts, offset + word);
    const wanted = address[word] as number;
    if (start !== wanted) return start < wanted;
  }
  return true;
}
