import type { Database } from 'better-sqlite3';
import type { Network } from '../model/network.ts';
import type { Farm, ListSource, Scan } from '../model/scan.ts';
import { isPartial } from '../model/scan-part.ts';

type StoredScan = Omit<Scan, 'farms' | 'sources' | 'http'> & {
  readonly farms: string;
  readonly sources: string;
  readonly http: 0 | 1 | null;
};

export interface ScanReader {
  get(scanId: number): Scan | null;
  /** Throws unless the scan is finished. */
  finished(scanId: number): Scan;
  unfinished(network: Network): { readonly scan: Scan; readonly fingerprint: string } | null;
  latest(network: Network): Scan | null;
  standing(network: Network): Scan | null;
  previous(scanId: number): Scan | null;
  all(network: Network): Scan[];
}

const COLUMNS = `id, network, source, population, opted_out AS optedOut, seed, farms, sources, sampled, aliases, http,
  started_at AS startedAt, finished_at AS finishedAt`;

export function createScanReader(database: Database): ScanReader {
  const select = (rest: string) =>
    database.prepare<(number | string)[], StoredScan>(`SELECT ${COLUMNS} FROM scans ${rest}`);
  const byId = select('WHERE id = ?');
  const newestFirst = select('WHERE network = ? AND finished_at IS NOT NULL ORDER BY id DESC');
  const previous = select(
    `WHERE network = (SELECT network FROM scans WHERE id = ?) AND id < ? AND finished_at IS NOT NULL
      ORDER BY id DESC LIMIT 1`,
  );
  const all = select('WHERE network = ? AND finished_at IS NOT NULL ORDER BY id');
  const unfinished = database.prepare<[string], StoredScan & { readonly fingerprint: string }>(
    `SELECT ${COLUMNS}, fingerprint FROM scans WHERE network = ? AND finished_at IS NULL`,
  );
  return {
    get: (scanId) => read(byId.get(scanId)),
    finished(scanId) {
      const scan = read(byId.get(scanId));
      if (scan === null || scan.finishedAt === null) throw new Error(`scan ${scanId} is not finished`);
      return scan;
    },
    unfinished(network) {
      const row = unfinished.get(network);
      if (row === undefined) return null;
      const { fingerprint, ...scan } = row;
      return { scan: parse(scan), fingerprint };
    },
    latest: (network) => read(newestFirst.get(network)),
    standing(network) {
      let latest: Scan | null = null;
      for (const row of newestFirst.iterate(network)) {
        const scan = parse(row);
        if (!isPartial(scan)) return scan;
        latest ??= scan;
      }
      return latest;
    },
    previous: (scanId) => read(previous.get(scanId, scanId)),
    all: (network) => all.all(network).map(parse),
  };
}

function read(row: StoredScan | undefined): Scan | null {
  return row === undefined ? null : parse(row);
}

function parse(row: StoredScan): Scan {
  return {
    ...row,
    http: row.http === null ? null : row.http === 1,
    farms: JSON.parse(row.farms) as Farm[],
    sources: JSON.parse(row.sources) as ListSource[],
  };
}
