import { type Address, isPublic } from '../model/address.ts';
import type { Domain } from '../model/domain.ts';
import type { DnsStatus, Endpoint, HttpStatus, SelfDescription } from '../model/observation.ts';
import type { Dns } from '../net/dns.ts';
import type { Http } from '../net/http.ts';
import { resolve } from '../net/resolve.ts';

/** The ways out: DNS always, HTTP only where the scan may use it. */
export interface Ways {
  readonly dns: Dns;
  readonly http: Http | null;
}

/** Where DNS says that a service is. */
export interface Place {
  /** `NOERROR` where at least one endpoint has an address. */
  readonly status: DnsStatus;
  /** The best endpoint first; only those that have an address. */
  readonly endpoints: readonly Endpoint[];
  /** The names that the CNAME chains of the endpoints' hosts led through, each once. */
  readonly cname: readonly string[];
}

/** Where a domain is really served in its network, and what it said of itself on the way. */
export interface Located extends Place {
  readonly http: HttpStatus;
  readonly self: SelfDescription | null;
}

/**
 * How one network finds the servers of a domain, by its specification. `port` is one that the list gives with the domain;
 * only Matrix has a use for it. Never rejects for what strangers do.
 */
export type Locate = (domain: Domain, ways: Ways, port?: number) => Promise<Located>;

/** A name with thousands of addresses would cost as many reverse look-ups; no service has so many that matter. */
const MOST_ADDRESSES = 16;

export async function locateHost(dns: Dns, host: Domain, port: number): Promise<Place> {
  const { status, cname, addresses } = await resolve(dns, host);
  if (addresses.length === 0) return nowhere(status, cname);
  return { status, cname, endpoints: [{ host, port, addresses: addresses.slice(0, MOST_ADDRESSES) }] };
}

export function nowhere(status: DnsStatus, cname: readonly string[] = []): Place {
  return { status, cname, endpoints: [] };
}

/** Whether strangers could reach it at all. */
export function isReachable({ endpoints }: Place): boolean {
  return endpoints.some(({ addresses }) => addresses.some((address: Address) => isPublic(address)));
}
