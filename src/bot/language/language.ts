import type { Network } from '../../model/network.ts';
import type { DnsStatus } from '../../model/observation.ts';
import type { Refusal } from '../request.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Where a server is, in words that are ready to print; null where unknown. */
export interface Place {
  readonly city: string | null;
  readonly country: string | null;
  readonly accuracy: 'city' | 'country' | 'uncertain' | 'anycast';
}

/** Who hosts one domain. Names come defanged, the domain as people read it. */
export interface Hosting {
  readonly domain: string;
  readonly hoster: string | null;
  readonly front: string | null;
  readonly operator: string | null;
  /** Many unrelated servers are at its address; `operator` is null then. */
  readonly shared: boolean;
  readonly kind: 'hosting' | 'cdn' | 'isp' | 'education' | 'government' | 'business' | null;
  readonly place: Place | null;
}

/** How the hoster or front stands; figures as text. */
export interface Standing {
  readonly network: Network;
  readonly name: string;
  readonly behind: boolean;
  readonly servers: string;
  readonly answered: string;
  readonly share: string;
  /** Active users and their share; null where nobody told their number. */
  readonly users: string | null;
  readonly userShare: string | null;
}

/**
 * What the answer rests on: `range`, a list that the company publishes; `network`, who the network is registered to;
 * `name`, only what the network calls itself; `names`, names in DNS or headers that lead to the company.
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
  /** Share of the servers behind CDNs; null where there are none. */
  readonly hidden: string | null;
  readonly answered: string;
  readonly date: string;
}

export interface Northernmost {
  readonly network: Network;
  readonly domain: string;
  /** Degrees north, without unit. */
  readonly latitude: string;
  readonly place: Place;
  readonly hoster: string | null;
  /** Servers whose place is known. */
  readonly located: string;
  readonly date: string;
}

/** A time with one company. */
export interface Stay {
  readonly name: string;
  readonly behind: boolean;
  readonly from: string;
  readonly to: string;
}

/** All sentences of the bot's replies in one language. Whole sentences with their full stop, no links, no handles. */
export interface ReplyLanguage {
  /** ISO 639-1, as the home server wants it. */
  readonly code: string;
  /** BCP 47, for numbers, dates and names of countries. */
  readonly locale: string;
  readonly vocabulary: Vocabulary;
  /** What stands between two sentences. */
  readonly space: '' | ' ';
  readonly help: string;
  readonly refused: Readonly<Record<Refusal, string>>;
  /** The asker has had as many answers as there are in an hour. */
  readonly busy: string;
  /** All together have. */
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
  readonly declared: (by: string | null, country: string | null) => string;
  readonly since: (date: string) => string;
  readonly standing: (standing: Standing) => string;
  readonly measured: (date: string) => string;
  readonly stale: (date: string) => string;
  readonly more: (left: number) => string;
  /** Of two domains: with the same company, with different ones, or not to be told. */
  readonly same: (name: string) => string;
  readonly different: string;
  readonly incomparable: string;
  /** First the heading, then a line each, then what they are of. */
  readonly top: (list: TopList) => readonly string[];
  readonly north: (server: Northernmost) => string;
  /** No scan of the network is complete, or none found what was asked for. */
  readonly noFigures: (network: Network) => string;
  /** The latest stay first. */
  readonly history: (domain: string, stays: readonly Stay[]) => readonly string[];
  /** No scan has seen it; what a fresh look says follows. */
  readonly noHistory: (domain: string) => string;
}
