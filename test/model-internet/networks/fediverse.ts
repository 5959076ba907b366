import { createRandom, type Random } from '../random.ts';
import { type Home, homeIn, lots, MANAGED } from './addresses.ts';
import { createNames } from './names.ts';
import { PLACES } from './places.ts';
import type { Behaviour, ModelServer } from './server.ts';

/**
 * `place` is the truth about where it lives: an id of PLACES or MANAGED, or `none` where its name does not
 * resolve.
 */
export type FediverseServer = ModelServer & { readonly place: string };

export interface FediverseOptions {
  /** Default 400. */
  readonly count?: number;
  readonly seed?: string;
}

/** The giant's part of all users: it has 27 % of the fediverse's active users and 37 % of its accounts. */
const GIANT_SHARE = 0.31;
const GIANT = 'town-square.example';

/** Parts of 1,000 servers; what is left is well. The first group does not resolve. */
const UNRESOLVED: readonly (readonly [Behaviour, number])[] = [
  ['nxdomain', 40],
  ['servfail', 12],
  ['silent', 8],
  ['nodata', 5],
];
const TROUBLES: readonly (readonly [Behaviour, number])[] = [
  ['dead', 30],
  ['reset', 10],
  ['slow', 20],
  ['no-nodeinfo', 20],
  ['expired', 10],
  ['self-signed', 5],
  ['wrong-name', 5],
  ['broken-tls', 5],
];

/** Software, its version, its part of 100 servers, and how much it draws the small (higher: smaller). */
const SOFTWARE: readonly (readonly [string, string, number, number])[] = [
  ['mastodon', '4.4.3', 55, 1],
  ['misskey', '2025.7.0', 7, 1],
  ['lemmy', '0.19.12', 6, 1],
  ['peertube', '7.2.2', 6, 2],
  ['pleroma', '2.9.1', 4, 2],
  ['akkoma', '3.15.2', 4, 2],
  ['gotosocial', '0.19.1', 5, 6],
  ['pixelfed', '0.12.5', 4, 1],
  ['sharkey', '2025.4.3', 3, 2],
  ['friendica', '2024.12', 2, 2],
  ['writefreely', '0.15.1', 2, 4],
  ['bookwyrm', '0.7.5', 1, 1],
  ['mobilizon', '5.1.4', 1, 2],
];

/** Generates a fediverse: the same for the same options. The giant comes first. */
export function modelFediverse({ count = 400, seed = '1' }: FediverseOptions = {}): FediverseServer[] {
  const random = createRandom(`fediverse ${seed}`);
  const name = createNames(random, [GIANT]);
  const places = lots();
  const weights = places.map(({ weight }) => weight);
  const unresolved = UNRESOLVED.map(([, weight]) => weight);
  const shares = apportion(count, [...weights, ...unresolved]);

  const homes: Home[] = places.flatMap(({ settle }, at) =>
    Array.from({ length: shares[at] ?? 0 }, () => settle(random)),
  );
  const giant = homes.find(({ place }) => place === 'fastly');
  const others = homes.filter((home) => home !== giant);
  const nowhere = UNRESOLVED.flatMap(([behaviour], at) =>
    Array.from({ length: shares[places.length + at] ?? 0 }, () => behaviour),
  );
  const troubles = troubleFor(others.length, random);
  const servers: FediverseServer[] = [
    ...random
      .shuffle(others)
      .map((home, at) => ({ ...home, domain: name(), ...software(random), behaviour: troubles[at] ?? 'ok' })),
    ...nowhere.map((behaviour) => ({ place: 'none', domain: name(), behaviour })),
  ];
  const settled = withOddities(withUsers(servers, random), random);
  if (giant === undefined) return settled;
  return [
    { ...giant, domain: GIANT, software: 'mastodon', version: '4.5.0', users: giantUsers(settled) },
    ...settled,
  ];
}

/**
 * The same fediverse a week later: users drift; of 100 servers that resolve, two move to another hoster, one
 * gets a new address at its hoster, one dies; one new one appears for each that died, no name of those taken.
 * The giant stays.
 */
export function weekLater(
  servers: readonly FediverseServer[],
  seed: string,
  taken: readonly string[] = [],
): FediverseServer[] {
  const random = createRandom(`week ${seed}`);
  const name = createNames(random, [...servers.map(({ domain }) => domain), ...taken]);
  const managed = new Set(MANAGED.map(({ id }) => id));
  const movable = servers.filter(
    ({ place, domain }) => place !== 'none' && domain !== GIANT && !managed.has(place),
  );
  const part = (share: number) => Math.max(1, Math.round(servers.length * share));
  const chosen = random.shuffle(movable);
  const movers = new Set(chosen.splice(0, part(0.02)));
  const renumbered = new Set(chosen.splice(0, part(0.01)));
  const dying = new Set(chosen.splice(0, part(0.01)));
  const hosting = PLACES.filter(({ kind }) => kind === 'hosting' || kind === 'cdn');

  const later = servers.map((server): FediverseServer => {
    const users = server.users === undefined ? {} : { users: drift(server.users, random) };
    const { ip: _ip, ipv6: _ipv6, headers: _headers, ...rest } = server;
    if (dying.has(server)) return { ...rest, ...users, place: 'none', behaviour: 'nxdomain' };
    const here = PLACES.find(({ id }) => id === server.place);
    if (renumbered.has(server) && here !== undefined) return { ...rest, ...users, ...homeIn(here, random) };
    if (!movers.has(server)) return { ...server, ...users };
    const elsewhere = hosting.filter(({ id }) => family(id) !== family(server.place) && id !== 'fastly');
    return { ...rest, ...users, ...homeIn(byWeight(elsewhere, random), random) };
  });
  const born = Array.from({ length: dying.size }, (): FediverseServer => {
    const users = { total: 1 + random.below(40), activeMonth: 1 };
    return { ...homeIn(byWeight(hosting, random), random), domain: name(), ...software(random), users };
  });
  return [...later, ...born];
}

