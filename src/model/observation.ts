import type { Address } from './address.ts';
import type { Domain } from './domain.ts';
import type { Network } from './network.ts';

/**
 * The outcome of the DNS look-up: response codes (RFC 1035, 4.1.1; RFC 8020), and
 *
 * - `NODATA`: the name exists without an address (RFC 2308).
 * - `TIMEOUT`: no resolver answered.
 * - `CNAME_LOOP`, `CNAME_CHAIN_TOO_LONG`: following the chain does not end.
 *
 * The last two values are ours.
 *
 * - `NOT_PUBLIC`: the name has only addresses that are unreachable from the public Internet.
 * - `UNDETERMINED`: another host served the domain when it was last asked. It could not be asked this time,
 *   and what is known about that host is too old.
 */
export const DNS_STATUSES = [
  'NOERROR',
  'NXDOMAIN',
  'NODATA',
  'SERVFAIL',
  'REFUSED',
  'FORMERR',
  'TIMEOUT',
  'CNAME_LOOP',
  'CNAME_CHAIN_TOO_LONG',
  'NOT_PUBLIC',
  'UNDETERMINED',
] as const;
export type DnsStatus = (typeof DNS_STATUSES)[number];

/**
 * The outcome of a conversation over HTTP.
 *
 * - `SKIPPED`: none was planned.
 * - `ROBOTS`: robots.txt forbids it.
 * - `UNREACHABLE`: no connection.
 * - `NOT_PUBLIC`: we never connect to such an address or port.
 * - `STATUS`: an HTTP status other than success.
 * - `TOO_LARGE`, `REDIRECTS`: over our limits.
 * - `BAD_BODY`: the body does not follow the protocol.
 */
export const HTTP_STATUSES = [
  'OK',
  'SKIPPED',
  'ROBOTS',
  'UNREACHABLE',
  'NOT_PUBLIC',
  'TLS',
  'TIMEOUT',
  'STATUS',
  'TOO_LARGE',
  'REDIRECTS',
  'BAD_BODY',
] as const;
export type HttpStatus = (typeof HTTP_STATUSES)[number];

/**
 * Statuses that say nothing about a name: its name servers, our resolver or the path to either may have
 * failed. What was known before still holds.
 */
const UNHEARD: ReadonlySet<DnsStatus> = new Set<DnsStatus>(['TIMEOUT', 'SERVFAIL', 'REFUSED', 'FORMERR']);

export function isUnheard(status: DnsStatus): boolean {
  return UNHEARD.has(status);
}

/**
 * Whether another host serves a domain.
 *
 * - `elsewhere`: the domain names another host.
 * - `here`: the domain names none, or its network has no delegation.
 * - `held`: the domain could not be asked, and its last answer still holds.
 * - `unknown`: the domain could not be asked, now or ever, so its own addresses are used.
 * - `lost`: the domain names no host now, but did before. This is believed once the next scan confirms it,
 *   because a server may lose its documents or records for a week.
 */
export const DELEGATIONS = ['elsewhere', 'here', 'held', 'unknown', 'lost'] as const;
export type Delegation = (typeof DELEGATIONS)[number];

/** The host that serves a domain according to its last answer; a null host is the domain itself. */
export interface KnownDelegation {
  readonly host: string | null;
  readonly port: number | null;
  /** Time of that answer; ISO 8601 in UTC. */
  readonly knownAt: string;
  /** The latest scan found the delegation gone; the next one must confirm it. */
  readonly isDoubted?: boolean;
}

/**
 * Used in place of a host that DNS itself names: SRV records, and `www.` of a website. Neither can be a host
 * name, because those have at least two labels.
 */
export const BY_SRV = 'srv';
export const UNDER_WWW = 'www';

/** Whether a server counts in shares: it exists, even if its hoster is unknown this week. */
export function isCounted({ status }: { readonly status: DnsStatus }): boolean {
  return status === 'NOERROR' || status === 'UNDETERMINED';
}

/** A host and port that actually serve a domain, with the addresses of the host. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly Address[];
}

/**
 * What a server reports about itself in NodeInfo. Counts are as claimed, null if there is no claim;
 * plausibility is judged later.
 */
export interface SelfDescription {
  readonly software: string | null;
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  /**
   * True if a claimed count is not a count: text, a fraction, a negative or an unsafe number. The count is
   * null then.
   */
  readonly malformed?: boolean;
}

/**
 * An admin's own statement in the TXT record `_hosting.DOMAIN`: shown as declared, never counted as measured.
 */
export interface Declaration {
  readonly by: string | null;
  readonly country: string | null;
}

/** The result of one look at one server. A failure is data, not an exception. */
export interface Observation {
  readonly domain: Domain;
  readonly network: Network;
  /** ISO 8601 in UTC. */
  readonly observedAt: string;
  /** `NOERROR`: at least one endpoint has an address. */
  readonly status: DnsStatus;
  readonly endpoints: readonly Endpoint[];
  /** The names in the domain's CNAME chain, in order, without the domain itself. */
  readonly cname: readonly string[];
  /** PTR names of the addresses, at most one per address; empty if they were not looked up. */
  readonly ptr: Readonly<Record<Address, string>>;
  readonly http: HttpStatus;
  readonly delegation: Delegation;
  /** The host that the domain names as its server; missing if it is simply the host of the first endpoint. */
  readonly delegate?: { readonly host: string; readonly port: number | null };
  readonly self: SelfDescription | null;
  /**
   * The host that reports software and users does not claim to serve this domain, so they are not counted.
   */
  readonly isForeign?: boolean;
  /** A name or record on the way could not be resolved, so the server may be elsewhere. */
  readonly isPartial?: boolean;
  readonly declared: Declaration | null;
}
