import { type Address, isIPv6, isPublic } from '../model/address.ts';
import type { Dns } from './dns.ts';
import type { HttpFailure } from './http.ts';
import { fail } from './http-failure.ts';
import { resolve } from './resolve.ts';

export type Candidates =
  | { readonly ok: true; readonly addresses: readonly [Address, ...Address[]] }
  | HttpFailure;

/** Tried of each family. */
const MOST_OF_A_FAMILY = 2;

/**
 * The addresses to try for a host, families in turn. One address that is not public makes the host one that we never
 * connect to: nobody with good intentions mixes them. Whoever connects must use these very addresses, never the name,
 * or a name that changes between two look-ups leads inside (DNS rebinding).
 */
export async function findCandidates(dns: Dns, host: string): Promise<Candidates> {
  const resolution = await resolve(dns, host);
  if (resolution.status !== 'NOERROR') return fail('UNREACHABLE', `DNS ${resolution.status}`);
  if (!resolution.addresses.every(isPublic)) return fail('NOT_PUBLIC', 'an address that is not public');
  const four = resolution.addresses.filter((address) => !isIPv6(address)).slice(0, MOST_OF_A_FAMILY);
  const six = resolution.addresses.filter(isIPv6).slice(0, MOST_OF_A_FAMILY);
  const [first, ...rest] = [four[0], six[0], four[1], six[1]].filter((address) => address !== undefined);
  if (first === undefined) return fail('UNREACHABLE', 'DNS NODATA');
  return { ok: true, addresses: [first, ...rest] };
}
