import { isSample, marginOfError } from '../statistics/margin.ts';
import type { Report } from './report-shape.ts';

/** The fields that determine how precise a report's shares are. */
type Sized = Pick<Report, 'answered' | 'hosters' | 'hidden' | 'seed' | 'sampled' | 'population'>;

/** Number of hosters whose shares are also reported as one sum. */
const LARGEST = 5;

/**
 * Decimals of a percentage. One, if a single server weighs at most a tenth of a point and the margin of error
 * is below half a point; otherwise none.
 */
export function shareDecimals(report: Sized): 0 | 1 {
  return report.answered >= 1000 && largestMargin(report) < 0.005 ? 1 : 0;
}

/**
 * The largest margin of error of any reported share of servers, as a fraction: of one hoster, of the five
 * largest together, or of everything behind CDNs. 0 for a census. All of them count, because a share nearer
 * to one half has a larger margin.
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

/** Shares of users have no decimals: the servers' own counts are not more precise than that. */
export const USER_DECIMALS = 0;
