import type { DnsStatus } from '../../model/observation.ts';
import type { Refusal } from '../request.ts';

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
  readonly kind: 'hosting' | 'cdn' | 'isp' | 'education' | 'government' | 'business' | null;
  readonly place: Place | null;
}

/** How the hoster or front stands; figures as text. */
export interface Standing {
  readonly name: string;
  readonly behind: boolean;
  readonly servers: string;
  readonly answered: string;
  readonly share: string;
  readonly userShare: string | null;
}

/** All sentences of the bot's replies in one language. Whole sentences with their full stop, no links, no handles. */
export interface ReplyLanguage {
  /** ISO 639-1, as the home server wants it. */
  readonly code: string;
  /** BCP 47, for numbers, dates and names of countries. */
  readonly locale: string;
  /** Words that ask for help, lower case. */
  readonly helpWords: readonly string[];
  readonly help: string;
  readonly refused: Readonly<Record<Refusal, string>>;
  /** The asker has had as many answers as there are in an hour. */
  readonly busy: string;
  readonly hosting: (hosting: Hosting) => string;
  readonly unrouted: (domain: string) => string;
  readonly notPublic: (domain: string) => string;
  /** DNS gave no address. */
  readonly noAddress: (domain: string, status: Exclude<DnsStatus, 'NOERROR'>) => string;
  readonly notFound: (domain: string) => string;
  readonly several: string;
  readonly declared: (by: string | null, country: string | null) => string;
  readonly since: (date: string) => string;
  readonly standing: (standing: Standing) => string;
  readonly measured: (date: string) => string;
  readonly stale: (date: string) => string;
  readonly more: (left: number) => string;
}
