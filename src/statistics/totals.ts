import type { Kind } from '../model/attribution.ts';
import { type DnsStatus, isCounted } from '../model/observation.ts';
import { type Concentration, concentration } from './concentration.ts';
import type { Tally } from './shares.ts';

/** One stored count of a past scan. Layers that are not used here are ignored. */
export interface TotalRow extends Tally {
  readonly layer: string;
  /** Id of a hoster or front, or a DNS status. */
  readonly key: string;
  readonly name: string | null;
  /** Kind of a hoster's network, if known. */
  readonly kind?: Kind | null;
}

export interface NamedTally extends Tally {
  readonly name: string;
  readonly kind: Kind | null;
}

/** The shares of a past scan, as far as its stored totals show them. */
export interface PastShares {
  readonly answered: number;
  readonly activeUsers: number;
  /** By id. */
  readonly hosters: ReadonlyMap<string, NamedTally>;
  /** All servers behind fronts. */
  readonly hidden: Tally;
  /** Servers whose hoster could not be determined that week. */
  readonly undetermined: Tally;
  readonly concentration: Concentration;
  readonly concentrationByUsers: Concentration;
}

/** The counts that `countShares` would give for the scan, from its stored totals instead of its servers. */
export function readTotals(rows: readonly TotalRow[]): PastShares {
  const { servers: answered, activeUsers } = countAnswered(rows);
  const hosters = rows.filter(({ layer }) => layer === 'hoster');
  const hidden = sum(rows.filter(({ layer }) => layer === 'front'));
  const undetermined = sum(rows.filter(({ layer, key }) => layer === 'status' && key === 'UNDETERMINED'));
  const unseen = sum([hidden, undetermined]);
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
    undetermined,
    concentration: concentration(counts('servers'), unseen.servers, answered),
    concentrationByUsers: concentration(counts('activeUsers'), unseen.activeUsers, activeUsers),
  };
}

/** The servers that count in shares, from the totals of a scan. */
export function countAnswered(rows: readonly Omit<TotalRow, 'name'>[]): Tally {
  return sum(rows.filter(({ layer, key }) => layer === 'status' && isCounted({ status: key as DnsStatus })));
}

function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, { servers, activeUsers }) => ({
      servers: total.servers + servers,
      activeUsers: total.activeUsers + activeUsers,
    }),
    { servers: 0, activeUsers: 0 },
  );
}
