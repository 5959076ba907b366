import type { Network } from './network.ts';

/** Many names under one registrable domain that is not a known managed hoster. */
export interface Farm {
  readonly registrableDomain: string;
  /** Names on the list. */
  readonly names: number;
  /** How many of them are looked up and counted. */
  readonly counted: number;
}

/** A fetched list, as a scan used it. */
export interface ListSource {
  /** Name shown to readers, such as `nodes.fediverse.party`. */
  readonly name: string;
  /** Number of servers on the list. */
  readonly count: number;
  /** Servers that no other list of the same scan has. */
  readonly only: number;
  /** Servers that every list of the same scan has. */
  readonly inAll: number;
  /** When the source last delivered or confirmed it; ISO 8601 in UTC. */
  readonly fetchedAt: string;
  /** Whether it is an earlier copy, because the source failed or shrank suddenly. */
  readonly stale: boolean;
  /** A remark for readers; null if there is none. */
  readonly note: string | null;
}

/** The source of a list of servers, and what was taken from it. */
export interface Population {
  /** Name shown to readers, such as `nodes.fediverse.party` or a file name. */
  readonly source: string;
  /** N: servers on the list after normalising, without duplicates, opt-outs and surplus names of farms. */
  readonly population: number;
  /** Servers left out at the request of their admins. */
  readonly optedOut: number;
  /** Seed of the random sample; null for a census. */
  readonly seed: string | null;
  readonly farms: readonly Farm[];
  /** The fetched lists that were merged; empty for a file. */
  readonly sources: readonly ListSource[];
}

/** One run over a network. */
export interface Scan extends Population {
  readonly id: number;
  readonly network: Network;
  /** n: servers that were looked up. */
  readonly sampled: number;
  /**
   * Listed names that turned out to be another name of a listed server. Not part of `sampled` or
   * `population`.
   */
  readonly aliases: number;
  /** Whether servers were asked over HTTP; null or missing in scans made before this was stored. */
  readonly http?: boolean | null;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** ISO 8601 in UTC; null while the scan runs or waits to be resumed. */
  readonly finishedAt: string | null;
}

/**
 * How long the last known place of a server replaces a missing answer: five weeks. That covers an outage and
 * a missed scan, but does not hide a move for long.
 */
const KNOWN_FOR_MS = 5 * 7 * 24 * 60 * 60 * 1000;

/** The earliest time from which knowledge still holds at the given time; both ISO 8601 in UTC. */
export function knownSince(at: string): string {
  return new Date(Date.parse(at) - KNOWN_FOR_MS).toISOString();
}
