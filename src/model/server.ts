import type { Country, Hoster, Kind } from './attribution.ts';
import type { Domain } from './domain.ts';
import type { DnsStatus, HttpStatus } from './observation.ts';

/** One server as one scan saw it, reduced to what statistics count. */
export interface MeasuredServer {
  readonly domain: Domain;
  readonly status: DnsStatus;
  readonly http: HttpStatus;
  /** Canonical, sorted, without duplicates; empty where the status is not `NOERROR`. */
  readonly addresses: readonly string[];
  /** Whether all addresses have the same hoster, front and kind; null without an answer, or where it was not recorded. */
  readonly agree: boolean | null;
  readonly asn: number | null;
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly operator: Hoster | null;
  readonly kind: Kind | null;
  /** Null where unknown, anycast or behind a front. */
  readonly country: Country | null;
  readonly city: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly software: string | null;
  /** As the server claims; null where it claims nothing, -1 where what it claims is no count. */
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
}

/** Who stood behind a server's name at one time. */
export interface Whereabouts {
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly addresses: readonly string[];
}

/**
 * A server that answered in two successive scans from different places. `hoster`: the hoster or the front changed;
 * `address`: only the set of addresses did, within the same hoster.
 */
export interface Mover {
  readonly domain: Domain;
  readonly change: 'hoster' | 'address';
  readonly from: Whereabouts;
  readonly to: Whereabouts;
}
