import type { Network } from './network.ts';

/** Many names under one registrable domain that nobody knows as a managed hoster. */
export interface Farm {
  readonly registrableDomain: string;
  /** Names on the list. */
  readonly names: number;
  /** Of these, how many are looked at and counted. */
  readonly counted: number;
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
}

/** One run over a network. */
export interface Scan extends Population {
  readonly id: number;
  readonly network: Network;
  /** n: servers that were looked at. */
  readonly sampled: number;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** ISO 8601 in UTC; null while the scan runs or waits to be resumed. */
  readonly finishedAt: string | null;
}
