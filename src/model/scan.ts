import type { Network } from './network.ts';

/** Many names under one registrable domain that nobody knows as a managed hoster. */
export interface Farm {
  readonly registrableDomain: string;
  /** Names on the list. */
  readonly names: number;
  /** Of these, how many are looked at and counted. */
  readonly counted: number;
}

/** A fetched list as a scan used it. */
export interface ListSource {
  /** As readers see it, such as `nodes.fediverse.party`. */
  readonly name: string;
  /** Servers on it. */
  readonly count: number;
  /** Of these, how many are on no other list of the same scan. */
  readonly only: number;
  /** Servers that are on every list of the same scan. */
  readonly inAll: number;
  /** When the source last gave or confirmed it; ISO 8601 in UTC. */
  readonly fetchedAt: string;
  /** Whether it is an earlier copy, because the source failed or suddenly shrank. */
  readonly stale: boolean;
  /** What readers should know of it; null when there is nothing. */
  readonly note: string | null;
}

/** Where a list of servers came from and what was taken of it. */
export interface Population {
  /** Name of the list as readers see it, such as `nodes.fediverse.party` or a file's name. */
  readonly source: string;
  /** N: servers on the list after normalising, without duplicates, opt-outs and the surplus of farms. */
  readonly population: number;
  /** Servers left out because their admins asked for it. */
  readonly optedOut: number;
  /** Seed of the random sample; null for a census. */
  readonly seed: string | null;
  readonly farms: readonly Farm[];
  /** The fetched lists that were united into the one; empty for a file. */
  readonly sources: readonly ListSource[];
}

/** One run over a network. */
export interface Scan extends Population {
  readonly id: number;
  readonly network: Network;
  /** n: servers that were looked at. */
  readonly sampled: number;
  /** Listed names that proved to be another name of a server on the same list; neither in `sampled` nor in `population`. */
  readonly aliases: number;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** ISO 8601 in UTC; null while the scan runs or waits to be resumed. */
  readonly finishedAt: string | null;
}
