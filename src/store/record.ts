import type { Database } from 'better-sqlite3';
import type { Observation } from '../model/observation.ts';
import type { Scan } from '../model/scan.ts';
import type { ServerResult } from '../model/server-result.ts';
import type { DelegationTable } from './delegations.ts';
import { measure } from './measure.ts';
import type { PlacementTable } from './placements.ts';

/**
 * Records results of a running scan in one transaction. The first result of a server is kept, so a batch may
 * be recorded twice. If the scan is abandoned, its placements and hosters stay in their tables for the next
 * scan.
 */
export function createRecord(
  database: Database,
  placements: PlacementTable,
  delegations: DelegationTable,
): (scan: Scan, findings: readonly ServerResult[]) => void {
  const find = database.prepare<[number, string, string], { readonly id: number; readonly done: number }>(
    `SELECT t.server_id AS id, t.status IS NOT NULL AS done FROM servers s JOIN targets t ON t.server_id = s.id
      WHERE t.scan_id = ? AND s.network = ? AND s.domain = ?`,
  );
  const update = database.prepare(
    `UPDATE targets SET status = ?, placement_id = ?, http = ?, software_id = ?, users_total = ?,
      users_active_month = ?, implausible = ?, declared_by = ?, declared_country = ?,
      delegate = ?, assumed = ? WHERE server_id = ?`,
  );
  const findSoftware = database.prepare<[string], number>('SELECT id FROM software WHERE name = ?').pluck();
  const insertSoftware = database.prepare('INSERT INTO software (name) VALUES (?)');

  const softwareId = (name: string | null): number | null => {
    if (name === null) return null;
    return findSoftware.get(name) ?? Number(insertSoftware.run(name).lastInsertRowid);
  };

  const record = database.transaction((scan: Scan, findings: readonly ServerResult[]) => {
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
        Number(isAssumed(finding.observation)),
        target.id,
      );
      delegations.learn(target.id, finding.observation);
    }
  });
  return (scan, findings) => record.immediate(scan, findings);
}

/** Whether the place is uncertain: something on the way could not be asked, or contradicts what was known. */
function isAssumed({ status, delegation, isPartial }: Observation): boolean {
  return status === 'NOERROR' && (delegation === 'unknown' || delegation === 'lost' || isPartial === true);
}

/** The host that serves the domain, if that is another; otherwise null. */
function delegateOf({ observation }: ServerResult): string | null {
  const host = observation.endpoints[0]?.host ?? observation.domain;
  return host === observation.domain ? null : host;
}
