import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { KnownDelegation, Observation } from '../model/observation.ts';

/** The last known hosts that serve the domains. */
export interface DelegationTable {
  /** Null for a domain that was never asked, or never answered. */
  lastKnown(network: Network, domain: Domain): KnownDelegation | null;
  /**
   * Stores the delegation from an observation; one that could not ask changes nothing. Must run in a
   * transaction.
   */
  learn(serverId: number, observation: Observation): void;
}

interface DelegationRow extends Omit<KnownDelegation, 'isDoubted'> {
  readonly doubted: 0 | 1;
}

export function createDelegations(database: Database): DelegationTable {
  const find = database.prepare<[string, string], DelegationRow>(
    `SELECT d.host, d.port, d.known_at AS knownAt, d.doubted FROM delegations d JOIN servers s ON s.id = d.server_id
      WHERE s.network = ? AND s.domain = ?`,
  );
  const save = database.prepare(
    `INSERT INTO delegations (server_id, host, port, known_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (server_id) DO UPDATE SET host = excluded.host, port = excluded.port,
        known_at = excluded.known_at, doubted = 0`,
  );
  const doubt = database.prepare('UPDATE delegations SET doubted = 1 WHERE server_id = ?');
  return {
    lastKnown(network, domain) {
      const row = find.get(network, domain);
      if (row === undefined) return null;
      const { doubted, ...known } = row;
      return { ...known, isDoubted: doubted === 1 };
    },
    learn(serverId, { delegation, delegate, status, observedAt }) {
      if (delegation === 'elsewhere' && delegate !== undefined) {
        save.run(serverId, delegate.host, delegate.port, observedAt);
      }
      if (delegation === 'here' && status === 'NOERROR') save.run(serverId, null, null, observedAt);
      if (delegation === 'lost') doubt.run(serverId);
    },
  };
}
