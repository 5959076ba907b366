import type { Country, Hoster, Kind } from './attribution.ts';
import type { Domain } from './domain.ts';
import type { Declaration, DnsStatus, HttpStatus } from './observation.ts';

/** Why a claim about users is not believed, and left out of all sums. */
export type Implausibility =
  | 'not a count'
  | 'more users than any server has'
  | 'more active than total'
  /** Against the same server's last believed claim. */
  | 'more growth than a wave brings'
  /** On the list for the first time, or since a short while. */
  | 'new with many users';

/** What a claim is measured against: the same server's last believed one; zeros where the server is new on the list. */
export interface PastClaim {
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  /** Since it was believed, or since the server is on the list. */
  readonly weeks: number;
  readonly isNew: boolean;
}

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
  /** As the server claims; null where it claims nothing, or what it claims is no count. */
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  /** What was found wrong with the claims when the scan finished; null where nothing. */
  readonly implausible: Implausibility | null;
  /** What its admin says, beside what is measured. */
  readonly declared: Declaration | null;
}

/** Who stood behind a server's name at one time. */
export interface Whereabouts {
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly addresses: readonly string[];
  /** Of the hoster's network, where that is told. */
  readonly kind?: Kind | null;
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
