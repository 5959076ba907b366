import { type Attribution, withoutHome } from './attribution.ts';
import type { Domain } from './domain.ts';
import type { Network } from './network.ts';
import type { Declaration, DnsStatus, Endpoint, HttpStatus, SelfDescription } from './observation.ts';

/** One company's part of the servers that answered in the latest scan. Shares are fractions from 0 to 1. */
export interface CompanyStanding {
  /** Servers with this hoster, or behind this front. */
  readonly servers: number;
  /** All servers that answered, whatever their company. */
  readonly answered: number;
  readonly share: number;
  readonly activeUsers: number;
  /** Share of all active users; null if no server claims any. */
  readonly activeShare: number | null;
}

/**
 * Where an answer comes from.
 *
 * - `look`: looked up just now.
 * - `scan`: from a recent scan.
 * - `old scan`: from the last scan, because the domain did not answer just now.
 * - `nothing`: the domain could not be looked up, and no scan has seen it.
 */
export type AnswerSource = 'look' | 'scan' | 'old scan' | 'nothing';

/**
 * What is known about one domain at the time of a request: the same for replies, pages, JSON and the
 * terminal.
 */
export interface DomainAnswer {
  readonly domain: Domain;
  readonly network: Network;
  readonly source: AnswerSource;
  /** Time of the measurement; ISO 8601 in UTC. */
  readonly observedAt: string;
  /** Null if nothing is known. */
  readonly status: DnsStatus | null;
  readonly http: HttpStatus;
  /** Null if it was not stored: scans store only addresses. */
  readonly endpoints: readonly Endpoint[] | null;
  readonly cname: readonly string[] | null;
  /** One per address. */
  readonly addresses: readonly Attribution[];
  /** The majority over the addresses; null if there is none. */
  readonly attribution: Attribution | null;
  /** Whether all addresses have the same hoster, front and kind. */
  readonly agree: boolean;
  readonly self: SelfDescription | null;
  /** The host that answers does not claim to serve this domain, so its user counts are left out. */
  readonly isForeign: boolean;
  readonly declared: Declaration | null;
  /** For the hoster, or the front that hides it. Null if neither is known or no scan is complete. */
  readonly standing: CompanyStanding | null;
  /**
   * Start of the period for which scans have seen it with its present company; ISO 8601. Null if no scan has.
   */
  readonly since: string | null;
  /** Its admin asked not to be measured: nothing was looked up, and nothing is shown. */
  readonly isOptedOut: boolean;
  /** The organisation that the registry (RDAP) names for the address block; only set if it was asked. */
  readonly registeredTo?: string;
}

/** Looks up a domain. Never rejects because of the domain itself: a failed look-up is an answer too. */
export type AskAboutDomain = (domain: Domain, network: Network) => Promise<DomainAnswer>;

/** The answer for a domain that could not, or must not, be looked up. */
export function nothingKnown(
  { domain, network }: Pick<DomainAnswer, 'domain' | 'network'>,
  observedAt: string,
  isOptedOut = false,
): DomainAnswer {
  return {
    domain,
    network,
    source: 'nothing',
    observedAt,
    status: null,
    http: 'SKIPPED',
    endpoints: null,
    cname: null,
    addresses: [],
    attribution: null,
    agree: true,
    self: null,
    isForeign: false,
    declared: null,
    standing: null,
    since: null,
    isOptedOut,
  };
}

/** The answer in the form that may be published: without cities of homes. */
export function withoutHomes(answer: DomainAnswer): DomainAnswer {
  const { addresses, attribution } = answer;
  return {
    ...answer,
    addresses: addresses.map(withoutHome),
    attribution: attribution === null ? null : withoutHome(attribution),
  };
}
