import type { Download } from '../attribution/downloads.ts';
import { combineLists, type RangeList } from '../attribution/range-list.ts';
import { DataError, type NewFile } from './source.ts';

/** How many rows there are at least and at most, where nothing was downloaded before. */
export type Plausible = readonly [least: number, most: number];

/** @throws {DataError} where there are fewer than half or more than double the rows of the last good download. */
export function checkRows({ role, rows }: NewFile, last: Download | undefined, first: Plausible): void {
  const before = last?.files.find((file) => file.role === role)?.rows;
  const [least, most] = before === undefined ? first : [before / 2, before * 2];
  if (rows < least || rows > most) {
    throw new DataError(`${rows} rows for ${role}, expected ${Math.ceil(least)} to ${Math.floor(most)}`);
  }
}

/** Of what both know, so much must be the same; of what was known, so much must be known still. */
const LEAST_SAME = 0.75;
const LEAST_KNOWN = 0.25;

/**
 * Compares new data with that in use, range by range; values are the same numbers in both, 0 for unknown. Databases of one
 * kind agree on some 90 % of their ranges however they are made, so data that does not is of something else, or a lie.
 * @throws {DataError}
 */
export function checkAgreement(
  next: RangeList,
  used: RangeList,
  same: (next: number, used: number) => boolean,
  what: string,
): void {
  let known = 0;
  let both = 0;
  let agreed = 0;
  combineLists(next, used, (left, right) => {
    if (right === 0) return 0;
    known++;
    if (left === 0) return 0;
    both++;
    if (same(left, right)) agreed++;
    return 0;
  });
  const percent = (part: number, whole: number) => Math.floor((100 * part) / Math.max(whole, 1));
  if (both < known * LEAST_KNOWN) {
    throw new DataError(`${what}: knows only ${percent(both, known)} % of the ranges that are known now`);
  }
  if (agreed < both * LEAST_SAME) {
    throw new DataError(
      `${what}: agrees with the data in use on only ${percent(agreed, both)} % of the ranges`,
    );
  }
}
