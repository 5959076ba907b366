import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { districtDropper } from '../../../src/attribution/compile/city-names.ts';

const DE = [
  'Berlin',
  'Berlin (Mitte)',
  'Karlsruhe (Oststadt)',
  'Karlsruhe (Nordweststadt)',
  'Frankfurt (Oder)',
  'Frankfurt (Oder) (Markendorf)',
  'Frankfurt am Main',
  'Frankfurt am Main (Innenstadt I)',
  'Kempten (Allgau)',
  'Oldenburg',
  'Oldenburg (Oldenburg(Oldenburg))',
  '(Mitte)',
  'Nowhere )',
];
const HERE = { lat: 50, lon: 10 };
const FAR = { lat: 54, lon: 9 };
const places = [
  ...DE.map((city) => ({ country: 'DE', city })),
  { country: 'CH', city: 'Zurich' },
  { country: 'CH', city: 'Zurich (Zurich (Kreis 7) / Fluntern' },
  { country: 'CH', city: 'Zurich (Zurich (Kreis 7) / Fluntern)' },
  { country: 'US', city: 'Frankfurt' },
  { country: 'US', city: 'Berlin (Center)' },
  { country: null, city: '' },
  { country: 'DE', city: 'Kleve' },
  { country: 'DE', city: 'Kleve (Dithmarschen)', ...FAR },
  { country: 'DE', city: 'Nohra (Nord)', ...FAR },
  { country: 'DE', city: 'Nohra (Sud)' },
  // 44 km, of which the second is 0.6 degrees of longitude at 50° north; and 50 km.
  { country: 'DE', city: 'Ried (West)', lon: 10.6 },
  { country: 'DE', city: 'Ried (Nord)', lat: 50.39 },
  { country: 'DE', city: 'Ried (Fern)', lat: 49.55 },
  { country: 'DE', city: 'Ried' },
  { country: 'DE', city: 'Placeless' },
  { country: 'DE', city: 'Placeless (Mitte)', lat: null, lon: null },
].map((place) => ({ ...HERE, ...place }));
const dropOf = districtDropper(places);
const drop = (place: { readonly country: string | null; readonly city: string }) =>
  dropOf(
    places.find(({ country, city }) => country === place.country && city === place.city) ?? {
      ...HERE,
      ...place,
    },
  );

describe('a city', () => {
  it.each([
    ['DE', 'Berlin (Mitte)', 'Berlin'],
    ['DE', 'Karlsruhe (Nordweststadt)', 'Karlsruhe'],
    ['DE', 'Frankfurt am Main (Innenstadt I)', 'Frankfurt am Main'],
    ['DE', 'Oldenburg (Oldenburg(Oldenburg))', 'Oldenburg'],
    ['CH', 'Zurich (Zurich (Kreis 7) / Fluntern)', 'Zurich'],
    ['DE', 'Ried (West)', 'Ried'],
    ['DE', 'Ried (Nord)', 'Ried'],
    // A district that the database does not have elsewhere.
    ['DE', 'Berlin (Bezirk Pankow)', 'Berlin'],
  ])('of %s loses its district: %s', (country, city, expected) => {
    expect(drop({ country, city })).toBe(expected);
  });

  it.each([
    ['DE', 'Frankfurt (Oder)'],
    ['DE', 'Kempten (Allgau)'],
    // Not known as a city of that country.
    ['US', 'Berlin (Center)'],
    ['DE', '(Mitte)'],
    ['DE', 'Nowhere )'],
    ['CH', 'Zurich (Zurich (Kreis 7) / Fluntern'],
    ['DE', 'Berlin'],
    [null, ''],
    // The city of that name, and the other district, are far away, or nobody knows how far.
    ['DE', 'Kleve (Dithmarschen)'],
    ['DE', 'Nohra (Nord)'],
    ['DE', 'Ried (Fern)'],
    ['DE', 'Placeless (Mitte)'],
  ])('of %s keeps its name: %s', (country, city) => {
    expect(drop({ country, city })).toBe(city);
  });

  it('loses its district and keeps the brackets of its name', () => {
    expect(drop({ country: 'DE', city: 'Frankfurt (Oder) (Markendorf)' })).toBe('Frankfurt (Oder)');
  });

  it('is left with the beginning of its name, the same however often', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '(', ')', ' ('), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), (cities) => {
        const all = cities.map((city) => ({ country: 'DE', city, ...HERE }));
        const shorten = districtDropper(all);
        for (const place of all) {
          const short = shorten(place);
          expect(place.city.startsWith(short)).toBe(true);
          expect(short === '').toBe(place.city === '');
          expect(shorten({ ...place, city: short })).toBe(short);
        }
      }),
    );
  });
});
