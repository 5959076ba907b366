import type { Address } from './address.ts';
import type { Domain } from './domain.ts';
import type { Network } from './network.ts';

/**
 * What DNS said (RFC 1035, 4.1.1; RFC 8020), `NODATA` (RFC 2308) where the name exists without an address, `TIMEOUT` where
 * nobody answered, and `CNAME_LOOP` or `CNAME_CHAIN_TOO_LONG` where following the answer has no end.
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
] as const;
export type DnsStatus = (typeof DNS_STATUSES)[number];

/**
 * How a conversation over HTTP ended. `SKIPPED`: none was meant to be; `ROBOTS`: robots.txt forbids it; `UNREACHABLE`: no
 * connection; `NOT_PUBLIC`: the address or port is not one that we ever connect to; `STATUS`: an HTTP status that is no
 * success; `TOO_LARGE`, `REDIRECTS`: over our limits; `BAD_BODY`: not what the protocol says.
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

/** A host and port that really serve a domain, with the addresses that its name has. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly Address[];
}

/** What a server says of itself in NodeInfo; counts are as claimed, null where not, plausibility is judged later. */
export interface SelfDescription {
  readonly software: string | null;
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  /** True where a count is claimed that is none: text, a fraction, a negative or an unsafe number; it is null then. */
  readonly malformed?: boolean;
}

/** An admin's own word in the TXT record `_hosting.DOMAIN`: shown as declared, never counted as measured. */
export interface Declaration {
  readonly by: string | null;
  readonly country: string | null;
}

/** What one look at one server found. A failure is data, not an exception. */
export interface Observation {
  readonly domain: Domain;
  readonly network: Network;
  /** ISO 8601 in UTC. */
  readonly observedAt: string;
  /** `NOERROR`: at least one endpoint has an address. */
  readonly status: DnsStatus;
  readonly endpoints: readonly Endpoint[];
  /** The names that the domain's CNAME chain led through, in order, without the domain itself. */
  readonly cname: readonly string[];
  /** PTR names of the addresses, where they were asked for; at most one an address. */
  readonly ptr: Readonly<Record<Address, string>>;
  readonly http: HttpStatus;
  readonly self: SelfDescription | null;
  readonly declared: Declaration | null;
}
