import { createRequire } from 'node:module';
import iso from 'iso-3166-1';
import { feature } from 'topojson-client';
import { type Coordinates, type CountryExtent, distanceKm } from './reach.ts';

/**
 * The extents of countries by ISO 3166-1 alpha-2 code, with all their islands and overseas regions: Natural
 * Earth's countries at 1:50 million, in the public domain.
 */
export function readCountryExtents(): ReadonlyMap<string, CountryExtent> {
  const world = createRequire(import.meta.url)('world-atlas/countries-50m.json') as Parameters<
    typeof feature
  >[0];
  const countries = world.objects.countries;
  const collection = countries === undefined ? null : feature(world, countries);
  if (collection === null || !('features' in collection)) throw new Error('the map has no countries');
  const outlines = new Map<string, Coordinates[]>();
  for (const { id, geometry } of collection.features) {
    const code = id === undefined ? undefined : iso.whereNumeric(String(id))?.alpha2;
    if (code === undefined) continue;
    outlines.set(code, [...(outlines.get(code) ?? []), ...pointsOf(geometry)]);
  }
  return new Map([...outlines].map(([code, points]) => [code, extentOf(points)]));
}

/** The corners of a GeoJSON geometry, of whatever depth its lists are. */
function pointsOf(geometry: object): readonly Coordinates[] {
  const coordinates = 'coordinates' in geometry ? (geometry.coordinates as unknown[]) : [];
  const numbers = coordinates.flat(Number.POSITIVE_INFINITY) as number[];
  return Array.from({ length: numbers.length / 2 }, (_, at) => ({
    lon: numbers[2 * at] ?? 0,
    lat: numbers[2 * at + 1] ?? 0,
  }));
}

/** Around the mean of the outline in space, because longitudes cannot be averaged across the date line. */
function extentOf(points: readonly Coordinates[]): CountryExtent {
  const radians = Math.PI / 180;
  let [x, y, z] = [0, 0, 0];
  for (const { lat, lon } of points) {
    x += Math.cos(lat * radians) * Math.cos(lon * radians);
    y += Math.cos(lat * radians) * Math.sin(lon * radians);
    z += Math.sin(lat * radians);
  }
  const centre = {
    lat: Math.atan2(z, Math.hypot(x, y)) / radians,
    lon: Math.atan2(y, x) / radians,
  };
  return {
    centre,
    radiusKm: points.reduce((most, point) => Math.max(most, distanceKm(centre, point)), 0),
  };
}
