import type { Scan } from '../model/scan.ts';

/** The 97.5 % quantile of the standard normal distribution: two-sided 95 % confidence. */
const Z = 1.959963984540054;

/** The range that contains the true share with 95 % confidence, as fractions from 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % Wilson score interval of a share, with the finite-population correction: n is replaced by n (N -
 * 1) / (N - n). A sample without replacement varies less by that factor. Wilson's interval keeps its level
 * for shares near 0 too, where the textbook formula p ± 1.96 √(p (1 - p) / n) has no width.
 *
 * Sources: E. B. Wilson, "Probable Inference", JASA 22 (1927); L. Brown, T. Cai, A. DasGupta, "Interval
 * Estimation for a Binomial Proportion", Statistical Science 16 (2001); the correction: W. Cochran, "Sampling
 * Techniques", section 2.6.
 *
 * @param count units with the property, 0 to `sampled`
 * @param sampled n, at least 1
 * @param population N, at least n; if n = N nothing is uncertain and the interval is the share itself
 */
export function wilsonInterval(count: number, sampled: number, population: number): Interval {
  const share = count / sampled;
  if (population <= sampled) return { low: share, high: share };
  const n = (sampled * (population - 1)) / (population - sampled);
  const centre = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** The data that determines whether a share has a margin. */
export type Sampling = Pick<Scan, 'seed' | 'sampled' | 'population'>;

/**
 * Whether a scan looked up a random part of its list. A scan cut short without a seed is neither sample nor
 * census.
 */
export function isSample(scan: Sampling): boolean {
  return scan.seed !== null && scan.sampled < scan.population;
}

/**
 * Whether a scan looked up only the first part of its list, as a trial. Its shares do not describe the list.
 */
export function isCutShort(scan: Sampling): boolean {
  return scan.seed === null && scan.sampled < scan.population;
}

/**
 * Half the width of the 95 % interval of a share among the answered servers, as a fraction from 0 to 1; null
 * for a census. The number of servers on the whole list that would have answered is estimated by the
 * proportion of the sample.
 */
export function marginOfError(count: number, answered: number, scan: Sampling): number | null {
  if (!isSample(scan) || answered === 0) return null;
  const population = (scan.population * answered) / scan.sampled;
  const { low, high } = wilsonInterval(count, answered, population);
  return (high - low) / 2;
}
