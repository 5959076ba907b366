import { isLine } from './lines.ts';
import type { PastShares } from './totals.ts';

/** Hosters with a line of their own. */
const LARGEST = 8;

/** One week of a trend. */
export interface TrendWeek {
  /** ISO 8601 week. */
  readonly week: string;
  /** ISO 8601 in UTC. */
  readonly finishedAt: string;
  readonly answered: number;
  readonly activeUsers: number;
  readonly hhi: number | null;
  readonly hhiByUsers: number | null;
  readonly top5: number | null;
  readonly nakamoto: number | null;
}

/** Fractions, one a week, in the order of the weeks. */
export interface TrendLine {
  /** Of the servers that answered; 0 where none was seen. */
  readonly shares: readonly number[];
  /** Of the active users; null in weeks in which nobody told their number. */
  readonly activeShares: readonly (number | null)[];
}

/** How the largest hosters of the last week came to be where they are. Weeks without a scan are left out, not filled in. */
export interface Trend {
  /** Oldest first. */
  readonly weeks: readonly TrendWeek[];
  /** The eight largest of the last week that host, largest first. */
  readonly hosters: readonly (TrendLine & { readonly id: string; readonly name: string })[];
  /** All that was behind fronts. */
  readonly hidden: TrendLine;
}

export interface WeekShares {
  readonly week: string;
  readonly finishedAt: string;
  readonly shares: PastShares;
}

/** @param weeks in any order, one scan a week */
export function traceTrend(weeks: readonly WeekShares[]): Trend {
  const sorted = weeks.toSorted((a, b) => (a.finishedAt < b.finishedAt ? -1 : 1));
  const line = (countOf: (shares: PastShares) => { servers: number; activeUsers: number } | undefined) => ({
    shares: sorted.map(({ shares }) =>
      shares.answered === 0 ? 0 : (countOf(shares)?.servers ?? 0) / shares.answered,
    ),
    activeShares: sorted.map(({ shares }) =>
      shares.activeUsers === 0 ? null : (countOf(shares)?.activeUsers ?? 0) / shares.activeUsers,
    ),
  });
  const largest = [...(sorted.at(-1)?.shares.hosters ?? [])]
    .filter(([, hoster]) => !isLine(hoster))
    .sort(([a, x], [b, y]) => y.servers - x.servers || y.activeUsers - x.activeUsers || (a < b ? -1 : 1))
    .slice(0, LARGEST);
  return {
    weeks: sorted.map(({ week, finishedAt, shares }) => ({
      week,
      finishedAt,
      answered: shares.answered,
      activeUsers: shares.activeUsers,
      hhi: shares.concentration.hhi,
      hhiByUsers: shares.concentrationByUsers.hhi,
      top5: shares.concentration.top5,
      nakamoto: shares.concentration.nakamoto,
    })),
    hosters: largest.map(([id, { name }]) => ({ id, name, ...line((shares) => shares.hosters.get(id)) })),
    hidden: line((shares) => shares.hidden),
  };
}
