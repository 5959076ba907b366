import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { type Concentration, concentration } from './concentration.ts';
import { type Slice, slicer, tallyServers } from './shares.ts';

/** Servers that a recognised company runs for its customers. */
export interface Managed extends Slice {
  /** Number of such companies. */
  readonly companies: number;
  /**
   * Over these companies, for the managed servers alone. Nothing is hidden here, because only visible
   * operators count.
   */
  readonly concentration: Concentration & { readonly byUsers: Concentration };
}

/** @param servers all servers of a scan */
export function countManaged(servers: readonly MeasuredServer[]): Managed {
  const answered = servers.filter(isCounted);
  const all = tallyServers(answered);
  const managed = answered.filter(({ operator }) => operator !== null);
  const tally = tallyServers(managed);
  const companies = [...Map.groupBy(managed, ({ operator }) => operator?.id).values()].map(tallyServers);
  const held = (unit: 'servers' | 'activeUsers') => companies.map((company) => company[unit]);
  return {
    ...slicer(all.servers, all.activeUsers)(tally),
    companies: companies.length,
    concentration: {
      ...concentration(held('servers'), 0, tally.servers),
      byUsers: concentration(held('activeUsers'), 0, tally.activeUsers),
    },
  };
}
