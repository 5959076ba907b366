import type { Database } from 'better-sqlite3';
import type { Finding } from '../model/finding.ts';
import type { Scan } from '../model/scan.ts';
import { measure } from './measure.ts';
import type { PlacementTable } from './placements.ts';

/**
 * Keeps findings of a running scan, in one transaction. A server that has a finding keeps it, so that a batch may come
 * twice. Places and hosters of a scan that is abandoned later stay in their tables: the next scan finds the same.
 */
export function createRecord(
  database: Database,
  placements: PlacementTable,
): (scan: Scan, findings: readonly Finding[]) => void {
  const find = database.prepare<[number, string, string], { readonly id: number; readonly done: number }>(
    `SELECT t.server_id AS id, t.status IS NOT NULL AS done FROM servers s JOIN targets t ON t.server_id = s.id
      WHERE t.scan_id = ? AND s.network = ? AND s.domain = ?`,
  );
  const update = database.prepare(
    `UPDATE targets SET status = ?, placement_id = ?, http = ?, software_id = ?, users_total = ?,
      users_active_month = ?, implausible = ?, declared_by = ?, declared_country = ?,
      delegate = ? WHERE server_id = ?`,
  );
  const findSoftware = database.prepare<[string], number>('SELECT id FROM software WHERE name = ?').pluck();
  const insertSoftware = database.prepare('INSERT INTO software (name) VALUES (?)');

  const softwareId = (name: string | null): number | null => {
    if (name === null) return null;
    return findSoftware.get(name) ?? Number(insertSoftware.run(name).lastInsertRowid);
  };

  const record = database.transaction((scan: Scan, findings: readonly Finding[]) => {
    for (const finding of findings) {
      const { domain, network } = finding.observation;
      const target = find.get(scan.id, network, domain);
      if (target === undefined) throw new Error(`${domain} (${network}) is not in scan ${scan.id}`);
      if (target.done === 1) continue;
      const server = measure(finding);
      const placement = server.status === 'NOERROR' ? placements.save(server) : null;
      const { status, http, usersTotal, usersActiveMonth } = server;
      update.run(
        status,
        placement,
        http,
        softwareId(server.software),
        usersTotal,
        usersActiveMonth,
        server.implausible,
        server.declared?.by ?? null,
        server.declared?.country ?? null,
        delegateOf(finding),
        target.id,
      );
    }
  });
  return (scan, findings) => record.immediate(scan, findings);
}

/** The other host that serves the domain, best first; null where it serves itself or nobody does. */
function delegateOf({ observation }: Finding): string | null {
  const host = observation.endpoints[0]?.host ?? observation.domain;
  return host === observation.domain ? null : host;
}
