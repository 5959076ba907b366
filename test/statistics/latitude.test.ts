import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLatitudes } from '../../src/statistics/latitude.ts';
import { hoster, server } from './servers.ts';

const at = (domain: string, lat: number | null, known = {}) =>
  server(domain, { lat, lon: 10, city: 'Somewhere', country: 'NO', ...known });

describe('latitudes', () => {
  it('cover servers with a known city, in bands of ten degrees', () => {
    const { located, northernmost, southernmost, bands } = countLatitudes([
      at('a.example', 69.65, { city: 'Tromsø', usersActiveMonth: 30 }),
      at('b.example', 69.65, { city: 'Tromsø' }),
      at('c.example', -33.9, { usersActiveMonth: 10 }),
      at('d.example', 0),
      at('hidden.example', 80, { front: hoster('cf') }),
      at('country.example', 75, { city: null }),
      at('silent.example', 85, { status: 'TIMEOUT' }),
      server('nowhere.example', { usersActiveMonth: 40 }),
    ]);
    expect(located).toEqual({ servers: 4, share: 4 / 7, activeUsers: 40, activeShare: 40 / 80 });
    expect(northernmost).toEqual({ domain: 'a.example', city: 'Tromsø', country: 'NO', lat: 69.65, lon: 10 });
    expect(southernmost?.domain).toBe('c.example');
    expect(bands).toHaveLength(18);
    expect(bands.filter(({ servers }) => servers > 0)).toEqual([
      { from: -40, to: -30, servers: 1, share: 0.25, activeUsers: 10, activeShare: 0.25 },
      { from: 0, to: 10, servers: 1, share: 0.25, activeUsers: 0, activeShare: 0 },
      { from: 60, to: 70, servers: 2, share: 0.5, activeUsers: 30, activeShare: 0.75 },
    ]);
  });

  it.each([
    [90, 80],
    [89.99, 80],
    [80, 80],
    [10, 10],
    [9.99, 0],
    [0, 0],
    [-0, 0],
    [-0.01, -10],
    [-10, -10],
    [-10.01, -20],
    [-90, -90],
  ])('%d degrees are in the band from %d on', (lat, from) => {
    const { bands } = countLatitudes([at('a.example', lat)]);
    expect(bands.filter(({ servers }) => servers > 0).map((band) => band.from)).toEqual([from]);
  });

  it('are empty without servers, and ignore impossible places', () => {
    for (const list of [
      [],
      [at('a.example', 90.1)],
      [at('a.example', Number.NaN)],
      [at('a.example', null)],
    ]) {
      const { northernmost, southernmost, located } = countLatitudes(list);
      expect([northernmost, southernmost, located.servers]).toEqual([null, null, 0]);
    }
  });

  it('put each located server into exactly one band, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -90, max: 90, noNaN: true }), { minLength: 1 }), (lats) => {
        const list = lats.map((lat, index) => at(`s${index}.example`, lat));
        const { bands, located, northernmost, southernmost } = countLatitudes(list);
        expect(bands.reduce((sum, { servers }) => sum + servers, 0)).toBe(located.servers);
        expect(bands.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(northernmost?.lat).toBe(Math.max(...lats));
        expect(southernmost?.lat).toBe(Math.min(...lats));
        expect(countLatitudes(list.toReversed())).toEqual(countLatitudes(list));
      }),
    );
  });
});
