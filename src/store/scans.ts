import type { Domain } from '../model/domain.ts';
import type { Finding } from '../model/finding.ts';
import type { Network } from '../model/network.ts';
import type { Population, Scan } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';

export interface ScanStart {
  readonly network: Network;
  readonly population: Population;
  /** What tells one plan from another: a scan is resumed only under the same fingerprint. */
  readonly fingerprint: string;
  /** What to look at, in this order; repeated names count once. */
  readonly domains: readonly Domain[];
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
}

export interface FinishOptions {
  /** Whose claimed active users to add up; without it, those who do not claim more active users than users. */
  readonly plausible?: (server: MeasuredServer) => boolean;
}

/** Scans: at most one of a network runs or waits at a time. */
export interface ScanStore {
  /** Throws if the network has an unfinished scan: resume or abandon that first. */
  begin(start: ScanStart): Scan;
  unfinished(network: Network): { readonly scan: Scan; readonly fingerprint: string } | null;
  /** What is still to be looked at, in the order of `begin`. */
  pending(scanId: number): Domain[];
  /** One durable transaction; what was recorded before stays as it is. Throws for servers that are not in the scan. */
  record(scanId: number, findings: readonly Finding[]): void;
  /** Folds all findings into history and counts, in one transaction. Throws while servers are pending. */
  finish(scanId: number, finishedAt: string, options?: FinishOptions): Scan;
  /** Forgets an unfinished scan with all its findings. */
  abandon(scanId: number): void;
  /** The last finished scan. */
  latest(network: Network): Scan | null;
  /** The finished scan before this one in the same network. */
  previous(scanId: number): Scan | null;
  /** Finished scans, oldest first. */
  all(network: Network): Scan[];
}
