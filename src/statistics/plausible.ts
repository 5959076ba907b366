import type { Domain } from '../model/domain.ts';
import type { Implausibility, MeasuredServer, PastClaim } from '../model/server.ts';

/**
 * Largest believable number of accounts on one server. The largest server known, mastodon.social, has 2.7 million
 * (NodeInfo, 2025); nearly twice that leaves it years to grow and still refuses the jokes (one server claims every living
 * human) and the test data that some servers publish as their own.
 */
export const MOST_USERS = 5_000_000;

/**
 * Largest believable number of accounts active in a month on one server: three times the largest known (mastodon.social
 * with mastodon.online: 322,000 of 1.18 million in the whole fediverse, arewedecentralizedyet.online, February 2026).
 */
export const MOST_ACTIVE_USERS = 1_000_000;

/** The same for a server without a past to measure it against, as in the first scan: half as much again as the largest. */
export const MOST_ACTIVE_AT_FIRST = 500_000;

/**
 * How many times the last believed claim is believed a week later. In the largest wave so far Mastodon grew from 300,000
 * to 2.5 million active users in October and November 2022 (theverge.com, 20 December 2022, after Mastodon's blog): in one month that would
 * be 1.6 times a week. Servers that take in more than the average have room to grow twice as fast.
 */
export const MOST_GROWTH = 3;

/**
 * Any growth is believed up to this part of all users of the network: it can move no share by more than 0.1 points. So
 * small servers may grow as they like, and new ones begin as they like.
 */
export const HARMLESS_PART = 0.001;

/** And up to so many users, in networks where that part is less: more on a new server is what @mastodonusercount refuses. */
export const HARMLESS_USERS = 500;

/** A server whose claim is left out of user shares; it still counts as a server. */
export interface ImplausibleServer {
  readonly domain: Domain;
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  readonly reason: Implausibility;
}

type Counts = Pick<MeasuredServer, 'usersTotal' | 'usersActiveMonth'>;
type Claim = Counts & Pick<MeasuredServer, 'implausible'>;

/**
 * What is wrong with a server's user counts, by themselves and against its own past; null where nothing is, or where it
 * claims nothing. Both counts are judged together: who lies about the total is not believed about the active ones.
 *
 * A claim that is too much for a week becomes believable with the weeks, threefold each, so that a wave larger than any
 * before is left out for a week or two, and not for ever. The price: a lie below the caps that is told for months is
 * believed in the end. GoToSocial's random counts ("baffle") come with a robots.txt that forbids the look, so they never
 * get this far.
 *
 * @param past null where there is nothing to measure against
 * @param network sums of the last believed claims
 */
export function judgeClaim(claim: Counts, past: PastClaim | null, network: Counts): Implausibility | null {
  const fault = faultOf(claim);
  if (fault !== null) return fault;
  if (past === null) {
    return (claim.usersActiveMonth ?? 0) > MOST_ACTIVE_AT_FIRST ? 'more users than any server has' : null;
  }
  const harmless = (sum: number | null) => Math.max(HARMLESS_USERS, HARMLESS_PART * (sum ?? 0));
  const earlierWeeks = MOST_GROWTH ** Math.max(0, past.weeks - 1);
  const most = (before: number, sum: number | null) =>
    earlierWeeks * Math.max(MOST_GROWTH * before, harmless(sum));
  // Who told only the total before has at most so many active ones.
  const activeBefore = past.usersActiveMonth ?? past.usersTotal;
  const tooMuch =
    (past.usersTotal !== null && (claim.usersTotal ?? 0) > most(past.usersTotal, network.usersTotal)) ||
    (activeBefore !== null && (claim.usersActiveMonth ?? 0) > most(activeBefore, network.usersActiveMonth));
  if (!tooMuch) return null;
  return past.isNew ? 'new with many users' : 'more growth than a wave brings';
}

/** What the scan found wrong with a server's claim; of scans from before it was kept, what is wrong with the counts alone. */
export function implausibility(claim: Claim): Implausibility | null {
  return claim.implausible ?? faultOf(claim);
}

/** Users active in the last month, as far as the claim can be believed; null where there is none to believe. */
export function plausibleActiveUsers(claim: Claim): number | null {
  return implausibility(claim) === null ? claim.usersActiveMonth : null;
}

/** The answered servers whose user counts are not believed, by domain. */
export function findImplausible(servers: readonly MeasuredServer[]): readonly ImplausibleServer[] {
  const found: ImplausibleServer[] = [];
  for (const server of servers) {
    const reason = implausibility(server);
    if (reason === null || server.status !== 'NOERROR') continue;
    const { domain, usersTotal, usersActiveMonth } = server;
    found.push({ domain, usersTotal, usersActiveMonth, reason });
  }
  return found.sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

function faultOf({ usersTotal: total, usersActiveMonth: active }: Counts): Implausibility | null {
  if (!isCountOrNull(total) || !isCountOrNull(active)) return 'not a count';
  if ((total ?? 0) > MOST_USERS || (active ?? 0) > MOST_ACTIVE_USERS) return 'more users than any server has';
  if (total !== null && active !== null && active > total) return 'more active than total';
  return null;
}

function isCountOrNull(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 0);
}
