import type { Kind } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer, Mover, Whereabouts } from '../model/server.ts';

export const LAYERS = ['hoster', 'front', 'operator', 'kind', 'country', 'status'] as const;
export type Layer = (typeof LAYERS)[number];

/** How many servers of one scan share something. Layers other than `status` count servers that answered (`NOERROR`). */
export interface Total {
  readonly layer: Layer;
  /** Id of a hoster, a kind, a country code or a DNS status. */
  readonly key: string;
  /** Name of the hoster as last seen; null in other layers. */
  readonly name: string | null;
  /** What a hoster's network is, as last seen; null in other layers. */
  readonly kind: Kind | null;
  readonly servers: number;
  /** Sum of the plausible claims. */
  readonly activeUsers: number;
}

/** A time with one hoster, or behind one front. */
export interface Residence extends Whereabouts {
  /** Start of the first scan that saw the server there; ISO 8601 in UTC. */
  readonly from: string;
  /** Start of the last scan that did. */
  readonly to: string;
}

export interface ServerHistory {
  readonly server: MeasuredServer;
  /** The last finished scan that looked at it. */
  readonly scan: Scan;
  /**
   * Start of the scan since which it is with its present hoster, or since which it has given no answer. Silence in
   * between does not count as leaving.
   */
  readonly since: string;
  /** Where it has been, oldest first; addresses are the last of each time. Empty if it never answered. */
  readonly history: readonly Residence[];
}

/** One hoster, front or operator among the answered servers of a scan; shares are fractions (0 to 1). */
export interface HosterContext {
  readonly scan: Scan;
  readonly servers: number;
  readonly answered: number;
  readonly share: number;
  readonly activeUsers: number;
  /** Null where no server claims active users. */
  readonly activeShare: number | null;
}

export interface HistoryStore {
  /** Every server of a finished scan as it was recorded, by domain. */
  servers(scanId: number): MeasuredServer[];
  /**
   * Servers that answered in both scans from different addresses, by domain; against the previous finished scan of the
   * network unless told otherwise. Empty where there is none. A server whose addresses stayed did not move, even if
   * they are attributed otherwise now.
   */
  movers(scanId: number, againstId?: number): Mover[];
  /** By layer, then by servers, most first. */
  totals(scanId: number): Total[];
  /** Null for a server that no finished scan looked at. */
  server(network: Network, domain: Domain): ServerHistory | null;
  /** In the latest finished scan; null where there is none or nobody answered. */
  hosterContext(network: Network, id: string, layer?: 'hoster' | 'front' | 'operator'): HosterContext | null;
}
