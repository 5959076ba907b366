import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { DnsStatus, HttpStatus } from '../model/observation.ts';
import type { Scan } from '../model/scan.ts';
import type { Implausibility, MeasuredServer } from '../model/server.ts';
import type { CountTable } from './counts.ts';
import type { StoredCounts } from './packed/count-set.ts';
import { unpackIds } from './packed/id-set.ts';
import { NOWHERE, PLACEMENT_COLUMNS, type PlacementRow, type PlacementTable } from './placements.ts';

/** Reads servers as one scan saw them, from the intervals in `stays` and `claims`. */
export interface ServerReader {
  /** All servers of a scan, sorted by domain. */
  all(scan: Scan): MeasuredServer[];
  /** One server of a scan; null if the scan did not look it up. */
  one(scan: Scan, domain: Domain): MeasuredServer | null;
  /** A test whether the scan looked up a server (by row id). */
  looks(scanId: number): (serverId: number) => boolean;
}

interface ServerRow extends PlacementRow {
  readonly id: number;
  readonly domain: Domain;
  readonly status: DnsStatus;
  readonly placement: number | null;
  readonly http: HttpStatus;
  readonly software: string | null;
  readonly implausible: Implausibility | null;
  readonly declaredBy: string | null;
  readonly declaredCountry: string | null;
}

/** The intervals of a server do not overlap, so at most one contains the scan. */
const around = (alias: string) =>
  `${alias}.server_id = s.id AND ${alias}.from_scan <= @scan AND ${alias}.to_scan >= @scan`;

const SELECT = `
  SELECT s.id, s.domain, y.status, y.placement_id AS placement, c.http, w.name AS software,
    c.implausible, c.declared_by AS declaredBy, c.declared_country AS declaredCountry, ${PLACEMENT_COLUMNS}
  FROM servers s
  JOIN stays y ON ${around('y')}
  JOIN claims c ON ${around('c')}
  LEFT JOIN software w ON w.id = c.software_id
  LEFT JOIN placements p ON p.id = y.placement_id
  WHERE s.network = @network`;

export function createServerReader(
  database: Database,
  placements: PlacementTable,
  counts: CountTable,
): ServerReader {
  const all = database.prepare<[{ scan: number; network: string }], ServerRow>(`${SELECT} ORDER BY s.domain`);
  const one = database.prepare<[{ scan: number; network: string; domain: string }], ServerRow>(
    `${SELECT} AND s.domain = @domain`,
  );
  const looks = database.prepare<[number], Buffer>('SELECT servers FROM looks WHERE scan_id = ?').pluck();

  const lookedAt = (scanId: number): ((serverId: number) => boolean) => {
    const packed = looks.get(scanId);
    if (packed === undefined) throw new Error(`scan ${scanId} is not finished`);
    return unpackIds(packed);
  };

  return {
    all(scan) {
      const claimed = counts.of(scan.id);
      const placement = placements.rowReader();
      const servers: MeasuredServer[] = [];
      for (const row of all.iterate({ scan: scan.id, network: scan.network })) {
        const users = claimed.get(row.id);
        if (users !== undefined) servers.push(toServer(row, users, placement));
      }
      return servers;
    },
    one(scan, domain) {
      const row = one.get({ scan: scan.id, network: scan.network, domain });
      const users = row === undefined ? null : counts.one(scan.id, row.id);
      return row === undefined || users === null ? null : toServer(row, users, placements.rowReader());
    },
    looks: lookedAt,
  };
}

function toServer(
  row: ServerRow,
  { usersTotal, usersActiveMonth }: StoredCounts,
  placement: ReturnType<PlacementTable['rowReader']>,
): MeasuredServer {
  const { domain, status, http, software, implausible } = row;
  const place = row.placement === null ? NOWHERE : placement(row);
  const { declaredBy: by, declaredCountry: country } = row;
  const declared = by === null && country === null ? null : { by, country };
  return { domain, status, http, ...place, software, usersTotal, usersActiveMonth, implausible, declared };
}
