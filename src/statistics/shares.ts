import { type Country, type Hoster, KINDS, type Kind } from '../model/attribution.ts';
import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { plausibleActiveUsers } from './plausible.ts';

/** A part of a network. */
export interface Slice {
  readonly servers: number;
  /** Fraction of the answered servers, 0 to 1. */
  readonly share: number;
  /** Users active in the last month, plausible claims only. */
  readonly activeUsers: number;
  /**
   * Fraction of all plausible active users, from 0 to 1; null if no server reports a plausible number above
   * 0.
   */
  readonly activeShare: number | null;
}

export interface HosterSlice extends Slice, Hoster {}

/** A company with servers on its network. */
export interface OwnerSlice extends HosterSlice {
  /** Kind of its network; `isp` for an access provider, which hosts nothing. Null if unknown. */
  readonly kind: Kind | null;
}

export interface KindSlice extends Slice {
  readonly kind: Kind;
}

export interface CountrySlice extends Slice {
  readonly country: Country;
}

/**
 * The distribution of the answered servers. Each is in exactly one of `hosters`, `fronts`, `unattributed` and
 * `undetermined`: their servers add up to `answered`, their active users to `activeUsers`. Operators, kinds
 * and countries are other views of the same servers, without those for which the value is unknown.
 */
export interface Shares {
  /** Servers with status `NOERROR` or `UNDETERMINED`; the denominator of every `share`. */
  readonly answered: number;
  /** The denominator of every `activeShare`. */
  readonly activeUsers: number;
  /** Number of servers whose own plausible count is included in `activeUsers`. */
  readonly countedUsers: number;
  readonly hosters: readonly OwnerSlice[];
  readonly fronts: readonly HosterSlice[];
  readonly operators: readonly HosterSlice[];
  readonly kinds: readonly KindSlice[];
  readonly countries: readonly CountrySlice[];
  /** All servers behind a front: their hosters are not visible. */
  readonly hidden: Slice;
  /** Servers for which the sources disagree on the country; they are in none of `countries`. */
  readonly uncertainCountry: Slice;
  /** Answered servers with neither a known front nor a known hoster. */
  readonly unattributed: Slice;
  /** Known servers whose place could not be determined this week, so that their hoster is unknown. */
  readonly undetermined: Slice;
}

/** Counts without a denominator. */
export interface Tally {
  readonly servers: number;
  readonly activeUsers: number;
}

/** Returns a function that turns counts into slices of `answered` servers and `activeUsers`. */
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
 * Counts servers and plausible active users by hoster, front, operator, kind and country, largest first. Ties
 * are sorted by active users, then by id. A server with a front counts only for the front.
 */
export function countShares(servers: readonly MeasuredServer[]): Shares {
  const answered = servers.filter(isCounted);
  const users = answered.map(plausibleActiveUsers);
  const activeUsers = users.reduce<number>((sum, count) => sum + (count ?? 0), 0);

  const slice = slicer(answered.length, activeUsers);
  const none: Tally = { servers: 0, activeUsers: 0 };
  const tallyBy = (keyOf: (server: MeasuredServer) => string | null): Map<string, Tally> => {
    const tallies = new Map<string, { servers: number; activeUsers: number }>();
    for (const [index, server] of answered.entries()) {
      const key = keyOf(server);
      if (key === null) continue;
      let tally = tallies.get(key);
      if (tally === undefined) {
        tally = { ...none };
        tallies.set(key, tally);
      }
      tally.servers += 1;
      tally.activeUsers += users[index] ?? 0;
    }
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
    uncertainCountry: slice(
      tallyBy((server) => (server.uncertainCountry === null ? null : 'all')).get('all') ?? none,
    ),
    hidden: slice(tallyBy((server) => (server.front === null ? null : 'hidden')).get('hidden') ?? none),
    unattributed: slice(
      tallyBy((server) =>
        server.status === 'NOERROR' && server.front === null && server.hoster === null ? 'none' : null,
      ).get('none') ?? none,
    ),
    undetermined: slice(
      tallyBy((server) => (server.status === 'UNDETERMINED' ? 'unknown' : null)).get('unknown') ?? none,
    ),
  };
}

/** One name per id, whatever the order of the servers: the first in code unit order. */
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

/**
 * A company has one kind. If its servers were seen with several, the first in `KINDS` wins: never call a
 * hoster an access provider.
 */
export function companyKind(servers: readonly MeasuredServer[]): Kind | null {
  return KINDS.find((kind) => servers.some((server) => server.kind === kind)) ?? null;
}

function sorted(tallies: ReadonlyMap<string, Tally>): readonly (readonly [string, Tally])[] {
  return [...tallies].sort(
    ([a, x], [b, y]) => y.servers - x.servers || y.activeUsers - x.activeUsers || (a < b ? -1 : 1),
  );
}
