import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { Population, Scan } from '../model/scan.ts';
import type { ServerResult } from '../model/server-result.ts';
import { type BegunLooks, createBegunLooks } from './begun.ts';
import type { CountTable } from './counts.ts';
import type { DelegationTable } from './delegations.ts';
import { createFold } from './fold.ts';
import { createJudge, type Judge } from './judge.ts';
import type { PlacementTable } from './placements.ts';
import { createRecord } from './record.ts';
import type { ScanReader } from './scan-rows.ts';
import type { ServerReader } from './server-rows.ts';
import { createSettling, type Settling } from './settle.ts';
import { createStaged, type FindAliases, type NameOperators } from './staged.ts';

export interface ScanStart {
  readonly network: Network;
  readonly population: Population;
  /** Identifies the plan: a scan is resumed only under the same fingerprint. */
  readonly fingerprint: string;
  /** What to look up, in this order; duplicates are ignored. */
  readonly domains: readonly Domain[];
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Whether servers are asked over HTTP; unknown if missing. */
  readonly http?: boolean;
}

export interface FinishOptions {
  /** Decides which claims are implausible. By default, those with more active users than users in total. */
  readonly judge?: Judge;
  /** Finds listed names that are another name of a listed server. By default, none are removed. */
  readonly findAliases?: FindAliases;
  /** Identifies operators that only the complete results reveal. */
  readonly nameOperators?: NameOperators;
  /**
   * ISO 8601. A server whose place was known since then becomes `UNDETERMINED` if it could not be asked.
   * Without it, results stay as they are.
   */
  readonly knownSince?: string;
}

/** Scans. Each network has at most one unfinished scan. */
export interface ScanStore {
  /** Throws if the network has an unfinished scan; resume or abandon that first. */
  begin(start: ScanStart): Scan;
  unfinished(network: Network): { readonly scan: Scan; readonly fingerprint: string } | null;
  /** Servers still to look up, in the order given to `begin`. */
  pending(scanId: number): Domain[];
  /** Number of servers that gave an address so far. */
  answered(scanId: number): number;
  /**
   * One durable transaction; earlier results of a server are kept. Throws for servers that are not in the
   * scan.
   */
  record(scanId: number, findings: readonly ServerResult[]): void;
  /** Folds all results into history and counts, in one transaction. Throws while servers are pending. */
  finish(scanId: number, finishedAt: string, options?: FinishOptions): Scan;
  /** Deletes an unfinished scan with all its results. */
  abandon(scanId: number): void;
  readonly begun: BegunLooks;
  readonly settling: Pick<Settling, 'changed' | 'compared' | 'withhold'>;
  /** The last finished scan, also where it saw a part of the network only. */
  latest(network: Network): Scan | null;
  /**
   * The finished scan that speaks for a network: the last one of a whole list or of a random sample. Where no
   * scan is such a one, the last of a part.
   */
  standing(network: Network): Scan | null;
  /** The finished scan before this one in the same network. */
  previous(scanId: number): Scan | null;
  /** Finished scans, oldest first. */
  all(network: Network): Scan[];
}

export interface ScanTables {
  readonly database: Database;
  readonly reader: ScanReader;
  readonly servers: ServerReader;
  readonly counts: CountTable;
  readonly placements: PlacementTable;
  readonly delegations: DelegationTable;
}

export function createScans(tables: ScanTables): ScanStore {
  const { database, reader, servers, counts, placements, delegations } = tables;
  const insertScan = database.prepare(
    `INSERT INTO scans (network, source, fingerprint, population, opted_out, seed, farms, sources, sampled, started_at,
      http) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertServer = database.prepare(
    'INSERT INTO servers (network, domain) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const insertTarget = database.prepare(
    `INSERT INTO targets (server_id, scan_id, position)
      VALUES ((SELECT id FROM servers WHERE network = ? AND domain = ?), ?, ?)`,
  );
  const pending = database
    .prepare<[number], Domain>(
      `SELECT s.domain FROM targets t JOIN servers s ON s.id = t.server_id
        WHERE t.scan_id = ? AND t.status IS NULL ORDER BY t.position`,
    )
    .pluck();
  const setFinished = database.prepare('UPDATE scans SET finished_at = ? WHERE id = ?');
  const dropTargets = database.prepare('DELETE FROM targets WHERE scan_id = ?');
  const dropScan = database.prepare('DELETE FROM scans WHERE id = ?');
  const dropUnseen = database.prepare(
    `DELETE FROM servers WHERE network = ? AND id NOT IN (SELECT server_id FROM stays)
      AND id NOT IN (SELECT server_id FROM delegations)`,
  );
  const fold = createFold(database, servers, counts);
  const judge = createJudge(database);
  const staged = createStaged(database, placements);
  const settling = createSettling(database);

  const running = (scanId: number): Scan => {
    const scan = reader.get(scanId);
    if (scan === null || scan.finishedAt !== null) throw new Error(`scan ${scanId} is not running`);
    return scan;
  };

  const begin = database.transaction((start: ScanStart): number => {
    const { network, population } = start;
    if (reader.unfinished(network) !== null) throw new Error(`${network} has an unfinished scan`);
    const domains = [...new Set(start.domains)];
    const scanId = Number(
      insertScan.run(
        network,
        population.source,
        start.fingerprint,
        population.population,
        population.optedOut,
        population.seed,
        JSON.stringify(population.farms),
        JSON.stringify(population.sources),
        domains.length,
        start.startedAt,
        start.http === undefined ? null : Number(start.http),
      ).lastInsertRowid,
    );
    for (const [position, domain] of domains.entries()) {
      insertServer.run(network, domain);
      insertTarget.run(network, domain, scanId, position);
    }
    return scanId;
  });

  const finish = database.transaction((scanId: number, finishedAt: string, options: FinishOptions) => {
    const scan = running(scanId);
    const left = pending.all(scanId).length;
    if (left > 0) throw new Error(`scan ${scanId} still has pending servers: ${left}`);
    if (options.findAliases !== undefined) {
      staged.dropAliases(scanId, options.findAliases);
      settling.countOnce(scan);
    }
    if (options.nameOperators !== undefined) staged.nameOperators(scanId, options.nameOperators);
    if (options.knownSince !== undefined) settling.settle(scan, options.knownSince);
    judge(scan, options.judge);
    fold(scan);
    setFinished.run(finishedAt, scanId);
  });

  const abandon = database.transaction((scanId: number) => {
    const scan = running(scanId);
    dropTargets.run(scanId);
    dropScan.run(scanId);
    dropUnseen.run(scan.network);
  });

  const record = createRecord(database, placements, delegations);

  return {
    begin: (start) => running(begin.immediate(start)),
    unfinished: reader.unfinished,
    pending: (scanId) => pending.all(scanId),
    answered: staged.answered,
    begun: createBegunLooks(database),
    settling,
    record: (scanId, findings) => record(running(scanId), findings),
    finish(scanId, finishedAt, options = {}) {
      finish.immediate(scanId, finishedAt, options);
      return reader.finished(scanId);
    },
    abandon: (scanId) => abandon.immediate(scanId),
    latest: reader.latest,
    standing: reader.standing,
    previous: reader.previous,
    all: reader.all,
  };
}
