import type { Hoster } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { DnsStatus, HttpStatus } from '../model/observation.ts';
import type { ListSource } from '../model/scan.ts';
import type { Mover } from '../model/server.ts';
import type { IPv6Slice, MixedSlice } from '../statistics/addresses.ts';
import type { Bounds } from '../statistics/bounds.ts';
import type { Concentration } from '../statistics/concentration.ts';
import type { MeasuredFarm } from '../statistics/farms.ts';
import type { Latitudes } from '../statistics/latitude.ts';
import type { Moves } from '../statistics/movers.ts';
import type { WhatIf } from '../statistics/outages.ts';
import type { ImplausibleServer } from '../statistics/plausible.ts';
import type { CountrySlice, HosterSlice, KindSlice, OwnerSlice, Slice } from '../statistics/shares.ts';
import type { Trend } from '../statistics/trend.ts';
import type { Changes } from './past.ts';

/** Shares and bounds are fractions of the answered servers, 0 to 1; null is unknown or not to be had, never a guess. */
export interface HosterEntry extends OwnerSlice, Bounds {
  /** Half the 95 % interval of `share`; null for a census. */
  readonly marginOfError: number | null;
  /** `max` by active users: with all active users behind fronts; null where nobody told their number. */
  readonly activeMax: number | null;
  /** `share` less that of the previous scan of the same list; null without one. */
  readonly change: number | null;
  /** Half the 95 % interval of `change`; null without a change or where both scans were a census. */
  readonly changeMargin: number | null;
}

export interface BothConcentrations extends Concentration {
  readonly byUsers: Concentration;
}

export interface MoverEntry {
  readonly domain: Domain;
  readonly change: Mover['change'];
  readonly from: { readonly hoster: Hoster | null; readonly front: Hoster | null };
  readonly to: { readonly hoster: Hoster | null; readonly front: Hoster | null };
}

/** One network in short, to set beside the others. */
export interface ComparisonEntry {
  readonly network: Network;
  readonly source: string;
  readonly week: string;
  readonly answered: number;
  readonly sampled: number;
  readonly population: number;
  readonly activeUsers: number;
  readonly hidden: Slice;
  /** The five largest by servers that host. */
  readonly top: readonly HosterEntry[];
  readonly concentration: BothConcentrations;
}

/** A data source and how its licence wants it named. */
export interface SourceCredit {
  readonly name: string;
  readonly licence: string;
}

/** One week's result for one network, as it is published. Lists are sorted largest first. */
export interface Report {
  /** ISO 8601 week in which the scan finished, UTC. */
  readonly week: string;
  readonly network: Network;
  /** Name of the list that was measured. */
  readonly source: string;
  /** The fetched lists that make it up; empty where the list came from a file. */
  readonly sources: readonly ListSource[];
  readonly scanId: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** N: servers on the list. */
  readonly population: number;
  /** n: servers looked at. */
  readonly sampled: number;
  /** Seed of the random sample; null for a census. */
  readonly seed: string | null;
  /** Servers with an address, the denominator of every share. */
  readonly answered: number;
  /** `sampled` less `answered`. */
  readonly unresolved: number;
  readonly optedOut: number;
  /** Listed names left out because they are another name of a listed server. */
  readonly aliases: number;
  /** Servers by DNS status, only those that occurred. */
  readonly statuses: Readonly<Partial<Record<DnsStatus, number>>>;
  /**
   * Answered servers by how HTTP ended, only what occurred. All of them are counted as servers; `ROBOTS`: they forbid us to
   * ask, and so are counted without users.
   */
  readonly http: Readonly<Partial<Record<HttpStatus, number>>>;
  /** Users active in the last month: the sum of the plausible claims; 0, with every `activeShare` null, where nobody was asked or told. */
  readonly activeUsers: number;
  /** Servers that made a plausible claim. */
  readonly countedUsers: number;
  /** Servers whose claims are left out. */
  readonly implausible: readonly ImplausibleServer[];
  /** With `fronts` and `unattributed` these add up to `answered`. */
  readonly hosters: readonly HosterEntry[];
  readonly fronts: readonly HosterSlice[];
  readonly unattributed: Slice;
  /** All fronts together: servers whose hoster cannot be seen. */
  readonly hidden: Slice;
  readonly operators: readonly HosterSlice[];
  readonly kinds: readonly KindSlice[];
  readonly countries: readonly CountrySlice[];
  readonly concentration: BothConcentrations;
  /** The previous scan of the same list, that changes are against. */
  readonly previous: { readonly week: string; readonly finishedAt: string; readonly answered: number } | null;
  /** Against the previous scan of the same list, four weeks and a year ago. */
  readonly changes: Changes;
  /** A year of weeks of the same list, this one the last. */
  readonly trend: Trend;
  readonly movers: readonly MoverEntry[];
  readonly flows: Moves;
  /** What the network would lose if a hoster, a front, an AS or a country went down. */
  readonly whatIf: WhatIf;
  readonly latitudes: Latitudes;
  readonly ipv6: IPv6Slice;
  /** Servers whose addresses lead to different hosters. */
  readonly mixed: MixedSlice;
  readonly farms: readonly MeasuredFarm[];
  /** One a network, this one included. */
  readonly comparison: readonly ComparisonEntry[];
  /** Of this report and the data in it. */
  readonly licence: 'CC BY 4.0';
  readonly attributions: readonly SourceCredit[];
}
