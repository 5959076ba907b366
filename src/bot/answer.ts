import type { Domain } from '../model/domain.ts';
import type { Finding } from '../model/finding.ts';
import type { Network } from '../model/network.ts';

/** How the hoster, or the front where that hides it, stands in the last whole scan. */
export interface AnswerContext {
  /** Servers with the same hoster (or front), the asked one included where it was measured. */
  readonly servers: number;
  /** Servers that answered. */
  readonly answered: number;
  /** Fraction of the servers that answered, 0 to 1. */
  readonly share: number;
  readonly activeUsers: number;
  /** Fraction of the active users, 0 to 1; null where nobody tells their number. */
  readonly activeShare: number | null;
}

/** What is known about one domain when somebody asks. */
export interface Answer {
  readonly domain: Domain;
  readonly network: Network;
  /** Null where looking failed and nothing was known before. */
  readonly finding: Finding | null;
  readonly context: AnswerContext | null;
  /** ISO 8601: since when it has been seen there; null where that is not known. */
  readonly since: string | null;
  /** ISO 8601: when it was measured. */
  readonly observedAt: string;
  /** The last known answer, because a fresh look was not possible. */
  readonly stale: boolean;
  /** Its admin asked not to be measured: nothing was looked up, and nothing is told. */
  readonly optedOut?: boolean;
}

/** Finds out about a domain. Never rejects for a reason that lies in the domain: that is an answer too. */
export type Lookup = (domain: Domain, network: Network) => Promise<Answer>;
