import type { Kind } from '../model/attribution.ts';
import { type Concentration, concentration } from './concentration.ts';
import type { Tally } from './shares.ts';

/** One stored count of a past scan. Layers that are not read here are ignored. */
export interface TotalRow extends Tally {
  readonly layer: string;
  /** Id of a hoster or front, or a DNS status. */
  readonly key: string;
  readonly name: string | null;
  /** Of a hoster's network, where it is known. */
  readonly kind?: Kind | null;
}

export interface NamedTally extends Tally {
  readonly name: string;
  readonly kind: Kind | null;
}

/** Who held what in a past scan, as far as its stored totals tell. */
export interface PastShares {
  readonly answered: number;
  readonly activeUsers: number;
  /** By id. */
  readonly hosters: ReadonlyMap<string, NamedTally>;
  /** All that was behind a front. */
  readonly hidden: Tally;
  readonly concentration: Concentration;
  readonly concentrationByUsers: Concentration;
}

/** The same counts as `countShares` would give for the scan's servers, without reading these. */
export function readTotals(rows: readonly TotalRow[]): PastShares {
  const answeredRow = rows.find(({ layer, key }) => layer === 'status' && key === 'NOERROR');
  const { servers: answered, activeUsers } = answeredRow ?? { servers: 0, activeUsers: 0 };
  const hosters = rows.filter(({ layer }) => layer === 'hoster');
  const fronts = rows.filter(({ layer }) => layer === 'front');
  const hidden = {
    servers: fronts.reduce((sum, front) => sum + front.servers, 0),
    activeUsers: fronts.reduce((sum, front) => sum + front.activeUsers, 0),
  };
  const counts = (unit: keyof Tally) => hosters.map((hoster) => hoster[unit]);
  return {
    answered,
    activeUsers,
    hosters: new Map(
      hosters.map(({ key, name, kind, servers, activeUsers: active }) => [
        key,
        { name: name ?? key, kind: kind ?? null, servers, activeUsers: active },
      ]),
    ),
    hidden,
    concentration: concentration(counts('servers'), hidden.servers, answered),
    concentrationByUsers: concentration(counts('activeUsers'), hidden.activeUsers, activeUsers),
  };
}
