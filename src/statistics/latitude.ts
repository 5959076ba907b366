import type { Country } from '../model/attribution.ts';
import type { Domain } from '../model/domain.ts';
import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { type Slice, slicer, tallyServers } from './shares.ts';

/** Height of a band in degrees; 18 of them reach from pole to pole. */
export const BAND_DEGREES = 10;

/**
 * Servers from `from` degrees (inclusive) to `to` (exclusive), south negative. The last band includes the
 * pole.
 */
export interface LatitudeBand {
  readonly from: number;
  readonly to: number;
  readonly servers: number;
  /** Fraction of the located servers, not of all answered ones. */
  readonly share: number;
  readonly activeUsers: number;
  /** Fraction of the located servers' active users; null if they have none. */
  readonly activeShare: number | null;
}

export interface LocatedServer {
  readonly domain: Domain;
  readonly city: string;
  readonly country: Country | null;
  /** Degrees, WGS 84; no more precise than the size of the city. */
  readonly lat: number;
  readonly lon: number | null;
}

/**
 * The distribution of servers by latitude. Only servers with a known city count. Servers behind fronts or at
 * anycast addresses are left out, because their address says nothing about the machine's location.
 */
export interface Latitudes {
  /** Servers with a known city, as a slice of all answered ones. */
  readonly located: Slice;
  readonly northernmost: LocatedServer | null;
  readonly southernmost: LocatedServer | null;
  /** All 18, from south to north, including empty ones. */
  readonly bands: readonly LatitudeBand[];
}

/** @param servers all servers of a scan; of several servers in the same city, the first by domain is named */
export function countLatitudes(servers: readonly MeasuredServer[]): Latitudes {
  const answered = servers.filter(isCounted);
  const all = tallyServers(answered);
  const located = answered.flatMap((server) => {
    const place = locate(server);
    return place === null ? [] : [{ server, place }];
  });
  const tally = tallyServers(located.map(({ server }) => server));
  const slice = slicer(tally.servers, tally.activeUsers);
  const groups = Map.groupBy(located, ({ place }) => bandOf(place.lat));
  const places = located
    .map(({ place }) => place)
    .sort((a, b) => a.lat - b.lat || (a.domain < b.domain ? -1 : 1));
  const highest = places.at(-1)?.lat;
  return {
    located: slicer(all.servers, all.activeUsers)(tally),
    northernmost: places.find(({ lat }) => lat === highest) ?? null,
    southernmost: places[0] ?? null,
    bands: Array.from({ length: 180 / BAND_DEGREES }, (_, index): LatitudeBand => {
      const from = index * BAND_DEGREES - 90;
      const members = groups.get(from) ?? [];
      return { from, to: from + BAND_DEGREES, ...slice(tallyServers(members.map(({ server }) => server))) };
    }),
  };
}

function locate({ domain, front, city, country, lat, lon }: MeasuredServer): LocatedServer | null {
  if (front !== null || city === null || lat === null || !(Math.abs(lat) <= 90)) return null;
  return { domain, city, country, lat, lon };
}

function bandOf(lat: number): number {
  return Math.min(Math.floor(lat / BAND_DEGREES) * BAND_DEGREES, 90 - BAND_DEGREES);
}