/** Places of one company: `hetzner-us` and `hetzner`, `aws-us-east` and `aws`. */
function family(place: string): string {
  return place.replace(/-(us|us-east|vps)$/, '');
}

/** Whole numbers in proportion to the weights that sum to the total, by largest remainder. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  const exact = weights.map((weight) => (weight * total) / sum);
  const whole = exact.map(Math.floor);
  const missing = total - whole.reduce((left, right) => left + right, 0);
  const order = exact.map((value, at) => ({ at, rest: value % 1 })).sort((a, b) => b.rest - a.rest);
  for (const { at } of order.slice(0, missing)) whole[at] = (whole[at] ?? 0) + 1;
  return whole;
}

function byWeight<T extends { readonly weight: number }>(items: readonly T[], random: Random): T {
  let left = random.next() * items.reduce((sum, { weight }) => sum + weight, 0);
  const found = items.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return found ?? random.pick(items);
}

function troubleFor(count: number, random: Random): readonly Behaviour[] {
  const well = 1000 - TROUBLES.reduce((sum, [, weight]) => sum + weight, 0);
  const shares = apportion(count, [...TROUBLES.map(([, weight]) => weight), well]);
  const troubles = TROUBLES.flatMap(([behaviour], at) =>
    Array.from({ length: shares[at] ?? 0 }, () => behaviour),
  );
  return random.shuffle([
    ...troubles,
    ...Array.from({ length: count - troubles.length }, () => 'ok' as const),
  ]);
}

function software(random: Random): { readonly software: string; readonly version: string } {
  const items = SOFTWARE.map(([name, version, weight]) => ({ name, version, weight }));
  const { name, version } = byWeight(items, random);
  return { software: name, version };
}

/** Users by rank, with a long tail: most servers are small, a few have tens of thousands. */
function withUsers(servers: readonly FediverseServer[], random: Random): FediverseServer[] {
  const ranked = servers
    .map((server) => ({ server, key: random.next() ** (1 / drawOf(server.software)) }))
    .sort((left, right) => left.key - right.key);
  const users = new Map(
    ranked.map(({ server }, rank) => {
      const total = Math.max(1, Math.round(4e7 * (rank + 13) ** -2.6 * (0.7 + 0.6 * random.next())));
      return [server, { total, activeMonth: Math.max(1, Math.round(total * (0.08 + 0.3 * random.next()))) }];
    }),
  );
  return servers.map((server) => {
    const counted = users.get(server);
    return server.software === undefined || counted === undefined ? server : { ...server, users: counted };
  });
}

function drawOf(name: string | undefined): number {
  return SOFTWARE.find(([known]) => known === name)?.[3] ?? 1;
}

/** Some forbid robots, some behind a CDN or at home declare their hosting in DNS. */
function withOddities(servers: readonly FediverseServer[], random: Random): FediverseServer[] {
  const well = random.shuffle(servers.filter(({ behaviour }) => behaviour === 'ok'));
  const shy = new Set(well.splice(0, Math.round(servers.length * 0.015)));
  const open = new Set(
    well.filter(({ place }) => place === 'cloudflare').slice(0, Math.round(servers.length * 0.015)),
  );
  return servers.map((server) => {
    if (shy.has(server)) return { ...server, robots: 'User-agent: *\nDisallow: /\n' };
    if (!open.has(server)) return server;
    const by = random.pick(['Hetzner; country=DE', 'netcup; country=DE', 'my cupboard; country=SE']);
    return { ...server, txt: { _hosting: [`v=hosting1; by=${by}`] } };
  });
}

function giantUsers(others: readonly FediverseServer[]): { total: number; activeMonth: number } {
  // Only those who can tell have users that anybody counts.
  const telling = others.filter(({ behaviour, robots }) => behaviour === 'ok' && robots === undefined);
  const sum = (of: (server: FediverseServer) => number) =>
    Math.round((telling.reduce((total, server) => total + of(server), 0) * GIANT_SHARE) / (1 - GIANT_SHARE));
  return {
    total: sum(({ users }) => users?.total ?? 0),
    activeMonth: sum(({ users }) => users?.activeMonth ?? 0),
  };
}

function drift(
  users: { readonly total: number; readonly activeMonth?: number },
  random: Random,
): { total: number; activeMonth: number } {
  const factor = 0.99 + 0.03 * random.next();
  const total = Math.max(1, Math.round(users.total * factor));
  return { total, activeMonth: Math.min(total, Math.max(1, Math.round((users.activeMonth ?? 1) * factor))) };
}
