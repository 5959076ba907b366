import type { Network } from '../../model/network.ts';

/** A number with its text, for the form of the word beside it. */
export interface CountText {
  readonly value: number;
  readonly text: string;
  /** Decimals that it is written with. */
  readonly decimals: number;
}

/** A hoster, or everything behind CDNs, with its figures as text. */
export interface HosterText {
  readonly name: string;
  readonly share: string;
  /** Percentage points, the text with sign; null where there is none to tell. */
  readonly change: CountText | null;
  /** The most that it can be, with all that is hidden. */
  readonly max: string;
  /** Share of the active users; null if no server reports any. */
  readonly userShare: string | null;
}

/** What was asked, and who answered. */
export interface Coverage {
  readonly source: string;
  readonly date: string;
  readonly answered: string;
  readonly sampled: string;
  readonly population: string;
  /** The same as numbers, by which words agree. */
  readonly counts: { readonly answered: number; readonly population: number };
  /** Servers without an answer; null where all answered. */
  readonly unresolved: string | null;
  readonly how: 'all' | 'random' | 'part';
  /** Percentage points; null unless `how` is `random`. */
  readonly margin: CountText | null;
}

/**
 * Between two parallels, ten degrees apart; south of the equator where `south`. Both are positive, the lower
 * first.
 */
export interface Band {
  readonly low: number;
  readonly high: number;
  readonly south: boolean;
}

/**
 * What the week's post begins with and the chart is called. `share` is of the servers, unless said otherwise.
 */
export type Headline =
  /** How much the largest hosters hold together: `hosters` is 1 to 5. */
  | { readonly kind: 'few'; readonly hosters: number; readonly share: string }
  /** One hoster's share of servers beside its share of active users, which is larger (`more`) or smaller. */
  | {
      readonly kind: 'users';
      readonly name: string;
      readonly share: string;
      readonly userShare: string;
      readonly more: boolean;
    }
  /** The fullest band of latitude; `share` is of the servers whose city is known. */
  | { readonly kind: 'band'; readonly band: Band; readonly share: string }
  /** `name` passed `passed` and is now number `rank`, 1 to 5. */
  | { readonly kind: 'rank'; readonly name: string; readonly passed: string; readonly rank: number }
  /** `hosters` together hold more than half; before it took `before`. */
  | { readonly kind: 'half'; readonly hosters: number; readonly before: number }
  /** The five largest together hold more than `level` now (`rising`), or less. */
  | { readonly kind: 'five'; readonly level: string; readonly rising: boolean }
  /** A hoster's share rose or fell by `points` percentage points. */
  | {
      readonly kind: 'change';
      readonly name: string;
      readonly points: CountText;
      readonly rising: boolean;
      readonly share: string;
    }
  /** A share is the highest (`rising`) or lowest in `weeks`; `name` is null for what CDNs hide. */
  | {
      readonly kind: 'record';
      readonly name: string | null;
      readonly share: string;
      readonly rising: boolean;
      readonly weeks: CountText;
    }
  /** At least this share depends on companies under one law. */
  | { readonly kind: 'law'; readonly region: LawOfHeadline; readonly share: string }
  /** `net` servers more moved from one place to another than back. */
  | { readonly kind: 'flow'; readonly from: string; readonly to: string; readonly net: CountText };

/** Laws that a headline names. */
export type LawOfHeadline = 'us' | 'eea';

/**
 * What a headline is of: how many servers it speaks of, of how many; `located`: of those whose city is known.
 */
export interface Basis {
  /** Null where the headline has its number already. */
  readonly held: string | null;
  readonly total: string;
  readonly of: 'answered' | 'located';
}

/**
 * All sentences of one language. Figures come formatted; what is counted comes as a number too, for its
 * plural.
 */
