import { concentration } from '../statistics/concentration.ts';
import type { Shares, Tally } from '../statistics/shares.ts';
import type { BothConcentrations } from './report-shape.ts';

/**
 * What any single hoster could have in addition to what is visible: servers behind fronts, and those
 * undetermined this week.
 */
export function unseenOf({ hidden, undetermined }: Shares): Tally {
  return {
    servers: hidden.servers + undetermined.servers,
    activeUsers: hidden.activeUsers + undetermined.activeUsers,
  };
}

export function concentrations(shares: Shares): BothConcentrations {
  const { hosters, answered, activeUsers } = shares;
  const unseen = unseenOf(shares);
  const servers = hosters.map((hoster) => hoster.servers);
  const users = hosters.map((hoster) => hoster.activeUsers);
  return {
    ...concentration(servers, unseen.servers, answered),
    byUsers: concentration(users, unseen.activeUsers, activeUsers),
  };
}
