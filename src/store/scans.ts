import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { Finding } from '../model/finding.ts';
import type { Network } from '../model/network.ts';
import type { Population, Scan } from '../model/scan.ts';
import { createFold } from './fold.ts';
import { createJudge, type Judge } from './judge.ts';
import type { PlacementTable } from './placements.ts';
import { createRecord } from './record.ts';
import type { ScanReader } from './scan-rows.ts';
import type { ServerReader } from './server-rows.ts';
import { createStaged, type FindAliases, type NameOperators } from './staged.ts';

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
  /** Which claims not to believe; without it, those of more active users than users. */
  readonly judge?: Judge;
  /** Listed names that prove to be another name of a listed server; without it, none. */
  readonly findAliases?: FindAliases;
  /** Operators that are seen only now that all findings are there. */
  readonly nameOperators?: NameOperators;
}

/** Scans: at most one of a network runs or waits at a time. */
export interface ScanStore {
  /** Throws if the network has an unfinished scan: resume or abandon that first. */
  begin(start: ScanStart): Scan;
  unfinished(network: Network): { readonly scan: Scan; readonly fingerprint: string } | null;
  /** What is still to be looked at, in the order of `begin`. */
  pending(scanId: number): Domain[];
  /** How many of the servers that were looked at gave an address. */
  answered(scanId: number): number;
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

export function createScans(
  database: Database,
  reader: ScanReader,
  servers: ServerReader,
  placements: PlacementTable,
): ScanStore {
  const insertScan = database.prepare(
    `INSERT INTO scans (network, source, fingerprint, population, opted_out, seed, farms, sources, sampled, started_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    'DELETE FROM servers WHERE network = ? AND id NOT IN (SELECT server_id FROM stays)',
  );
  const fold = createFold(database, servers);
  const judge = createJudge(database);
  const staged = createStaged(database, placements);

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
    if (left > 0) throw new Error(`scan ${scanId} has ${left} servers yet to look at`);
    if (options.findAliases !== undefined) staged.dropAliases(scanId, options.findAliases);
    if (options.nameOperators !== undefined) staged.nameOperators(scanId, options.nameOperators);
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

  const record = createRecord(database, placements);

  return {
    begin: (start) => running(begin.immediate(start)),
    unfinished: reader.unfinished,
    pending: (scanId) => pending.all(scanId),
    answered: staged.answered,
    record: (scanId, findings) => record(running(scanId), findings),
    finish(scanId, finishedAt, options = {}) {
      finish.immediate(scanId, finishedAt, options);
      return reader.finished(scanId);
    },
    abandon: (scanId) => abandon.immediate(scanId),
    latest: reader.latest,
    previous: reader.previous,
    all: reader.all,
  };
}
