import type { DataSource } from '../attribution/databases/sources.ts';

/** No scan by this program is older than this. */
const EARLIEST = Date.parse('2025-01-01T00:00:00Z');
/** Address data older than this many years no longer describes hosting, even if the clock is right. */
const OLDEST_DATA_YEARS = 5;
const YEAR_MS = 365.25 * 24 * 3_600_000;

/**
 * Why a scan must not run now: the clock is wrong or the address data is too old. The scan's week would be
 * wrong in the history permanently. Null if all is well. Small machines without a battery boot in 1970.
 */
export function clockFault(now: Date, sources: readonly Pick<DataSource, 'date'>[]): string | null {
  const day = now.toISOString().slice(0, 10);
  if (now.getTime() < EARLIEST) return `The clock says ${day}; set it.`;
  const dates = sources.flatMap(({ date }) => (date === null ? [] : [Date.parse(date)]));
  const newest = Math.max(...dates);
  if (dates.length === 0 || now.getTime() - newest <= OLDEST_DATA_YEARS * YEAR_MS) return null;
  const dataDay = new Date(newest).toISOString().slice(0, 10);
  return `The clock says ${day}, and the newest address data is of ${dataDay}: set the clock, or run \`whohosts update-data\`.`;
}
