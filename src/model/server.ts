import type { Country, Hoster, Kind } from './attribution.ts';
import type { Domain } from './domain.ts';
import type { Declaration, DnsStatus, HttpStatus } from './observation.ts';

/** Why a claim about users is not believed and is left out of all sums. */
export type Implausibility =
  | 'not a count'
  | 'more users than any server has'
  | 'more active than total'
  /** Compared with the same server's last believed claim. */
  | 'more growth than a wave brings'
  /** The server is on the list for the first time, or has been for a short while. */
  | 'new with many users';

/**
 * The baseline for a claim: the last believed claim of the same server, or zeros if the server is new on the
 * list.
 */
export interface PastClaim {
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  /** Weeks since the claim was believed, or since the server joined the list. */
  readonly weeks: number;
  readonly isNew: boolean;
}

/** One server as one scan saw it, reduced to what statistics use. */
export interface MeasuredServer {
  readonly domain: Domain;
  readonly status: DnsStatus;
  readonly http: HttpStatus;
  /** Canonical, sorted, without duplicates; empty unless the status is `NOERROR`. */
  readonly addresses: readonly string[];
  /**
   * Whether all addresses have the same hoster, front and kind; null without an answer, or if it was not
   * stored.
   */
  readonly agree: boolean | null;
  readonly asn: number | null;
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly operator: Hoster | null;
  readonly kind: Kind | null;
  /** Null if unknown, uncertain, anycast or behind a front. */
  readonly country: Country | null;
  /** The likelier country if the sources disagree; never counted as known. */
  readonly uncertainCountry: Country | null;
  readonly city: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly software: string | null;
  /** As claimed by the server; null if there is no claim, or the claim is not a count. */
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  /** The fault found in the claims when the scan finished; null if there is none. */
  readonly implausible: Implausibility | null;
  /** The admin's own statement, kept apart from what is measured. */
  readonly declared: Declaration | null;
}

/** The companies and addresses behind a server's name at one time. */
export interface Whereabouts {
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly addresses: readonly string[];
  /** Kind of the hoster's network; missing if it was not stored. */
  readonly kind?: Kind | null;
}

/**
 * A server that answered from different places in two successive scans. `hoster`: the hoster or the front
 * changed. `address`: only the set of addresses changed, within the same hoster.
 */
export interface Mover {
  readonly domain: Domain;
  readonly change: 'hoster' | 'address';
  readonly from: Whereabouts;
  readonly to: Whereabouts;
}

/** Whether a server claims more active users than users in total: one of the two must be wrong. */
export function isMoreActiveThanTotal({
  usersTotal,
  usersActiveMonth,
}: Pick<MeasuredServer, 'usersTotal' | 'usersActiveMonth'>): boolean {
  return usersTotal !== null && usersActiveMonth !== null && usersActiveMonth > usersTotal;
}
