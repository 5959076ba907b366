import type { DatabaseVersion } from '../attribution/databases/downloads.ts';
import { combineLists, type RangeList } from '../attribution/tables/range-list.ts';
import { DataError } from '../model/expected-errors.ts';
import type { NewFile } from './source.ts';

/** The fewest and the most rows to accept if nothing was downloaded before. */
export type Plausible = readonly [least: number, most: number];

/** @throws {DataError} if there are fewer than half or more than twice the rows of the last good download */
export function checkRows(
  { role, rows }: NewFile,
  last: DatabaseVersion | undefined,
  first: Plausible,
): void {
  const before = last?.files.find((file) => file.role === role)?.rows;
  const [least, most] = before === undefined ? first : [before / 2, before * 2];
  if (rows < least || rows > most) {
    throw new DataError(`${rows} rows for ${role}, expected ${Math.ceil(least)} to ${Math.floor(most)}`);
  }
}

/**
 * Of the ranges known to both, the fraction that must agree; of the ranges known before, the fraction that
 * must still be known.
 */
const LEAST_SAME = 0.75;
const LEAST_KNOWN = 0.25;

/**
 * Compares new data with the data in use, range by range. Values must be numbered alike in both; 0 is
 * unknown. Databases of one kind agree on about 90 % of their ranges, even from different makers. Data that
 * does not is of another kind, or false.
 *
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
