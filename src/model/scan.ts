import type { Network } from './network.ts';

/** Where a list of servers came from and what was taken of it. */
export interface Population {
  /** Name of the list as readers see it, such as `nodes.fediverse.party` or a file's name. */
  readonly source: string;
  /** N: servers on the list after normalising, without duplicates. */
  readonly population: number;
  /** Servers left out because their admins asked for it. */
  readonly optedOut: number;
  /** Seed of the random sample; null for a census. */
  readonly seed: string | null;
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
