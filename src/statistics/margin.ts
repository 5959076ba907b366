import type { Scan } from '../model/scan.ts';

/** The 97.5 % quantile of the standard normal distribution: two-sided 95 % confidence. */
const Z = 1.959963984540054;

/** Where the true share lies with 95 % confidence, as fractions 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % Wilson score interval of a share, with the finite-population correction: n is replaced by n (N - 1) / (N - n),
 * for a sample without replacement varies that much less. Wilson's holds its level for shares near 0 too, where the
 * textbook p ± 1.96 √(p (1 - p) / n) collapses to nothing.
 *
 * Sources: E. B. Wilson, "Probable Inference", JASA 22 (1927); L. Brown, T. Cai, A. DasGupta, "Interval Estimation for a
 * Binomial Proportion", Statistical Science 16 (2001); the correction: W. Cochran, "Sampling Techniques", section 2.6.
 *
 * @param count units with the property, 0 to `sampled`
 * @param sampled n, at least 1
 * @param population N, at least n; when n = N nothing is uncertain and the interval is the share itself
 */
export function wilsonInterval(count: number, sampled: number, population: number): Interval {
  const share = count / sampled;
  if (population <= sampled) return { low: share, high: share };
  const n = (sampled * (population - 1)) / (population - sampled);
  const centre = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** What decides whether a share has a margin. */
export type Sampling = Pick<Scan, 'seed' | 'sampled' | 'population'>;

/** Whether a scan looked at a random part of its list. A scan cut short without a seed is neither sample nor census. */
export function isSample(scan: Sampling): boolean {
  return scan.seed !== null && scan.sampled < scan.population;
}

/** Whether a scan looked at the first of its list only, for a trial: shares of these say nothing of the whole. */
export function isCutShort(scan: Sampling): boolean {
  return scan.seed === null && scan.sampled < scan.population;
}

/**
 * Half the width of the 95 % interval of a share among the answered servers, as a fraction 0 to 1; null for a census. How
 * many servers of the whole list would have answered is not known; it is taken in the proportion of the sample.
 */
export function marginOfError(count: number, answered: number, scan: Sampling): number | null {
  if (!isSample(scan) || answered === 0) return null;
  const population = (scan.population * answered) / scan.sampled;
  const { low, high } = wilsonInterval(count, answered, population);
  return (high - low) / 2;
}
