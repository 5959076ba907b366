import { registrableDomain } from '../model/domain.ts';
import { isCounted } from '../model/observation.ts';
import type { Farm } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';

/** A farm with what a scan found at the few names that it looked up. */
export interface MeasuredFarm extends Farm {
  /** How many of the counted names have an address. */
  readonly answered: number;
  /** Distinct addresses of all of them together; few addresses for many names suggest a wildcard. */
  readonly addresses: number;
}

/** The results for the farms that the plan thinned, in the plan's order. */
export function measureFarms(
  servers: readonly MeasuredServer[],
  farms: readonly Farm[],
): readonly MeasuredFarm[] {
  if (farms.length === 0) return [];
  const answered = servers.filter(isCounted);
  const groups = Map.groupBy(answered, (server) => registrableDomain(server.domain));
  return farms.map((farm) => {
    const members = groups.get(farm.registrableDomain) ?? [];
    const addresses = new Set(members.flatMap((server) => server.addresses)).size;
    return { ...farm, answered: members.length, addresses };
  });
}
