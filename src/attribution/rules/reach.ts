import type { Location } from '../../model/attribution.ts';

/** Degrees, WGS 84. */
export interface Coordinates {
  readonly lat: number;
  readonly lon: number;
}

/** The circle that holds a whole country. */
export interface CountryExtent {
  readonly centre: Coordinates;
  readonly radiusKm: number;
}

/**
 * Light in fibre goes 200 km in a millisecond, so there and back it is 100 km at most. Queues and detours
 * only add time: a round trip excludes places, and never proves one (Gueye and others, "Constraint-based
 * geolocation of Internet hosts", 2006, doi:10.1109/TNET.2006.886332).
 */
export const KM_PER_MS = 100;
/** City databases give the middle of a city, and maps simplify coasts. */
export const SLACK_KM = 100;
const EARTH_RADIUS_KM = 6371;

/** Along the great circle, by the haversine formula. */
export function distanceKm(from: Coordinates, to: Coordinates): number {
  const radians = Math.PI / 180;
  const halfLat = Math.sin(((to.lat - from.lat) * radians) / 2);
  const halfLon = Math.sin(((to.lon - from.lon) * radians) / 2);
  const chord = halfLat ** 2 + Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * halfLon ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** From where round trips are timed, and how far countries extend, by ISO 3166-1 alpha-2 code. */
export interface Physics {
  readonly from: Coordinates;
  readonly extents: ReadonlyMap<string, CountryExtent>;
}

/**
 * What is left of the claimed place of a machine that answered a TCP connection in `roundTripMs`: all of it;
 * its country, where only the city is too far away; or null. A country without an extent is not excluded.
 */
export function withinReach(
  location: Location,
  roundTripMs: number,
  { from, extents }: Physics,
): Location | null {
  const { country, lat, lon, accuracy } = location;
  if (country === null || accuracy === 'anycast') return location;
  const reachKm = roundTripMs * KM_PER_MS + SLACK_KM;
  const extent = extents.get(country);
  if (extent !== undefined && distanceKm(from, extent.centre) - extent.radiusKm > reachKm) return null;
  if (lat === null || lon === null || distanceKm(from, { lat, lon }) <= reachKm) return location;
  return {
    ...{ country, city: null, lat: null, lon: null },
    accuracy: accuracy === 'city' ? 'country' : accuracy,
  };
}
