import type { Scan } from '../model/scan.ts';
import { type Change, type Counted, compareScans } from '../statistics/change.ts';
import { isCutShort } from '../statistics/margin.ts';
import { readTotals, type TotalRow } from '../statistics/totals.ts';
import { type Trend, traceTrend, type WeekShares } from '../statistics/trend.ts';
import { isoWeek } from './week.ts';

/** A finished earlier scan with its stored totals. */
export interface PastScan {
  readonly scan: Scan;
  readonly totals: readonly TotalRow[];
}

/** A change with the scan that it is against. */
export interface ChangeEntry extends Change {
  readonly scanId: number;
  readonly week: string;
  readonly finishedAt: string;
}

/** Against the previous scan of the same list, the one nearest to four weeks ago, and to a year ago; null without such. */
export interface Changes {
  readonly previous: ChangeEntry | null;
  readonly fourWeeks: ChangeEntry | null;
  readonly year: ChangeEntry | null;
}

const DAY = 24 * 60 * 60 * 1000;
const FOUR_WEEKS = { days: 28, tolerance: 4 };
/** 52 whole weeks, so that the same weekday is compared. */
const YEAR = { days: 364, tolerance: 10 };

/**
 * The scans of the same list that a report on `scan` wants totals of, oldest first: one a week for a year, and those to
 * compare with. The last is the previous scan of the list.
 */
export function usefulPast(scans: readonly Scan[], scan: Scan): readonly Scan[] {
  const earlier = earlierOf(scans, scan);
  const weeks = new Map(earlier.filter(withinYear(scan)).map((past) => [isoWeek(past.finishedAt), past]));
  const compared = [earlier.at(-1), nearest(earlier, scan, FOUR_WEEKS), nearest(earlier, scan, YEAR)];
  const useful = new Set([...weeks.values(), ...compared]);
  return earlier.filter((past) => useful.has(past));
}

/**
 * @param past earlier scans, any; those of other lists are ignored, for shares of another list are another thing
 * @param now the counts of `scan` itself
 */
export function comparePast(past: readonly PastScan[], scan: Scan, now: Counted): Changes {
  const totals = new Map(past.map(({ scan: { id }, totals: rows }) => [id, rows]));
  const earlier = earlierOf(
    past.map((one) => one.scan),
    scan,
  );
  const against = (then: Finished | undefined): ChangeEntry | null => {
    if (then === undefined) return null;
    const shares = readTotals(totals.get(then.id) ?? []);
    if (shares.answered === 0) return null;
    const { id: scanId, finishedAt } = then;
    return {
      scanId,
      week: isoWeek(finishedAt),
      finishedAt,
      ...compareScans({ shares, sampling: then }, now),
    };
  };
  return {
    previous: against(earlier.at(-1)),
    fourWeeks: against(nearest(earlier, scan, FOUR_WEEKS)),
    year: against(nearest(earlier, scan, YEAR)),
  };
}

/** A year of weeks up to and with `scan`; of several scans in a week the last one counts. */
export function traceYear(past: readonly PastScan[], scan: Scan, now: Counted): Trend {
  const totals = new Map(past.map(({ scan: { id }, totals: rows }) => [id, rows]));
  const earlier = earlierOf(
    past.map((one) => one.scan),
    scan,
  );
  const weeks = new Map<string, WeekShares>();
  for (const { id, finishedAt } of earlier.filter(withinYear(scan))) {
    const week = isoWeek(finishedAt);
    const shares = readTotals(totals.get(id) ?? []);
    if (shares.answered > 0) weeks.set(week, { week, finishedAt, shares });
  }
  const finishedAt = scan.finishedAt ?? scan.startedAt;
  const week = isoWeek(finishedAt);
  return traceTrend([...weeks.set(week, { week, finishedAt, shares: now.shares }).values()]);
}

type Finished = Scan & { readonly finishedAt: string };

/** Finished scans of the same list before this one, oldest first; a trial of the list's beginning compares with nothing. */
function earlierOf(scans: readonly Scan[], scan: Scan): readonly Finished[] {
  if (isCutShort(scan)) return [];
  return scans
    .filter((past) => !isCutShort(past))
    .filter((past): past is Finished => past.finishedAt !== null)
    .filter(({ id, network, source }) => id < scan.id && network === scan.network && source === scan.source)
    .sort((a, b) => a.id - b.id);
}

function ageInDays(past: Finished, scan: Scan): number {
  return (Date.parse(scan.finishedAt ?? scan.startedAt) - Date.parse(past.finishedAt)) / DAY;
}

function withinYear(scan: Scan): (past: Finished) => boolean {
  return (past) => ageInDays(past, scan) <= YEAR.days + YEAR.tolerance;
}

function nearest(
  earlier: readonly Finished[],
  scan: Scan,
  { days, tolerance }: { readonly days: number; readonly tolerance: number },
): Finished | undefined {
  const off = (past: Finished) => Math.abs(ageInDays(past, scan) - days);
  return earlier.filter((past) => off(past) <= tolerance).sort((a, b) => off(a) - off(b))[0];
}
