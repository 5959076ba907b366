import type { Kind } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { CompanyStanding } from '../model/domain-answer.ts';
import type { Network } from '../model/network.ts';
import type { KnownDelegation } from '../model/observation.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer, Mover, Whereabouts } from '../model/server.ts';
import type { SilentServer } from './silent.ts';
import type { StoredStay } from './stays.ts';

export const LAYERS = ['hoster', 'front', 'operator', 'kind', 'country', 'status'] as const;
export type Layer = (typeof LAYERS)[number];

/**
 * The servers of one scan that have a value in common. Layers other than `status` count only servers that
 * answered (`NOERROR`).
 */
export interface Total {
  readonly layer: Layer;
  /** Id of a hoster, a kind, a country code or a DNS status. */
  readonly key: string;
  /** Latest known name of the company; null in other layers. */
  readonly name: string | null;
  /** Latest known kind of the hoster's network; null in other layers. */
  readonly kind: Kind | null;
  readonly servers: number;
  /** Sum of the plausible claims. */
  readonly activeUsers: number;
}

/** A period with one hoster, or behind one front. */
export interface Residence extends Whereabouts {
  /** Start of the first scan that saw the server there; ISO 8601 in UTC. */
  readonly from: string;
  /** Start of the last scan that saw it there; ISO 8601 in UTC. */
  readonly to: string;
}

export interface ServerHistory {
  readonly server: MeasuredServer;
  /** The last finished scan that looked it up. */
  readonly scan: Scan;
  /**
   * Start of the first scan that saw it with its present hoster, or without an answer if it gives none now.
   * Scans without an answer in between do not end a period.
   */
  readonly since: string;
  /** Past places, oldest first, each with its last addresses. Empty if the server never answered. */
  readonly history: readonly Residence[];
}

export interface HistoryStore {
  /** Every server of a finished scan as recorded, sorted by domain. */
  servers(scanId: number): MeasuredServer[];
  /**
   * Servers that answered in both scans from different addresses, sorted by domain. Compares with the
   * previous finished scan of the network by default; empty if there is none. A server with unchanged
   * addresses did not move, even if they are attributed to another company now.
   */
  movers(scanId: number, againstId?: number): Mover[];
  /** Every domain of a network that a scan ever looked at. */
  domains(network: Network): Domain[];
  /** Where the servers of a network were in all finished scans, by domain; to be read to the end. */
  stays(network: Network): IterableIterator<StoredStay>;
  /** Servers that gave no answer in the scan that speaks for a network; none where there is no scan. */
  silent(network: Network): SilentServer[];
  /** Sorted by layer, then by number of servers, descending. */
  totals(scanId: number): Total[];
  /** Null for a server that no finished scan looked up. */
  server(network: Network, domain: Domain): ServerHistory | null;
  /** The last known host that serves a domain; null if the domain was never asked, or never answered. */
  delegation(network: Network, domain: Domain): KnownDelegation | null;
  /** In the scan that speaks for the network; null if there is none, or no server answered in it. */
  companyStanding(
    network: Network,
    id: string,
    layer?: 'hoster' | 'front' | 'operator',
  ): CompanyStanding | null;
}
