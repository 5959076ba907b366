import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import { DNS_STATUSES, isUnheard } from '../model/observation.ts';
import type { Scan } from '../model/scan.ts';

/** A server for which the last scan waited until a timeout, in DNS or while connecting. */
export interface SilentServer {
  readonly domain: Domain;
  /**
   * When the first of at least two consecutive looks without a connection started; ISO 8601 in UTC. Null for
   * a single such look, and if DNS gave no answer.
   */
  readonly unreachableSince: string | null;
}

const quoted = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');
/** Settling makes a known server `UNDETERMINED` where DNS failed. */
const SILENT_IN_DNS = quoted([...DNS_STATUSES.filter(isUnheard), 'UNDETERMINED']);
const NO_CONNECTION = quoted(['TIMEOUT', 'UNREACHABLE']);

/** @returns reads the silent servers of a network's last finished scan, in no order */
export function createSilentReader(database: Database): (latest: Scan) => SilentServer[] {
  const read = database.prepare<{ scan: number; network: string }, SilentServer>(
    `SELECT s.domain, CASE WHEN c.http IN (${NO_CONNECTION}) AND c.from_scan < @scan
        THEN (SELECT started_at FROM scans WHERE id = c.from_scan) END AS unreachableSince
      FROM servers s
      JOIN claims c ON c.server_id = s.id AND c.to_scan = @scan
      JOIN stays y ON y.server_id = s.id AND y.to_scan = @scan
      WHERE s.network = @network
        AND (c.http IN (${NO_CONNECTION}) OR (c.http = 'SKIPPED' AND y.status IN (${SILENT_IN_DNS})))`,
  );
  return ({ id, network }) => read.all({ scan: id, network });
}
