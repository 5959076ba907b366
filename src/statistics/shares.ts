import { type Country, type Hoster, KINDS, type Kind } from '../model/attribution.ts';
import type { MeasuredServer } from '../model/server.ts';
import { plausibleActiveUsers } from './plausible.ts';

/** How much of a network something holds. */
export interface Slice {
  readonly servers: number;
  /** Fraction of the answered servers, 0 to 1. */
  readonly share: number;
  /** Users active in the last month, plausible claims only. */
  readonly activeUsers: number;
  /** Fraction of all plausible active users, 0 to 1; null where no server gave a plausible number above 0. */
  readonly activeShare: number | null;
}

export interface HosterSlice extends Slice, Hoster {}

/** A company whose network servers are on. */
export interface OwnerSlice extends HosterSlice {
  /** What its network is; `isp` where it sells lines, and hosts nothing. Null where that is not known. */
  readonly kind: Kind | null;
}

export interface KindSlice extends Slice {
  readonly kind: Kind;
}

export interface CountrySlice extends Slice {
  readonly country: Country;
}

/**
 * Who holds what of the answered servers. `hosters`, `fronts` and `unattributed` part them without rest: their servers add
 * up to `answered`, their active users to `activeUsers`. Operators, kinds and countries are other views of the same
 * servers, without those where the thing is not known.
 */
export interface Shares {
  /** Servers with an address (status `NOERROR`), the denominator of every `share`. */
  readonly answered: number;
  /** The denominator of every `activeShare`. */
  readonly activeUsers: number;
  /** Servers whose own plausible count of active users is in `activeUsers`. */
  readonly countedUsers: number;
  readonly hosters: readonly OwnerSlice[];
  readonly fronts: readonly HosterSlice[];
  readonly operators: readonly HosterSlice[];
  readonly kinds: readonly KindSlice[];
  readonly countries: readonly CountrySlice[];
  /** All that is behind a front: its hoster cannot be seen. */
  readonly hidden: Slice;
  /** Neither a front nor a hoster is known. */
  readonly unattributed: Slice;
}

/** Counts without a denominator. */
export interface Tally {
  readonly servers: number;
  readonly activeUsers: number;
}

/** Turns counts into slices of `answered` servers and `activeUsers`. */
export function slicer(answered: number, activeUsers: number): (tally: Tally) => Slice {
  return ({ servers, activeUsers: active }) => ({
    servers,
    share: answered === 0 ? 0 : servers / answered,
    activeUsers: active,
    activeShare: activeUsers === 0 ? null : active / activeUsers,
  });
}

/** Counts servers and their plausible active users. */
export function tallyServers(servers: readonly MeasuredServer[]): Tally {
  const activeUsers = servers.reduce((sum, server) => sum + (plausibleActiveUsers(server) ?? 0), 0);
  return { servers: servers.length, activeUsers };
}

/**
 * Counts servers and plausible active users by hoster, front, operator, kind and country, largest first; ties by active
 * users, then by id. A server that has a front counts for the front alone.
 */
export function countShares(servers: readonly MeasuredServer[]): Shares {
  const answered = servers.filter((server) => server.status === 'NOERROR');
  const users = answered.map(plausibleActiveUsers);
  const activeUsers = users.reduce<number>((sum, count) => sum + (count ?? 0), 0);

  const slice = slicer(answered.length, activeUsers);
  const none: Tally = { servers: 0, activeUsers: 0 };
  const tallyBy = (keyOf: (server: MeasuredServer) => string | null): Map<string, Tally> => {
    const tallies = new Map<string, Tally>();
    answered.forEach((server, index) => {
      const key = keyOf(server);
      if (key === null) return;
      const { servers, activeUsers: active } = tallies.get(key) ?? none;
      tallies.set(key, { servers: servers + 1, activeUsers: active + (users[index] ?? 0) });
    });
    return tallies;
  };
  const byHoster = (hosterOf: (server: MeasuredServer) => Hoster | null): readonly HosterSlice[] => {
    const hosters = nameHosters(answered, hosterOf);
    return sorted(tallyBy((server) => hosterOf(server)?.id ?? null)).map(([id, tally]) => ({
      ...(hosters.get(id) ?? { id, name: id, country: null }),
      ...slice(tally),
    }));
  };
  const owned = answered.filter((server) => server.front === null);
  const kinds = Map.groupBy(owned, (server) => server.hoster?.id ?? null);
  return {
    answered: answered.length,
    activeUsers,
    countedUsers: users.filter((count) => count !== null).length,
    hosters: byHoster((server) => (server.front === null ? server.hoster : null)).map((hoster) => ({
      ...hoster,
      kind: companyKind(kinds.get(hoster.id) ?? []),
    })),
    fronts: byHoster((server) => server.front),
    operators: byHoster((server) => server.operator),
    kinds: sorted(tallyBy((server) => server.kind)).map(([kind, tally]) => ({
      kind: kind as Kind,
      ...slice(tally),
    })),
    countries: sorted(tallyBy((server) => server.country)).map(([country, tally]) => ({
      country,
      ...slice(tally),
    })),
    hidden: slice(tallyBy((server) => (server.front === null ? null : 'hidden')).get('hidden') ?? none),
    unattributed: slice(
      tallyBy((server) => (server.front === null && server.hoster === null ? 'none' : null)).get('none') ??
        none,
    ),
  };
}

/** One name an id, whatever the order of the servers: the first in code unit order. */
function nameHosters(
  servers: readonly MeasuredServer[],
  hosterOf: (server: MeasuredServer) => Hoster | null,
): ReadonlyMap<string, Hoster> {
  const hosters = new Map<string, Hoster>();
  for (const server of servers) {
    const hoster = hosterOf(server);
    if (hoster === null) continue;
    const known = hosters.get(hoster.id);
    if (known === undefined || hoster.name < known.name) hosters.set(hoster.id, hoster);
  }
  return hosters;
}

/** A company has one kind; were its servers seen with several, nobody is called a line who may host. */
export function companyKind(servers: readonly MeasuredServer[]): Kind | null {
  return KINDS.find((kind) => servers.some((server) => server.kind === kind)) ?? null;
}

function sorted(tallies: ReadonlyMap<string, Tally>): readonly (readonly [string, Tally])[] {
  return [...tallies].sort(
    ([a, x], [b, y]) => y.servers - x.servers || y.activeUsers - x.activeUsers || (a < b ? -1 : 1),
  );
}
