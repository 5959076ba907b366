import type { Scan } from '../model/scan.ts';
import { isoWeek } from '../model/week.ts';
import { type Change, type CountedScan, compareScans } from '../statistics/change.ts';
import {
  type ComparableScan,
  earlierComparable,
  FOUR_WEEKS,
  isWithinYear,
  nearestBefore,
  YEAR,
} from '../statistics/comparable-scans.ts';
import { readTotals, type TotalRow } from '../statistics/totals.ts';
import { type Trend, traceTrend, type WeekShares } from '../statistics/trend.ts';

/** A finished earlier scan with its stored totals. */
export interface PastScan {
  readonly scan: Scan;
  readonly totals: readonly TotalRow[];
}

/** A change, and the scan that it is relative to. */
export interface ChangeEntry extends Change {
  readonly scanId: number;
  readonly week: string;
  readonly finishedAt: string;
}

/**
 * Changes since the previous scan of the same list, since the scan nearest to four weeks ago, and since the
 * one nearest to a year ago. Null if there is no such scan.
 */
export interface Changes {
  readonly previous: ChangeEntry | null;
  readonly fourWeeks: ChangeEntry | null;
  readonly year: ChangeEntry | null;
}

/**
 * The scans of the same list whose totals a report on `scan` needs, oldest first: one a week for a year, and
 * those to compare with. The last is the previous scan of the list.
 */
export function usefulPast(scans: readonly Scan[], scan: Scan): readonly Scan[] {
  const earlier = earlierComparable(scans, scan);
  const weeks = new Map(
    earlier.filter((past) => isWithinYear(past, scan)).map((past) => [isoWeek(past.finishedAt), past]),
  );
  const compared = [
    earlier.at(-1),
    nearestBefore(earlier, scan, FOUR_WEEKS),
    nearestBefore(earlier, scan, YEAR),
  ];
  const useful = new Set([...weeks.values(), ...compared]);
  return earlier.filter((past) => useful.has(past));
}

/**
 * @param past any earlier scans. Those of other lists are ignored, because their shares are not comparable.
 * @param now the counts of `scan` itself
 */
export function comparePast(past: readonly PastScan[], scan: Scan, now: CountedScan): Changes {
  const totals = new Map(past.map(({ scan: { id }, totals: rows }) => [id, rows]));
  const earlier = earlierComparable(
    past.map((one) => one.scan),
    scan,
  );
  const against = (then: ComparableScan | undefined): ChangeEntry | null => {
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
    fourWeeks: against(nearestBefore(earlier, scan, FOUR_WEEKS)),
    year: against(nearestBefore(earlier, scan, YEAR)),
  };
}

/** One entry per week for a year, up to and including `scan`. The last scan of a week counts. */
export function traceYear(past: readonly PastScan[], scan: Scan, now: CountedScan): Trend {
  const totals = new Map(past.map(({ scan: { id }, totals: rows }) => [id, rows]));
  const earlier = earlierComparable(
    past.map((one) => one.scan),
    scan,
  );
  const weeks = new Map<string, WeekShares>();
  for (const { id, finishedAt } of earlier.filter((one) => isWithinYear(one, scan))) {
    const week = isoWeek(finishedAt);
    const shares = readTotals(totals.get(id) ?? []);
    if (shares.answered > 0) weeks.set(week, { week, finishedAt, shares });
  }
  const finishedAt = scan.finishedAt ?? scan.startedAt;
  const week = isoWeek(finishedAt);
  return traceTrend([...weeks.set(week, { week, finishedAt, shares: now.shares }).values()]);
}
