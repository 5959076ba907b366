import { describe, expect, it } from 'vitest';
import { readCountryExtents } from '../../../src/attribution/rules/country-extents.ts';
import { distanceKm, withinReach } from '../../../src/attribution/rules/reach.ts';
import type { Location } from '../../../src/model/attribution.ts';
import { CITIES, seeded, timeOf } from '../../kit/round-trips.ts';

const extents = readCountryExtents();
const VIENNA = { lat: 48.21, lon: 16.37 };
const from = VIENNA;

const city = (name: string): Location => {
  const found = CITIES.find((place) => place.city === name);
  if (found === undefined) throw new Error(`no city ${name}`);
  return { ...found, accuracy: 'city' };
};

describe('distanceKm', () => {
  it.each([
    ['Berlin', 524],
    ['New York', 6808],
    ['Sydney', 15_982],
  ])('is that of the great circle to %s', (name, km) => {
    const { lat, lon } = city(name);
    expect(distanceKm(VIENNA, { lat: lat ?? 0, lon: lon ?? 0 })).toBeCloseTo(km, -2);
  });
});

describe('withinReach', () => {
  it('leaves a place that light can have come from', () => {
    const berlin = city('Berlin');
    expect(withinReach(berlin, 12, { from, extents })).toBe(berlin);
  });

  it('takes the city where only that is too far away', () => {
    const berlin = { country: 'DE', city: null, lat: null, lon: null, accuracy: 'country' };
    expect(withinReach(city('Berlin'), 3, { from, extents })).toEqual(berlin);
  });

  it('takes the country too where all of it is too far away', () => {
    expect(withinReach(city('Sydney'), 20, { from, extents })).toBe(null);
    const country: Location = { ...city('Sydney'), city: null, lat: null, lon: null, accuracy: 'country' };
    expect(withinReach(country, 20, { from, extents })).toBe(null);
    expect(withinReach({ ...country, accuracy: 'uncertain' }, 20, { from, extents })).toBe(null);
  });

  it('says nothing of a country that is not on the map, nor of anycast', () => {
    const unknown: Location = { country: 'XX', city: null, lat: null, lon: null, accuracy: 'country' };
    expect(withinReach(unknown, 0, { from, extents })).toBe(unknown);
    const anycast: Location = { country: null, city: null, lat: null, lon: null, accuracy: 'anycast' };
    expect(withinReach(anycast, 0, { from, extents })).toBe(anycast);
  });

  it('excludes no true place in 100,000 connections, whatever queues and detours add', () => {
    const random = seeded(20_060_616);
    const wrong: string[] = [];
    for (let connection = 0; connection < 100_000; connection++) {
      const vantage = CITIES[Math.floor(random() * CITIES.length)] ?? VIENNA;
      const server = CITIES[Math.floor(random() * CITIES.length)];
      if (server === undefined) continue;
      const claim: Location = { ...server, accuracy: 'city' };
      if (withinReach(claim, timeOf(vantage, server, random), { from: vantage, extents }) !== claim)
        wrong.push(`${server.city} from ${vantage.lat},${vantage.lon}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('readCountryExtents', () => {
  it('holds every city within its country', () => {
    for (const { city: name, country, lat, lon } of CITIES) {
      const extent = extents.get(country);
      expect(extent, country).toBeDefined();
      if (extent !== undefined)
        expect(distanceKm(extent.centre, { lat, lon }), name).toBeLessThan(extent.radiusKm + 50);
    }
  });

  it('holds countries across the date line in one piece', () => {
    expect(extents.get('FJ')?.radiusKm).toBeLessThan(800);
    expect(extents.get('RU')?.radiusKm).toBeLessThan(5000);
  });
});
