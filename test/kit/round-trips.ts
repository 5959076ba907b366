import { type Coordinates, distanceKm, KM_PER_MS } from '../../src/attribution/rules/reach.ts';

/** Cities with servers, on all inhabited continents. */
export const CITIES: readonly (Coordinates & { readonly country: string; readonly city: string })[] = [
  { country: 'AT', city: 'Vienna', lat: 48.21, lon: 16.37 },
  { country: 'AU', city: 'Perth', lat: -31.95, lon: 115.86 },
  { country: 'AU', city: 'Sydney', lat: -33.87, lon: 151.21 },
  { country: 'BR', city: 'Fortaleza', lat: -3.73, lon: -38.52 },
  { country: 'BR', city: 'Sao Paulo', lat: -23.55, lon: -46.63 },
  { country: 'CA', city: 'Beauharnois', lat: 45.32, lon: -73.87 },
  { country: 'CA', city: 'Vancouver', lat: 49.28, lon: -123.12 },
  { country: 'CL', city: 'Santiago', lat: -33.45, lon: -70.67 },
  { country: 'DE', city: 'Berlin', lat: 52.52, lon: 13.4 },
  { country: 'DE', city: 'Nuremberg', lat: 49.45, lon: 11.08 },
  { country: 'ES', city: 'Las Palmas', lat: 28.12, lon: -15.43 },
  { country: 'ES', city: 'Madrid', lat: 40.42, lon: -3.7 },
  { country: 'FI', city: 'Helsinki', lat: 60.17, lon: 24.94 },
  { country: 'FJ', city: 'Suva', lat: -18.14, lon: 178.44 },
  { country: 'FR', city: 'Gravelines', lat: 50.99, lon: 2.13 },
  { country: 'FR', city: 'Saint-Denis, Reunion', lat: -20.88, lon: 55.45 },
  { country: 'GB', city: 'London', lat: 51.51, lon: -0.13 },
  { country: 'IN', city: 'Mumbai', lat: 19.08, lon: 72.88 },
  { country: 'IS', city: 'Reykjavik', lat: 64.15, lon: -21.94 },
  { country: 'JP', city: 'Ishikari', lat: 43.17, lon: 141.32 },
  { country: 'JP', city: 'Tokyo', lat: 35.68, lon: 139.69 },
  { country: 'KE', city: 'Nairobi', lat: -1.29, lon: 36.82 },
  { country: 'MX', city: 'Queretaro', lat: 20.59, lon: -100.39 },
  { country: 'NL', city: 'Amsterdam', lat: 52.37, lon: 4.9 },
  { country: 'NO', city: 'Tromso', lat: 69.65, lon: 18.96 },
  { country: 'NZ', city: 'Auckland', lat: -36.85, lon: 174.76 },
  { country: 'PL', city: 'Warsaw', lat: 52.23, lon: 21.01 },
  { country: 'PT', city: 'Lisbon', lat: 38.72, lon: -9.14 },
  { country: 'RU', city: 'Moscow', lat: 55.76, lon: 37.62 },
  { country: 'RU', city: 'Vladivostok', lat: 43.12, lon: 131.89 },
  { country: 'SG', city: 'Singapore', lat: 1.35, lon: 103.82 },
  { country: 'US', city: 'Ashburn', lat: 39.04, lon: -77.49 },
  { country: 'US', city: 'Hillsboro', lat: 45.52, lon: -122.99 },
  { country: 'US', city: 'Honolulu', lat: 21.31, lon: -157.86 },
  { country: 'US', city: 'New York', lat: 40.71, lon: -74.01 },
  { country: 'ZA', city: 'Johannesburg', lat: -26.2, lon: 28.05 },
];

/**
 * Time of a TCP connection in milliseconds. Light in fibre follows a cable that is never shorter than the
 * great circle and usually half as long again. Queues and machines add some time. The database puts the city
 * up to 50 km off.
 */
export function timeOf(from: Coordinates, to: Coordinates, random: () => number): number {
  const trueKm = Math.max(0, distanceKm(from, to) - 50 * random());
  const detour = 1 + random() ** 2 * 1.5;
  const queueMs = -Math.log(1 - random()) * 3;
  return (trueKm * detour) / KM_PER_MS + 0.1 + queueMs;
}

/** Pseudorandom numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