export interface ReportPhrases {
  /** ISO 639-1, as the home server wants it. */
  readonly code: string;
  /** BCP 47, for numbers, dates and lists. */
  readonly locale: string;
  /** A headline without a full stop. */
  readonly title: (headline: Headline, network: Network) => string;
  /** The same as a sentence that says what it is of, unless that is said beside it. */
  readonly finding: (headline: Headline, network: Network, basis: Basis | null) => string;
  /**
   * A sentence for a week in which little happened; with a margin of error only what is beyond it would be
   * known.
   */
  readonly quiet: (margin: boolean) => string;
  readonly nothingAnswered: (network: Network, sampled: string) => string;
  readonly nobodyNamed: (network: Network, answered: string) => string;
  /** How many answered of how many asked, of which list, and when; with their monthly users unless null. */
  readonly coverage: (coverage: Coverage, users: string | null) => string;
  /** The time from a day on; null for last week. */
  readonly since: (day: string | null) => string;
  /** The same where the scan before was on the same day. */
  readonly sinceScan: string;
  readonly toot: {
    /**
     * One hoster, or all that CDNs hide. Shares are in the words below, or bare where those stand in the line
     * above.
     */
    readonly line: (name: string, servers: string, users: string | null) => string;
    readonly ofServers: (share: string) => string;
    readonly ofUsers: (share: string) => string;
    /** Behind a share of servers, in brackets; in words with the time that it took, or bare for null. */
    readonly change: (points: CountText, since: string | null) => string;
    /** The name of the line of what CDNs hide. */
    readonly hidden: string;
    /** The control group of `answered` websites: its largest hosters and what CDNs hide, each as `part`. */
    readonly control: (parts: readonly string[], answered: CountText) => string;
    readonly part: (name: string, share: string) => string;
    readonly hiddenPart: (share: string) => string;
    readonly moved: (servers: CountText) => string;
  };
  /** The second post of the thread. */
  readonly movers: {
    /** `moved` of the `answered` servers in the time that {@link ReportPhrases.since} names. */
    readonly intro: (moved: CountText, answered: string, since: string) => string;
    /** `net` more servers this way than back. */
    readonly flow: (from: string, to: string, net: CountText) => string;
  };
  readonly alt: {
    readonly chart: (kind: ChartKind, network: Network, date: string) => string;
    readonly coverage: (coverage: Coverage) => string;
    readonly reading: (users: boolean, bounds: boolean) => string;
    /** How to read the shares of a chart of laws; `users` where it has those of users. */
    readonly laws: (users: boolean) => string;
    readonly hoster: (line: HosterText) => string;
    readonly hidden: (line: HosterText, fronts: string) => string;
    readonly others: (hosters: CountText, share: string, userShare: string | null) => string;
    /** All Internet providers together, whose lines servers stand on at home. */
    readonly lines: (share: string, userShare: string | null) => string;
    readonly unattributed: (servers: CountText) => string;
    /** Over all companies; whether Internet providers are among them. */
    readonly concentration: (hhi: string, nakamoto: CountText | null, lines: boolean) => string;
    readonly users: (active: string, servers: CountText) => string;
    /**
     * From the first to the last week of the chart, which may be the same; `name` is null for what CDNs hide.
     */
    readonly course: (name: string | null, before: string, now: string) => string;
    readonly since: (date: string) => string;
    /** Servers whose city is known, of all that answered. */
    readonly located: (located: string, answered: string) => string;
    readonly band: (band: Band, share: string, userShare: string | null) => string;
    /** City, country and degrees of the servers at both ends. */
    readonly extremes: (north: Extreme, south: Extreme) => string;
  };
  readonly chart: {
    /** Of the legend. */
    readonly servers: string;
    readonly users: string;
    readonly bound: string;
    /** Heads of the columns of figures; short. */
    readonly serversColumn: string;
    readonly usersColumn: string;
    /** The name of the bar of all servers behind CDNs. */
    readonly hidden: string;
    /** Beside bars of laws: the European Economic Area, and companies whose seat is unknown. */
    readonly eea: string;
    readonly seatUnknown: string;
    /** Behind the coverage of such a chart: that its shares overlap. */
    readonly overlap: string;
    /** Beside a bar: a band of latitude. */
    readonly band: (band: Band) => string;
    /** Replaces the coverage under a chart of located servers. */
    readonly located: (located: string, coverage: Coverage) => string;
    readonly credit: (users: string | null) => string;
  };
}

/** What a chart shows. */
export const CHART_KINDS = ['bars', 'law', 'year', 'users', 'latitude'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** The northernmost or southernmost server. */
export interface Extreme {
  readonly domain: string;
  readonly city: string;
  /** Null where unknown. */
  readonly country: string | null;
  /** Degrees without sign. */
  readonly degrees: string;
  readonly south: boolean;
}
