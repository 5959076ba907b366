import type { Domain } from '../model/domain.ts';
import { isCounted } from '../model/observation.ts';
import {
  type Implausibility,
  isMoreActiveThanTotal,
  type MeasuredServer,
  type PastClaim,
} from '../model/server.ts';

/**
 * Largest plausible number of accounts on one server. The largest known server, mastodon.social, has 2.7
 * million (NodeInfo, 2025). Nearly twice that leaves it years to grow. It still excludes jokes (one server
 * claims every living human) and test data that some servers publish as their own.
 */
export const MOST_USERS = 5_000_000;

/**
 * Largest plausible number of monthly active accounts on one server: three times the largest known number.
 * That is mastodon.social with mastodon.online, 322,000 of 1.18 million in the whole fediverse
 * (arewedecentralizedyet.online, February 2026).
 */
export const MOST_ACTIVE_USERS = 1_000_000;

/**
 * The same for a server without a past to compare with, as in the first scan: about one and a half times the
 * largest.
 */
export const MOST_ACTIVE_AT_FIRST = 500_000;

/**
 * Factor by which a claim may exceed the last believed one, per week. In the largest wave so far, Mastodon
 * grew from 300,000 to 2.5 million active users in October and November 2022. In one month that would be a
 * factor of 1.6 per week. Servers that grow more than the average may grow twice as fast.
 *
 * Source: theverge.com, 20 December 2022, after Mastodon's blog.
 */
export const MOST_GROWTH = 3;

/**
 * Fraction of all users of the network up to which any growth is believed, because it can move no share by
 * more than 0.1 points. So small and new servers are not restricted.
 */
export const HARMLESS_PART = 0.001;

/**
 * The same limit in users, for networks where that fraction is less. @mastodonusercount refuses larger
 * numbers on new servers.
 */
export const HARMLESS_USERS = 500;

/** A server whose claim is left out of user shares. It still counts as a server. */
export interface ImplausibleServer {
  readonly domain: Domain;
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  readonly reason: Implausibility;
}

type ClaimedCounts = Pick<MeasuredServer, 'usersTotal' | 'usersActiveMonth'>;
type Claim = ClaimedCounts & Pick<MeasuredServer, 'implausible'>;

/**
 * What is wrong with a server's user counts, by themselves and compared with its past. Null if nothing is, or
 * if there are no counts. Both counts are judged together: a server that reports a wrong total is not
 * believed about active users.
 *
 * A claim that is too large for one week becomes believable over time, by a factor of three per week. So a
 * wave larger than any before is left out for a week or two, but not indefinitely. The drawback: a lie below
 * the caps is believed in the end if it is repeated for months. GoToSocial's random counts ("baffle") never
 * get this far, because they come with a robots.txt that forbids reading them.
 *
 * @param past null if there is nothing to compare with
 * @param network sums of the last believed claims
 */
export function judgeClaim(
  claim: ClaimedCounts,
  past: PastClaim | null,
  network: ClaimedCounts,
): Implausibility | null {
  const fault = faultOf(claim);
  if (fault !== null) return fault;
  if (past === null) {
    return (claim.usersActiveMonth ?? 0) > MOST_ACTIVE_AT_FIRST ? 'more users than any server has' : null;
  }
  const harmless = (sum: number | null) => Math.max(HARMLESS_USERS, HARMLESS_PART * (sum ?? 0));
  const earlierWeeks = MOST_GROWTH ** Math.max(0, past.weeks - 1);
  const most = (before: number, sum: number | null) =>
    earlierWeeks * Math.max(MOST_GROWTH * before, harmless(sum));
  // A server that reported only a total so far had at most that many active users.
  const activeBefore = past.usersActiveMonth ?? past.usersTotal;
  const tooMuch =
    (past.usersTotal !== null && (claim.usersTotal ?? 0) > most(past.usersTotal, network.usersTotal)) ||
    (activeBefore !== null && (claim.usersActiveMonth ?? 0) > most(activeBefore, network.usersActiveMonth));
  if (!tooMuch) return null;
  return past.isNew ? 'new with many users' : 'more growth than a wave brings';
}

/**
 * The fault that the scan found in a server's claim. Older scans did not store it; for them, the fault in the
 * counts alone.
 */
export function implausibility(claim: Claim): Implausibility | null {
  return claim.implausible ?? faultOf(claim);
}

/** Users active in the last month, if the claim is plausible; otherwise null. */
export function plausibleActiveUsers(claim: Claim): number | null {
  return implausibility(claim) === null ? claim.usersActiveMonth : null;
}

/** Answered servers whose user counts are not believed, sorted by domain. */
export function findImplausible(servers: readonly MeasuredServer[]): readonly ImplausibleServer[] {
  const found: ImplausibleServer[] = [];
  for (const server of servers) {
    const reason = implausibility(server);
    if (reason === null || !isCounted(server)) continue;
    const { domain, usersTotal, usersActiveMonth } = server;
    found.push({ domain, usersTotal, usersActiveMonth, reason });
  }
  return found.sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

function faultOf({ usersTotal: total, usersActiveMonth: active }: ClaimedCounts): Implausibility | null {
  if (!isCountOrNull(total) || !isCountOrNull(active)) return 'not a count';
  if ((total ?? 0) > MOST_USERS || (active ?? 0) > MOST_ACTIVE_USERS) return 'more users than any server has';
  if (isMoreActiveThanTotal({ usersTotal: total, usersActiveMonth: active })) return 'more active than total';
  return null;
}

function isCountOrNull(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 0);
}
