import type { Network } from '../../model/network.ts';

/** A hoster, or everything behind CDNs, with its figures as text. */
export interface Line {
  readonly name: string;
  readonly share: string;
  /** Percentage points with sign; null where there is none to tell. */
  readonly change: string | null;
  /** The most that it can be, with all that is hidden. */
  readonly max: string;
  /** Share of the active users; null where nobody told their number. */
  readonly userShare: string | null;
}

/** What was asked, and who answered. */
export interface Coverage {
  readonly source: string;
  readonly date: string;
  readonly answered: string;
  readonly sampled: string;
  readonly population: string;
  /** Servers without an answer; null where all answered. */
  readonly unresolved: string | null;
  readonly how: 'all' | 'random' | 'part';
  /** Percentage points; null unless `how` is `random`. */
  readonly margin: string | null;
}

/** The finding: how much the largest hosters hold together. */
export interface Finding {
  readonly network: Network;
  /** How many hosters, 1 to 5. */
  readonly hosters: number;
  readonly share: string;
  readonly servers: string;
  readonly answered: string;
}

/** All sentences of one language. Figures come formatted; what is counted comes as a number too, for its plural. */
export interface Language {
  /** ISO 639-1, as the home server wants it. */
  readonly code: string;
  /** BCP 47, for numbers, dates and lists. */
  readonly locale: string;
  readonly finding: (finding: Finding) => string;
  readonly nothingAnswered: (network: Network, sampled: string) => string;
  readonly nobodyNamed: (network: Network, answered: string) => string;
  readonly toot: {
    readonly hoster: (line: Line) => string;
    readonly hidden: (line: Line) => string;
    readonly users: (active: string, servers: number, serversText: string) => string;
    readonly changes: (since: string) => string;
    readonly noChange: (since: string) => string;
    readonly moved: (servers: number, serversText: string) => string;
    readonly coverage: (coverage: Coverage) => string;
  };
  readonly alt: {
    readonly chart: (network: Network, date: string) => string;
    readonly coverage: (coverage: Coverage) => string;
    readonly reading: (users: boolean, bounds: boolean) => string;
    readonly hoster: (line: Line) => string;
    readonly hidden: (line: Line, fronts: string) => string;
    readonly front: (name: string, share: string) => string;
    readonly others: (
      hosters: number,
      hostersText: string,
      share: string,
      userShare: string | null,
    ) => string;
    readonly unattributed: (servers: number, serversText: string) => string;
    readonly concentration: (hhi: string, nakamoto: number | null, nakamotoText: string) => string;
    readonly users: (active: string, servers: number, serversText: string) => string;
  };
  readonly chart: {
    readonly title: (finding: Finding) => string;
    /** Of the legend. */
    readonly servers: string;
    readonly users: string;
    readonly bound: string;
    /** Heads of the columns of figures; short. */
    readonly serversColumn: string;
    readonly usersColumn: string;
    /** The name of the bar of all servers behind CDNs. */
    readonly hidden: string;
    readonly coverage: (coverage: Coverage) => string;
    readonly credit: (users: string | null) => string;
  };
}
