import { isPublic } from '../model/address.ts';
import type { Domain } from '../model/domain.ts';
import type {
  Delegation,
  DnsStatus,
  Endpoint,
  HttpStatus,
  KnownDelegation,
  SelfDescription,
} from '../model/observation.ts';
import type { Dns } from '../net/dns/dns.ts';
import { resolve } from '../net/dns/resolve.ts';
import type { Http } from '../net/http/http.ts';

/** DNS is always there, HTTP only if the scan may use it. */
export interface NetworkClients {
  readonly dns: Dns;
  readonly http: Http | null;
}

/** Where a service is, according to DNS. */
export interface ResolvedService {
  /** `NOERROR` if at least one endpoint has an address. */
  readonly status: DnsStatus;
  /** Endpoints with an address, best first. */
  readonly endpoints: readonly Endpoint[];
  /** The names in the CNAME chains of the endpoints' hosts, without duplicates. */
  readonly cname: readonly string[];
  /** A name or record got no answer or leads nowhere, so there may be more endpoints. */
  readonly isPartial?: boolean;
  /** SRV records led to the endpoints. */
  readonly bySrv?: boolean;
}

/** Where a domain is really served in its network, and what its server says about itself. */
export interface Located extends ResolvedService {
  readonly delegation: Delegation;
  /** The host that the domain names as its server, if that is not the host of the first endpoint. */
  readonly delegate?: { readonly host: string; readonly port: number | null };
  readonly http: HttpStatus;
  readonly self: SelfDescription | null;
  /** See {@link Observation}. */
  readonly isForeign?: boolean;
}

/**
 * How one network locates a domain's server, according to its specification. Never rejects because of what
 * other people's servers do.
 */
export type Locate = (domain: Domain, clients: NetworkClients, hints: LocateHints) => Promise<Located>;

/** What is known about a domain before the look. */
export interface LocateHints {
  /** A port that the list gives with the domain. Only Matrix uses it. */
  readonly port?: number | undefined;
  /** The last known delegation of the domain; null if it was never asked. */
  readonly lastKnown: KnownDelegation | null;
  readonly now: Date;
}

/** Addresses of one name that are used. Each costs a reverse look-up, and a name may have thousands. */
const MOST_ADDRESSES = 16;

export async function locateHost(dns: Dns, host: Domain, port: number): Promise<ResolvedService> {
  const { status, cname, addresses, isPartial } = await resolve(dns, host);
  if (addresses.length === 0) return nowhere(status, cname);
  const reachable = addresses.filter(isPublic);
  // Neither the addresses nor the CNAME chain are reported: they belong to a private network.
  if (reachable.length === 0) return nowhere('NOT_PUBLIC');
  return {
    status,
    cname,
    endpoints: [{ host, port, addresses: reachable.slice(0, MOST_ADDRESSES) }],
    isPartial,
  };
}

export function nowhere(status: DnsStatus, cname: readonly string[] = []): ResolvedService {
  return { status, cname, endpoints: [] };
}
