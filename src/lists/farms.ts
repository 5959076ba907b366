import { type Domain, registrableDomain } from '../model/domain.ts';
import type { Farm } from '../model/scan.ts';

/**
 * More names than this under one registrable domain are a farm. On the published lists, universities,
 * families and WordPress networks have up to two dozen. Farms have hundreds (activitypub-troll.cf,
 * mastodon/mastodon#21977).
 */
const FARM_FROM = 30;
/** Mastodon's own limit for new subdomains of one domain (ProcessAccountService, SUBDOMAINS_RATELIMIT). */
const COUNTED = 10;

/**
 * Keeps at most ten names of each farm, the first in list order. All names under `managed` domains are kept,
 * because each customer of a managed hoster is a server of its own.
 */
export function thinFarms(
  domains: readonly Domain[],
  managed: (domain: string) => boolean,
): { readonly domains: readonly Domain[]; readonly farms: readonly Farm[] } {
  const groups = new Map<string, Domain[]>();
  for (const domain of domains) {
    const registrable = registrableDomain(domain);
    const group = groups.get(registrable);
    if (group === undefined) groups.set(registrable, [domain]);
    else group.push(domain);
  }
  const dropped = new Set<Domain>();
  const farms: Farm[] = [];
  for (const [registrable, names] of groups) {
    if (names.length <= FARM_FROM) continue;
    const unmanaged = names.filter((name) => !managed(name));
    if (unmanaged.length <= FARM_FROM) continue;
    for (const name of unmanaged.slice(COUNTED)) dropped.add(name);
    farms.push({ registrableDomain: registrable, names: unmanaged.length, counted: COUNTED });
  }
  farms.sort((a, b) => b.names - a.names || (a.registrableDomain < b.registrableDomain ? -1 : 1));
  return { domains: domains.filter((domain) => !dropped.has(domain)), farms };
}
