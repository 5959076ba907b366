import type { Domain } from '../model/domain.ts';
import type { MeasuredServer } from '../model/server.ts';

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

/** Why a claim is left out of user shares. */
export type Implausibility = 'not a count' | 'more users than any server has' | 'more active than total';

/** A server whose claim is left out of user shares; it still counts as a server. */
export interface ImplausibleServer {
  readonly domain: Domain;
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  readonly reason: Implausibility;
}

type Claim = Pick<MeasuredServer, 'usersTotal' | 'usersActiveMonth'>;

/**
 * What is wrong with a server's own user counts; null where nothing is, or where it claims nothing. Both counts are judged
 * together: who lies about the total is not believed about the active ones.
 *
 * A lie below the caps is not seen here. GoToSocial's random counts ("baffle") come with a robots.txt that forbids the
 * look, so they never get this far.
 */
export function implausibility(claim: Claim): Implausibility | null {
  const { usersTotal: total, usersActiveMonth: active } = claim;
  if (!isCountOrNull(total) || !isCountOrNull(active)) return 'not a count';
  if ((total ?? 0) > MOST_USERS || (active ?? 0) > MOST_ACTIVE_USERS) return 'more users than any server has';
  if (total !== null && active !== null && active > total) return 'more active than total';
  return null;
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

function isCountOrNull(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 0);
}
