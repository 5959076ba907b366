import type { Attribution, Hoster } from '../model/attribution.ts';
import { registrableDomain } from '../model/domain.ts';

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

/** Where a server is, as far as it tells a platform. */
export interface Placed extends Pick<Attribution, 'hoster' | 'front' | 'operator'> {
  readonly addresses: readonly string[];
}

/** Begins the id of a platform that has no name of its own; no operator of the reference tables begins so. */
const PREFIX = 'shared-';

/** Whether an operator is known by its many customers on one address alone. */
export function isSharedPlatform({ id }: Hoster): boolean {
  return id.startsWith(PREFIX);
}

/**
 * The platform that runs a server on a shared address, named after the network that it is on; null where none does, where its
 * operator has a name, and behind a front, where thousands of strangers share addresses.
 */
export function platformOf(
  { hoster, front, operator, addresses }: Placed,
  shared: ReadonlySet<string>,
): Hoster | null {
  if (hoster === null || front !== null || operator !== null) return null;
  if (!addresses.some((address) => shared.has(address))) return null;
  return { id: `${PREFIX}${hoster.id}`, name: `shared platform on ${hoster.name}`, country: hoster.country };
}
