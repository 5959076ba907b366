import type { Database } from 'better-sqlite3';
import type { Domain } from '../model/domain.ts';
import type { DnsStatus, HttpStatus } from '../model/observation.ts';
import type { Scan } from '../model/scan.ts';
import type { Implausibility, MeasuredServer } from '../model/server.ts';
import { unpackIds } from './id-set.ts';
import { NOWHERE, type PlacementTable } from './placements.ts';

/** Reads servers as one scan saw them, out of the intervals. */
export interface ServerReader {
  /** All of a scan, by domain. */
  all(scan: Scan): MeasuredServer[];
  /** One that the scan looked at; null if it has no such row. */
  one(scan: Scan, domain: Domain): MeasuredServer | null;
  /** Which servers (by row id) the scan looked at. */
  looks(scanId: number): (serverId: number) => boolean;
}

interface Row {
  readonly id: number;
  readonly domain: Domain;
  readonly status: DnsStatus;
  readonly placement: number | null;
  readonly http: HttpStatus;
  readonly software: string | null;
  readonly usersTotal: number | null;
  readonly usersActiveMonth: number | null;
  readonly implausible: Implausibility | null;
  readonly declaredBy: string | null;
  readonly declaredCountry: string | null;
}

/** The last interval that began by then; whoever was looked at in the scan is in it. */
const at = (table: 'stays' | 'claims') =>
  `(SELECT max(from_scan) FROM ${table} WHERE server_id = s.id AND from_scan <= @scan)`;

const SELECT = `
  SELECT s.id, s.domain, y.status, y.placement_id AS placement, c.http, w.name AS software,
    c.users_total AS usersTotal, c.users_active_month AS usersActiveMonth, c.implausible,
    c.declared_by AS declaredBy, c.declared_country AS declaredCountry
  FROM servers s
  JOIN stays y ON y.server_id = s.id AND y.from_scan = ${at('stays')}
  JOIN claims c ON c.server_id = s.id AND c.from_scan = ${at('claims')}
  LEFT JOIN software w ON w.id = c.software_id
  WHERE s.network = @network AND y.to_scan >= @scan`;

export function createServerReader(database: Database, placements: PlacementTable): ServerReader {
  const all = database.prepare<[{ scan: number; network: string }], Row>(`${SELECT} ORDER BY s.domain`);
  const one = database.prepare<[{ scan: number; network: string; domain: string }], Row>(
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
      const lookedAtThen = lookedAt(scan.id);
      const placement = placements.reader();
      const servers: MeasuredServer[] = [];
      for (const row of all.iterate({ scan: scan.id, network: scan.network })) {
        if (lookedAtThen(row.id)) servers.push(toServer(row, placement));
      }
      return servers;
    },
    one(scan, domain) {
      const row = one.get({ scan: scan.id, network: scan.network, domain });
      return row === undefined || !lookedAt(scan.id)(row.id) ? null : toServer(row, placements.reader());
    },
    looks: lookedAt,
  };
}

function toServer(row: Row, placement: ReturnType<PlacementTable['reader']>): MeasuredServer {
  const { domain, status, http, software, usersTotal, usersActiveMonth, implausible } = row;
  const place = row.placement === null ? NOWHERE : placement(row.placement);
  const { declaredBy: by, declaredCountry: country } = row;
  const declared = by === null && country === null ? null : { by, country };
  return { domain, status, http, ...place, software, usersTotal, usersActiveMonth, implausible, declared };
}
