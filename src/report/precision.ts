import { isSample, marginOfError } from '../statistics/margin.ts';
import type { Report } from './report-shape.ts';

/** What decides how exact a report's shares are. */
type Sized = Pick<Report, 'answered' | 'hosters' | 'hidden' | 'seed' | 'sampled' | 'population'>;

/** Hosters whose shares are told as one. */
const LARGEST = 5;

/**
 * How many decimals a percentage deserves: one where a single answer weighs at most a tenth of a point and the margin of
 * error is below half a point, so that it shows in the tenths itself; otherwise none.
 */
export function shareDecimals(report: Sized): 0 | 1 {
  return report.answered >= 1000 && largestMargin(report) < 0.005 ? 1 : 0;
}

/**
 * The largest margin of error of any share of servers that is told, as a fraction: of a hoster, of the five largest
 * together, of all that is hidden; 0 for a census. A share nearer to one half has the larger margin.
 */
export function largestMargin(report: Sized): number {
  if (!isSample(report)) return 0;
  const held = report.hosters.map(({ servers }) => servers);
  const together = held.slice(0, LARGEST).reduce((sum, servers) => sum + servers, 0);
  return [...held, together, report.hidden.servers].reduce(
    (largest, servers) => Math.max(largest, marginOfError(servers, report.answered, report) ?? 0),
    0,
  );
}

/** Users speak in whole per cent: the servers' own counts are not good for more. */
export const USER_DECIMALS = 0;
