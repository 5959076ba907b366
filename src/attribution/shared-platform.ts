import type { Attribution, Hoster } from '../model/attribution.ts';
import { registrableDomain } from '../model/domain.ts';
import { withEvidence } from './hints.ts';

/** What of a server tells shared platforms: its domain, and its addresses in canonical text. */
export interface Served {
  readonly domain: string;
  readonly addresses: readonly string[];
}

/**
 * Unrelated registrable domains on one address from which it is taken for somebody's platform. Among 3,247 addresses of
 * fediverse servers (half of a census of 2025) 98.2 % carried one domain, 1.4 % two to four, nothing five or six, a few seven or
 * eight (a single admin's several communities among them), and those from ten up were managed hosting or fronts. A census
 * shows about twice as many domains an address as that half did, so ten leaves room for the admin with several communities
 * and still tells a platform long before it has dozens of customers.
 */
export const SHARED_FROM = 10;

/** The addresses that serve at least {@link SHARED_FROM} unrelated domains of a whole scan. */
export function sharedAddresses(servers: Iterable<Served>): ReadonlySet<string> {
  const domains = new Map<string, Set<string>>();
  for (const { domain, addresses } of servers) {
    const registrable = registrableDomain(domain);
    for (const address of addresses) {
      const known = domains.get(address);
      if (known === undefined) domains.set(address, new Set([registrable]));
      else known.add(registrable);
    }
  }
  return new Set([...domains].filter(([, served]) => served.size >= SHARED_FROM).map(([address]) => address));
}

/** A shared platform without a name of its own, on the network of a hoster. */
export function sharedPlatform({ id, name, country }: Hoster): Hoster {
  return { id: `shared-${id}`, name: `shared platform on ${name}`, country };
}

/**
 * Names the platform where an address is shared, its operator has no name and no front stands before it: behind a front
 * thousands of strangers share addresses.
 */
export function withSharedPlatform(attribution: Attribution, shared: ReadonlySet<string>): Attribution {
  const { ip, hoster, operator, front, evidence } = attribution;
  if (ip === null || hoster === null || operator !== null || front !== null || !shared.has(ip))
    return attribution;
  return {
    ...attribution,
    operator: sharedPlatform(hoster),
    evidence: withEvidence(evidence, 'shared-address'),
  };
}
