import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { DnsStatus } from '../model/observation.ts';

/** An interval of scans in which a server was in the same place. */
export interface StoredStay {
  readonly domain: Domain;
  /** The first scan of the interval. */
  readonly fromScan: number;
  /** The last scan of the interval. */
  readonly toScan: number;
  readonly status: DnsStatus;
  /** Ids of companies. */
  readonly hoster: string | null;
  readonly front: string | null;
  readonly operator: string | null;
  readonly asn: number | null;
  readonly country: string | null;
}

/** Every stay of a network in finished scans, by domain and in the order of the scans. */
export function createStays(database: Database): (network: Network) => IterableIterator<StoredStay> {
  const read = database.prepare<[string], StoredStay>(
    `SELECT s.domain, y.from_scan AS fromScan, y.to_scan AS toScan, y.status,
        p.hoster, p.front, p.operator, p.asn, p.country
      FROM servers s JOIN stays y ON y.server_id = s.id LEFT JOIN placements p ON p.id = y.placement_id
      WHERE s.network = ? ORDER BY s.domain, y.from_scan`,
  );
  return (network) => read.iterate(network);
}
