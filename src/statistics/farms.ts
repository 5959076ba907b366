import { registrableDomain } from '../model/domain.ts';
import type { Farm } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';

/** A farm of which a scan looked at a few names, and what it found there. */
export interface MeasuredFarm extends Farm {
  /** Of the counted names, how many have an address. */
  readonly answered: number;
  /** Distinct addresses of all of them together; few for many names is what a wildcard looks like. */
  readonly addresses: number;
}

/** What the scan found of the farms that its plan had thinned, in the plan's order. */
export function measureFarms(
  servers: readonly MeasuredServer[],
  farms: readonly Farm[],
): readonly MeasuredFarm[] {
  if (farms.length === 0) return [];
  const answered = servers.filter((server) => server.status === 'NOERROR');
  const groups = Map.groupBy(answered, (server) => registrableDomain(server.domain));
  return farms.map((farm) => {
    const members = groups.get(farm.registrableDomain) ?? [];
    const addresses = new Set(members.flatMap((server) => server.addresses)).size;
    return { ...farm, answered: members.length, addresses };
  });
}
