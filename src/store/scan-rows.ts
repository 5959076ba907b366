import type { Database } from 'better-sqlite3';
import type { Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';

export interface ScanRow extends Scan {
  readonly fingerprint: string;
}

/** Reading scans, for whoever needs them. */
export interface ScanReader {
  get(scanId: number): Scan | null;
  /** Throws unless the scan is finished. */
  finished(scanId: number): Scan;
  unfinished(network: Network): ScanRow | null;
  latest(network: Network): Scan | null;
  previous(scanId: number): Scan | null;
  all(network: Network): Scan[];
}

const COLUMNS = `id, network, source, population, opted_out AS optedOut, seed, sampled,
  started_at AS startedAt, finished_at AS finishedAt`;

export function createScanReader(database: Database): ScanReader {
  const select = (rest: string) =>
    database.prepare<(number | string)[], Scan>(`SELECT ${COLUMNS} FROM scans ${rest}`);
  const byId = select('WHERE id = ?');
  const latest = select('WHERE network = ? AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1');
  const previous = select(
    `WHERE network = (SELECT network FROM scans WHERE id = ?) AND id < ? AND finished_at IS NOT NULL
      ORDER BY id DESC LIMIT 1`,
  );
  const all = select('WHERE network = ? AND finished_at IS NOT NULL ORDER BY id');
  const unfinished = database.prepare<[string], ScanRow>(
    `SELECT ${COLUMNS}, fingerprint FROM scans WHERE network = ? AND finished_at IS NULL`,
  );
  return {
    get: (scanId) => byId.get(scanId) ?? null,
    finished(scanId) {
      const scan = byId.get(scanId);
      if (scan === undefined || scan.finishedAt === null) throw new Error(`scan ${scanId} is not finished`);
      return scan;
    },
    unfinished: (network) => unfinished.get(network) ?? null,
    latest: (network) => latest.get(network) ?? null,
    previous: (scanId) => previous.get(scanId, scanId) ?? null,
    all: (network) => all.all(network),
  };
}
