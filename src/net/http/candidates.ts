import { type Address, isIPv6, isPublic } from '../../model/address.ts';
import { embedIpv4 } from '../../model/nat64.ts';
import type { Dns } from '../dns/dns.ts';
import { resolve } from '../dns/resolve.ts';
import { fail } from './failure.ts';
import type { HttpFailure } from './http.ts';

export type Candidates =
  | { readonly ok: true; readonly addresses: readonly [Address, ...Address[]] }
  | HttpFailure;

/** Tried of each family. */
const MOST_OF_A_FAMILY = 2;

/**
 * The addresses to try for a host, families in turn; those that are not public are set aside. Callers must
 * connect to these very addresses, never to the name, or a name that changes between two look-ups leads
 * inside (DNS rebinding). Where the network has no IPv4 but a translator (NAT64), its forms of the addresses
 * come last.
 */
export async function findCandidates(dns: Dns, host: string): Promise<Candidates> {
  const resolution = await resolve(dns, host);
  if (resolution.status !== 'NOERROR') return fail('UNREACHABLE', `DNS ${resolution.status}`);
  const usable = resolution.addresses.filter(isPublic);
  const four = usable.filter((address) => !isIPv6(address)).slice(0, MOST_OF_A_FAMILY);
  const six = usable.filter(isIPv6);
  const inTurn = Array.from({ length: MOST_OF_A_FAMILY }, (_, turn) => [four[turn], six[turn]]).flat();
  const [first, ...rest] = inTurn.filter((address) => address !== undefined);
  if (first === undefined) return fail('NOT_PUBLIC', 'no address that is public');
  return { ok: true, addresses: [first, ...rest, ...(await translated(dns, four))] };
}

async function translated(dns: Dns, four: readonly Address[]): Promise<readonly Address[]> {
  const prefixes = (await dns.nat64?.()) ?? [];
  return prefixes.flatMap((prefix) => four.flatMap((address) => embedIpv4(address, prefix) ?? []));
}
