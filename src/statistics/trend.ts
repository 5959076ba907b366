import { isAccessProvider } from './access-providers.ts';
import type { PastShares } from './totals.ts';

/** Number of hosters that are traced. */
const LARGEST = 8;

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

/** Fractions, one per week, in the order of the weeks. */
export interface TrendLine {
  /** Fraction of the servers that answered; 0 if none was seen there. */
  readonly shares: readonly number[];
  /** Fraction of the active users; null in weeks in which no server reported any. */
  readonly activeShares: readonly (number | null)[];
}

/** The history of the largest hosters of the last week. Weeks without a scan are left out, not filled in. */
export interface Trend {
  /** Oldest first. */
  readonly weeks: readonly TrendWeek[];
  /** The eight largest hosters of the last week, largest first; without access providers. */
  readonly hosters: readonly (TrendLine & { readonly id: string; readonly name: string })[];
  /** All servers behind fronts. */
  readonly hidden: TrendLine;
}

export interface WeekShares {
  readonly week: string;
  readonly finishedAt: string;
  readonly shares: PastShares;
}

/** @param weeks in any order, one scan per week */
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
    .filter(([, hoster]) => !isAccessProvider(hoster))
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
