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
import type { GroupId, Grouping } from '../statistics/groups.ts';
import type { Jurisdictions } from '../statistics/jurisdiction.ts';
import type { Latitudes } from '../statistics/latitude.ts';
import type { Managed } from '../statistics/managed.ts';
import type { MoveCounts } from '../statistics/movers.ts';
import type { WhatIf } from '../statistics/outages.ts';
import type { ImplausibleServer } from '../statistics/plausible.ts';
import type { CountrySlice, HosterSlice, KindSlice, OwnerSlice, Slice } from '../statistics/shares.ts';
import type { Systems } from '../statistics/systems.ts';
import type { Trend } from '../statistics/trend.ts';
import type { Changes } from './earlier-scans.ts';

/**
 * Shares and bounds are fractions of the answered servers, 0 to 1. Null means unknown or unavailable, never a
 * guess.
 */
export interface HosterEntry extends OwnerSlice, Bounds {
  /** Half the 95 % interval of `share`; null for a census. */
  readonly marginOfError: number | null;
  /**
   * The upper bound by active users, if this hoster had all users behind fronts. Null if no server reported a
   * number.
   */
  readonly activeMax: number | null;
  /** `share` minus that of the previous scan of the same list. Null without one. */
  readonly change: number | null;
  /** Half the 95 % interval of `change`. Null without a change, or if both scans were a census. */
  readonly changeMargin: number | null;
}

export interface BothConcentrations extends Concentration {
  readonly byUsers: Concentration;
}

/**
 * A part of a network, such as the servers that run one software. The slice's own shares are of the whole
 * network, all others of the part.
 */
export interface GroupEntry extends Slice {
  readonly id: GroupId;
  /** At most ten, by servers. */
  readonly hosters: readonly OwnerSlice[];
  /** All hosters not in `hosters`. */
  readonly otherHosters: Slice;
  readonly fronts: readonly HosterSlice[];
  readonly hidden: Slice;
  readonly unattributed: Slice;
  readonly undetermined: Slice;
  readonly operators: readonly HosterSlice[];
  readonly kinds: readonly KindSlice[];
  readonly countries: readonly CountrySlice[];
  readonly uncertainCountry: Slice;
  readonly jurisdictions: Jurisdictions;
  readonly concentration: BothConcentrations;
}

export interface MoverEntry {
  readonly domain: Domain;
  readonly change: Mover['change'];
  readonly from: { readonly hoster: Hoster | null; readonly front: Hoster | null };
  readonly to: { readonly hoster: Hoster | null; readonly front: Hoster | null };
}

/** Key figures of one network, for comparison with the others. */
export interface ComparisonEntry {
  readonly network: Network;
  readonly source: string;
  readonly week: string;
  readonly answered: number;
  readonly sampled: number;
  readonly population: number;
  readonly activeUsers: number;
  readonly hidden: Slice;
  /** The five largest by servers, without access providers. */
  readonly top: readonly HosterEntry[];
  readonly concentration: BothConcentrations;
}

/** A data source, and the attribution that its licence requires. */
export interface SourceCredit {
  readonly name: string;
  readonly licence: string;
}

/** One week's result for one network, as published. Lists are sorted largest first. */
export interface Report {
  /** ISO 8601 week in which the scan finished (UTC). */
  readonly week: string;
  readonly network: Network;
  /** Name of the list that was measured. */
  readonly source: string;
  /** The fetched lists that make up the measured list. Empty if it came from a file. */
  readonly sources: readonly ListSource[];
  readonly scanId: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** N: servers on the list. */
  readonly population: number;
  /** n: servers that were looked at. */
  readonly sampled: number;
  /** Seed of the random sample; null for a census. */
  readonly seed: string | null;
  /** Servers with an address, and those that are undetermined. The denominator of every share. */
  readonly answered: number;
  /** `sampled` minus `answered`. */
  readonly unresolved: number;
  /**
   * Of the answered servers, those whose location could not be looked up. Their hoster is unknown this week.
   */
  readonly undetermined: number;
  readonly optedOut: number;
  /** Listed names that were left out because they are aliases of a listed server. */
  readonly aliases: number;
  /** Servers by DNS status; only statuses that occurred. */
  readonly statuses: Readonly<Partial<Record<DnsStatus, number>>>;
  /**
   * Answered servers by HTTP outcome; only outcomes that occurred. All of them count as servers. `ROBOTS`:
   * robots.txt forbids our request, so the server counts without users.
   */
  readonly http: Readonly<Partial<Record<HttpStatus, number>>>;
  /**
   * Users active in the last month: the sum of the plausible claims. If no server was asked or reported a
   * number, it is 0 and every `activeShare` is null.
   */
  readonly activeUsers: number;
  /** Servers that made a plausible claim. */
  readonly countedUsers: number;
  /** Servers whose claims are left out. */
  readonly implausible: readonly ImplausibleServer[];
  /** Together with `fronts`, `unattributed` and `undetermined` these add up to `answered`. */
  readonly hosters: readonly HosterEntry[];
  readonly fronts: readonly HosterSlice[];
  readonly unattributed: Slice;
  /** All fronts together: servers whose hoster is not visible. */
  readonly hidden: Slice;
  readonly operators: readonly HosterSlice[];
  /** All operators together. */
  readonly managed: Managed;
  readonly kinds: readonly KindSlice[];
  readonly countries: readonly CountrySlice[];
  /** Servers whose sources disagree on the country. They are in none of `countries`. */
  readonly uncertainCountry: Slice;
  /** Under whose law the companies are. `countries` says where the machines are. */
  readonly jurisdictions: Jurisdictions;
  /** The same network in parts. The parts of each grouping add up to the answered servers. */
  readonly groups: Readonly<Record<Grouping, readonly GroupEntry[]>>;
  /** Below the company: autonomous systems and prefixes. */
  readonly routing: Systems;
  readonly concentration: BothConcentrations;
  /** The previous scan of the same list, which `change` is relative to. */
  readonly previous: { readonly week: string; readonly finishedAt: string; readonly answered: number } | null;
  /** Changes since the previous scan of the same list, four weeks ago and a year ago. */
  readonly changes: Changes;
  /** A year of weeks of the same list; this week is the last. */
  readonly trend: Trend;
  readonly movers: readonly MoverEntry[];
  readonly flows: MoveCounts;
  /** What the network would lose if a hoster, a front, an AS or a country went down. */
  readonly whatIf: WhatIf;
  readonly latitudes: Latitudes;
  readonly ipv6: IPv6Slice;
  /** Servers whose addresses belong to different hosters. */
  readonly mixed: MixedSlice;
  readonly farms: readonly MeasuredFarm[];
  /** One entry per network, including this one. */
  readonly comparison: readonly ComparisonEntry[];
  /** The licence of this report and its data. */
  readonly licence: 'CC BY 4.0';
  readonly attributions: readonly SourceCredit[];
}
