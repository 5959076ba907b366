import type { Attribution, Hoster } from '../../model/attribution.ts';
import { registrableDomain } from '../../model/domain.ts';

/** What of a server tells shared platforms: its domain, and its addresses in canonical text. */
export interface Served {
  readonly domain: string;
  readonly addresses: readonly string[];
}

/**
 * Number of unrelated registrable domains on one address that makes it a shared platform. Among 3,247
 * addresses of fediverse servers (half of a census of 2025) 98.2 % carried one domain, 1.4 % two to four,
 * nothing five or six, a few seven or eight (a single admin's several communities among them), and those from
 * ten up were managed hosting or fronts. A census shows about twice as many domains an address as that half
 * did, so ten leaves room for the admin with several communities and still tells a platform long before it
 * has dozens of customers.
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

/** The id of the hoster that a nameless shared platform is on; any other id as it is. */
export function baseHosterId(id: string): string {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id;
}

/**
 * Names of one operator on an address from which the address is the operator's: fewer may be a customer's
 * reverse proxy for names under the operator's domain.
 */
export const NEIGHBOURS_FROM = 3;

/** The addresses that serve at least {@link NEIGHBOURS_FROM} names of one operator, and none of another. */
export function operatorAddresses(servers: Iterable<Served & Placed>): ReadonlyMap<string, Hoster> {
  const found = new Map<string, Map<string, { readonly operator: Hoster; readonly names: Set<string> }>>();
  for (const { domain, addresses, operator, front } of servers) {
    if (operator === null || front !== null) continue;
    for (const address of addresses) {
      const known = found.get(address) ?? new Map();
      found.set(address, known);
      const held = known.get(operator.id) ?? { operator, names: new Set<string>() };
      known.set(operator.id, held);
      held.names.add(domain);
    }
  }
  const addresses = new Map<string, Hoster>();
  for (const [address, operators] of found) {
    const [only, ...others] = operators.values();
    if (only !== undefined && others.length === 0 && only.names.size >= NEIGHBOURS_FROM) {
      addresses.set(address, only.operator);
    }
  }
  return addresses;
}

/**
 * The platform that runs a server: the operator whose names the same addresses serve (`operators`), else,
 * on a shared address, a nameless one, named after its network. Null where there is none, where the
 * operator is known, and behind a front, where thousands of strangers share addresses.
 */
export function platformOf(
  { hoster, front, operator, addresses }: Placed,
  shared: ReadonlySet<string>,
  operators: ReadonlyMap<string, Hoster> = new Map(),
): Hoster | null {
  if (hoster === null || front !== null || operator !== null) return null;
  const neighbours = new Map(
    addresses.flatMap((address) => {
      const neighbour = operators.get(address);
      return neighbour === undefined ? [] : [[neighbour.id, neighbour] as const];
    }),
  );
  const [neighbour] = neighbours.values();
  if (neighbour !== undefined && neighbours.size === 1) return neighbour;
  if (!addresses.some((address) => shared.has(address))) return null;
  return { id: `${PREFIX}${hoster.id}`, name: `shared platform on ${hoster.name}`, country: hoster.country };
}
