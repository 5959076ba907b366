/** How concentrated a network is on a few hosters. Values are null if the denominator is 0. */
export interface Concentration {
  /**
   * Herfindahl-Hirschman index, from 0 (no hoster holds anything) to 10,000 (one hoster holds everything).
   */
  readonly hhi: number | null;
  /** Fraction that the five largest hosters hold together, from 0 to 1. */
  readonly top5: number | null;
  /** Smallest number of hosters that hold more than half; null if even all known hosters hold less. */
  readonly nakamoto: number | null;
  /** Number of equally large hosters that would give the same index: 10,000 / HHI. */
  readonly effective: number | null;
  /** The upper limit: all of these if the largest hoster had everything that is behind fronts. */
  readonly atMost: {
    readonly hhi: number | null;
    readonly top5: number | null;
    readonly nakamoto: number | null;
  };
}

/**
 * Concentration over hosters. Every share is a fraction of `total`, everything that answered. What is behind
 * a front or unattributed is in the denominator but belongs to no hoster. The figures are therefore lower
 * limits.
 *
 * HHI = Σ (100 count / total)², as in the Merger Guidelines of the U.S. Department of Justice and the Federal
 * Trade Commission (2023), guideline 1, which call a market above 1,800 highly concentrated.
 *
 * Nakamoto coefficient: B. Srinivasan and L. Lee, "Quantifying Decentralization" (2017), with a threshold of
 * one half.
 *
 * Effective number: the inverse of Simpson's index, M. Hill, "Diversity and Evenness", Ecology 54 (1973).
 *
 * @param counts servers or users of each hoster, in any order
 * @param hidden servers or users behind fronts
 * @param total the denominator, at least the sum of the others
 */
export function concentration(counts: readonly number[], hidden: number, total: number): Concentration {
  const sorted = counts.toSorted((a, b) => b - a);
  const hhi = herfindahl(sorted, total);
  const [largest = 0, ...others] = sorted;
  const worst = [largest + hidden, ...others];
  return {
    hhi,
    top5: top5(sorted, total),
    nakamoto: nakamoto(sorted, total),
    effective: hhi === null || hhi === 0 ? null : 10_000 / hhi,
    atMost: {
      hhi: herfindahl(worst, total),
      top5: top5(worst, total),
      nakamoto: nakamoto(worst, total),
    },
  };
}

function herfindahl(counts: readonly number[], total: number): number | null {
  if (total === 0) return null;
  return (10_000 * counts.reduce((sum, count) => sum + count ** 2, 0)) / total ** 2;
}

function top5(sorted: readonly number[], total: number): number | null {
  if (total === 0) return null;
  return sorted.slice(0, 5).reduce((sum, count) => sum + count, 0) / total;
}

function nakamoto(sorted: readonly number[], total: number): number | null {
  let held = 0;
  for (const [index, count] of sorted.entries()) {
    held += count;
    if (held * 2 > total) return index + 1;
  }
  return null;
}
