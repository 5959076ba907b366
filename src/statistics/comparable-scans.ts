import type { Scan } from '../model/scan.ts';
import { isoWeek } from '../model/week.ts';
import { isCutShort } from './margin.ts';

/**
 * Decides which scans may be compared. The report, the page, its series and the archive all use this file, so
 * that they show the same moves and the same history.
 */

/** A finished scan of the whole list or of a random sample. */
export type ComparableScan = Scan & { readonly finishedAt: string };

/** How far back a comparison reaches, and by how much a scan may deviate from that. In days. */
interface Distance {
  readonly days: number;
  readonly tolerance: number;
}

export const FOUR_WEEKS: Distance = { days: 28, tolerance: 4 };
/** 52 whole weeks, so that both scans are on the same weekday. */
export const YEAR: Distance = { days: 364, tolerance: 10 };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether a scan's shares describe its list: the scan is finished, and no limit cut it short. */
export function isComparable(scan: Scan): scan is ComparableScan {
  return scan.finishedAt !== null && !isCutShort(scan);
}

/**
 * Earlier scans that may be compared with `scan`, oldest first: comparable scans of the same list, because
 * shares of another list measure something else. Empty if `scan` itself was cut short.
 */
export function earlierComparable(scans: readonly Scan[], scan: Scan): readonly ComparableScan[] {
  if (isCutShort(scan)) return [];
  return scans
    .filter(isComparable)
    .filter(({ id, network, source }) => id < scan.id && network === scan.network && source === scan.source)
    .filter((past) => askedAlike(past, scan))
    .sort((a, b) => a.id - b.id);
}

/**
 * A scan without HTTP cannot see delegations, so it finds other places. XMPP and the web need no HTTP; old
 * scans did not record it.
 */
function askedAlike(past: Scan, scan: Scan): boolean {
  const [before, now] = [past.http ?? null, scan.http ?? null];
  const isAsked = scan.network === 'fediverse' || scan.network === 'matrix';
  return !isAsked || before === null || now === null || before === now;
}

/** The comparable scan nearest to `distance` before `scan`; undefined if none is within the tolerance. */
export function nearestBefore(
  earlier: readonly ComparableScan[],
  scan: Scan,
  distance: Distance,
): ComparableScan | undefined {
  const off = (past: ComparableScan) => Math.abs(ageInDays(past, scan) - distance.days);
  return earlier.filter((past) => off(past) <= distance.tolerance).sort((a, b) => off(a) - off(b))[0];
}

/** Whether a scan is older than `scan` by at most a year plus the tolerance. */
export function isWithinYear(past: ComparableScan, scan: Scan): boolean {
  return ageInDays(past, scan) <= YEAR.days + YEAR.tolerance;
}

/**
 * One scan per ISO week, oldest first; if a week has several, the last one. Only scans comparable with `scan`
 * are included. The week of `scan` itself is always among them.
 */
export function weeksOfList(scans: readonly Scan[], scan: Scan): ReadonlyMap<string, Scan> {
  const weeks = earlierComparable(scans, scan).map((one): [string, Scan] => [isoWeek(one.finishedAt), one]);
  return new Map([...weeks, [isoWeek(scan.finishedAt ?? scan.startedAt), scan]]);
}

/**
 * The scan that represents each ISO week, whatever its list: the last comparable one, or in a week without
 * one simply the last. So a trial never replaces the census of its week.
 *
 * @param scans finished scans of one network, oldest first
 */
export function scanOfEachWeek(scans: readonly Scan[]): ReadonlyMap<string, Scan> {
  const comparableLast = scans.toSorted((a, b) => Number(isComparable(a)) - Number(isComparable(b)));
  return new Map(comparableLast.map((scan) => [isoWeek(scan.finishedAt ?? scan.startedAt), scan]));
}

function ageInDays(past: ComparableScan, scan: Scan): number {
  return (Date.parse(scan.finishedAt ?? scan.startedAt) - Date.parse(past.finishedAt)) / DAY_MS;
}
