import { registrableDomain } from '../model/domain.ts';
import type { Farm } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';

/**
 * More names than this under one registrable domain are reported. Mastodon itself takes no more than 10 new subdomains of
 * one domain in a minute (ProcessAccountService, SUBDOMAINS_RATELIMIT).
 */
export const MOST_NAMES = 10;

/** Many names under one registrable domain: a wildcard farm, or one owner's many servers. */
export interface MeasuredFarm extends Farm {
  /** Of the counted names, how many have an address. */
  readonly answered: number;
  /** Distinct addresses of all of them together; few for many names is what a wildcard looks like. */
  readonly addresses: number;
}

/**
 * Finds the registrable domains with more than {@link MOST_NAMES} names, most names first. Private suffixes of the Public
 * Suffix List count as suffixes. Where most of the answered names have a known operator, the domain is a managed hoster's
 * and the names are its customers': those are no farm.
 *
 * @param thinned the farms of which the scan looked at a few names only; they are reported whatever was found
 */
export function findFarms(
  servers: readonly MeasuredServer[],
  thinned: readonly Farm[],
): readonly MeasuredFarm[] {
  const known = new Map(thinned.map((farm) => [farm.registrableDomain, farm]));
  const groups = Map.groupBy(servers, (server) => registrableDomain(server.domain));
  for (const farm of thinned) if (!groups.has(farm.registrableDomain)) groups.set(farm.registrableDomain, []);

  const farms: MeasuredFarm[] = [];
  for (const [domain, members] of groups) {
    const farm = known.get(domain);
    if (farm === undefined && members.length <= MOST_NAMES) continue;
    const answered = members.filter((server) => server.status === 'NOERROR');
    const operated = answered.filter((server) => server.operator !== null);
    if (farm === undefined && operated.length * 2 > answered.length) continue;
    farms.push({
      registrableDomain: domain,
      names: farm?.names ?? members.length,
      counted: farm?.counted ?? members.length,
      answered: answered.length,
      addresses: new Set(answered.flatMap((server) => server.addresses)).size,
    });
  }
  return farms.sort((a, b) => b.names - a.names || (a.registrableDomain < b.registrableDomain ? -1 : 1));
}
