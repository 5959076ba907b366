import type { Domain } from '../model/domain.ts';
import type { DnsStatus, Endpoint, HttpStatus, SelfDescription } from '../model/observation.ts';
import type { Dns } from '../net/dns.ts';
import type { Http } from '../net/http.ts';

/** The ways out: DNS always, HTTP only where the scan may use it. */
export interface Ways {
  readonly dns: Dns;
  readonly http: Http | null;
}

/** Where a domain is really served in its network, and what it said of itself on the way. */
export interface Located {
  /** `NOERROR` where at least one endpoint has an address. */
  readonly status: DnsStatus;
  readonly endpoints: readonly Endpoint[];
  readonly cname: readonly string[];
  readonly http: HttpStatus;
  readonly self: SelfDescription | null;
}

/** How one network finds the servers of a domain, by its specification. Never rejects for what strangers do. */
export type Locate = (domain: Domain, ways: Ways) => Promise<Located>;
