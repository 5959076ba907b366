import type { Database } from 'better-sqlite3';
import type { Scan } from '../model/scan.ts';
import {
  type CountsById,
  LONGEST_CHAIN,
  packCounts,
  type StoredCounts,
  unpackCounts,
  unpackCountsAt,
} from './packed/count-set.ts';
import { unpackIdList } from './packed/id-set.ts';

/** The user counts that servers claimed in each scan. */
export interface CountTable {
  /** Keyed by row id; every server that a finished scan looked up. */
  of(scanId: number): CountsById;
  /** For one server; null if the scan did not look it up. */
  one(scanId: number, serverId: number): StoredCounts | null;
  /** Packs the counts against the last finished scan of the network. Must run in a transaction. */
  save(scan: Scan, ids: readonly number[], counts: CountsById): void;
}

interface PackedRow {
  readonly servers: Buffer;
  readonly users: Buffer;
  readonly base: number | null;
}

export function createCounts(database: Database): CountTable {
  const packed = database.prepare<[number], PackedRow>(
    'SELECT servers, users, base_id AS base FROM looks JOIN counts USING (scan_id) WHERE scan_id = ?',
  );
  const last = database.prepare<[string], { readonly id: number; readonly depth: number }>(
    `SELECT c.scan_id AS id, c.depth FROM counts c JOIN scans s ON s.id = c.scan_id
      WHERE s.network = ? ORDER BY c.scan_id DESC LIMIT 1`,
  );
  const insert = database.prepare('INSERT INTO counts (scan_id, base_id, depth, users) VALUES (?, ?, ?, ?)');

  const read = (scanId: number): PackedRow => {
    const row = packed.get(scanId);
    if (row === undefined) throw new Error(`scan ${scanId} is not finished`);
    return row;
  };
  const one = (scanId: number, serverId: number): StoredCounts | null => {
    const row = read(scanId);
    const place = unpackIdList(row.servers).indexOf(serverId);
    if (place < 0) return null;
    return unpackCountsAt(row.users, place, row.base === null ? null : one(row.base, serverId));
  };
  const of = (scanId: number): CountsById => {
    const row = read(scanId);
    return unpackCounts(row.users, unpackIdList(row.servers), row.base === null ? null : of(row.base));
  };
  return {
    of,
    one,
    save(scan, ids, counts) {
      const before = last.get(scan.network);
      const base = before === undefined || before.depth + 1 >= LONGEST_CHAIN ? null : before;
      const users = packCounts(ids, counts, base === null ? null : of(base.id));
      insert.run(scan.id, base?.id ?? null, base === null ? 0 : base.depth + 1, users);
    },
  };
}
