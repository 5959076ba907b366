import type { Report } from './report-shape.ts';

/**
 * How many decimals a percentage deserves: one where a single answer weighs at most a tenth of a point and the margin of
 * error is below half a point, so that it shows in the tenths itself; otherwise none.
 */
export function shareDecimals(report: Pick<Report, 'answered' | 'hosters'>): 0 | 1 {
  return report.answered >= 1000 && largestMargin(report) < 0.005 ? 1 : 0;
}

/** The largest margin of error of any hoster's share, as a fraction; 0 for a census. */
export function largestMargin(report: Pick<Report, 'hosters'>): number {
  return report.hosters.reduce((largest, { marginOfError }) => Math.max(largest, marginOfError ?? 0), 0);
}

/** Users speak in whole per cent: the servers' own counts are not good for more. */
export const USER_DECIMALS = 0;
