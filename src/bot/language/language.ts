import type { Network } from '../../model/network.ts';
import type { DnsStatus } from '../../model/observation.ts';
import type { NameRole, Refusal } from '../request/request-kinds.ts';
import type { Vocabulary } from '../request/vocabulary.ts';

/** Where a server is, as printable text; null where unknown. */
export interface PlacePhrase {
  readonly city: string | null;
  readonly country: string | null;
  readonly accuracy: 'city' | 'country' | 'uncertain' | 'anycast';
}

/** Who hosts one domain. Names are already defanged, and the domain is in its readable form. */
export interface Hosting {
  readonly domain: string;
  readonly hoster: string | null;
  readonly front: string | null;
  readonly operator: string | null;
  /** Many unrelated servers share its address; `operator` is null then. */
  readonly shared: boolean;
  readonly kind: 'hosting' | 'cdn' | 'isp' | 'education' | 'government' | 'business' | null;
  readonly place: PlacePhrase | null;
}

/** A number, and its form in the language. */
export interface CountPhrase {
  readonly value: number;
  readonly text: string;
}

/** How many servers a hoster or front has, and out of how many. */
export interface Standing {
  readonly network: Network;
  readonly name: string;
  readonly behind: boolean;
  /** The server in question is one of those counted. */
  readonly isCounted: boolean;
  readonly servers: CountPhrase;
  /** Always two or more. */
  readonly answered: CountPhrase;
  readonly share: string;
  /** Active users and their share; null if the servers report none. */
  readonly users: CountPhrase | null;
  readonly userShare: string | null;
}

/**
 * The evidence for an answer.
 *
 * - `range`: a list that the company publishes.
 * - `network`: the holder that the network is registered to.
 * - `name`: only the network's own name.
 * - `names`: names in DNS or headers that lead to the company.
 */
export type Ground = 'range' | 'network' | 'name' | 'names';

export interface TopLine {
  readonly rank: string;
  readonly name: string;
  readonly share: string;
}

/** The largest hosters of a network. */
export interface TopList {
  readonly network: Network;
  readonly lines: readonly TopLine[];
  /** Share of the servers behind CDNs; null if there are none. */
  readonly hidden: string | null;
  readonly answered: CountPhrase;
  readonly date: string;
}

export interface Northernmost {
  readonly network: Network;
  readonly domain: string;
  /** Degrees north, without unit. */
  readonly latitude: string;
  readonly place: PlacePhrase;
  readonly hoster: string | null;
  /** Number of servers with a known location. */
  readonly located: CountPhrase;
  readonly date: string;
}

/** How much of a network is with a company or in a country. */
export interface NameStanding {
  readonly network: Network;
  readonly role: NameRole;
  readonly name: string;
  /** One or more. */
  readonly servers: CountPhrase;
  readonly answered: CountPhrase;
  readonly share: string;
  /** Active users and their share; null where the servers do not report any. */
  readonly users: CountPhrase | null;
  readonly userShare: string | null;
}

/** A time with one company. */
export interface StayPhrase {
  readonly name: string;
  readonly behind: boolean;
  readonly from: string;
  readonly to: string;
}

/** A company that a server is hosted by, or that it is behind. */
export interface CompanyPhrase {
  readonly name: string;
  readonly behind: boolean;
}

/** The move of a watched server. */
export interface MovePhrase {
  readonly domain: string;
  readonly before: CompanyPhrase;
  readonly now: CompanyPhrase;
  readonly date: string;
}

/**
 * All sentences of the bot's replies in one language. Each is complete with its full stop, and contains no
 * links or handles.
 */
export interface ReplyLanguage {
  /** ISO 639-1, as the home server expects it. */
  readonly code: string;
  /** BCP 47, for numbers, dates and country names. */
  readonly locale: string;
  readonly vocabulary: Vocabulary;
  /** The separator between two sentences. */
  readonly space: '' | ' ';
  readonly help: string;
  readonly refused: Readonly<Record<Refusal, string>>;
  /** Asks whether the asker means this server. */
  readonly unsure: (domain: string) => string;
  /** The asker will be notified when one of these moves. */
  readonly watching: (names: string) => string;
  /** The asker already watches the maximum number of servers. */
  readonly watchingFull: (most: number) => string;
  readonly moved: (move: MovePhrase) => string;
  /** Replaces a content warning that is not repeated. */
  readonly contentWarning: string;
  /** The asker has reached the hourly limit of answers. */
  readonly busy: string;
  /** All askers together have reached it. */
  readonly full: string;
  readonly hosting: (hosting: Hosting) => string;
  readonly unrouted: (domain: string) => string;
  readonly notPublic: (domain: string) => string;
  /** DNS gave no address. */
  readonly noAddress: (domain: string, status: Exclude<DnsStatus, 'NOERROR'>) => string;
  readonly notFound: (domain: string) => string;
  readonly optedOut: (domain: string) => string;
  readonly several: string;
  readonly ground: (ground: Ground, name: string) => string;
  /** The holder of the address block according to the registry. */
  readonly registered: (name: string) => string;
  readonly declared: (by: string | null, country: string | null) => string;
  readonly since: (date: string) => string;
  readonly standing: (standing: Standing) => string;
  readonly measured: (date: string) => string;
  readonly stale: (date: string) => string;
  readonly more: (left: number) => string;
  /** About two domains: with the same company, with different ones, or unknown. */
  readonly same: (name: string) => string;
  readonly different: string;
  readonly incomparable: string;
  /** The heading, one line for each hoster, then what the shares are of. */
  readonly top: (list: TopList) => readonly string[];
  readonly north: (server: Northernmost) => string;
  /** A company or country that was asked about by its name. */
  readonly named: (standing: NameStanding) => string;
  /** Its place among those of its kind by servers. */
  readonly rank: (role: NameRole, place: string, of: string) => string;
  /** The share of servers behind CDNs, of which neither hoster nor place is known. */
  readonly unseen: (share: string) => string;
  /** Asks which of these names was meant. */
  readonly similar: (names: string) => string;
  /** No scan of the network is complete, or none found what was asked for. */
  readonly noFigures: (network: Network) => string;
  /** The latest stay comes first. */
  readonly history: (domain: string, stays: readonly StayPhrase[]) => readonly string[];
  /** No scan has seen the domain; the result of a fresh look follows. */
  readonly noHistory: (domain: string) => string;
}
