import { describe, expect, it } from 'vitest';
import { combineLocation, publishedLocation } from '../../../src/attribution/compile/compile-location.ts';
import { locate, readSites } from '../../../src/attribution/rules/sites.ts';

const location = (country: string, accuracy: 'city' | 'country' | 'uncertain') => ({
  country,
  city: accuracy === 'city' ? 'Town' : null,
  lat: null,
  lon: null,
  accuracy,
});
const place = (country: string, accuracy: 'city' | 'country' | 'uncertain', published = false) => ({
  location: location(country, accuracy),
  confirmed: location(country, accuracy === 'uncertain' ? 'country' : accuracy),
  published,
});
const sites = (...countries: string[]) =>
  readSites({ id: 'a', sites: Object.fromEntries(countries.map((country) => [country, []])), source: '' });

describe('locate', () => {
  it.each([
    ['a country with a data centre', place('FR', 'uncertain'), sites('FR', 'DE'), location('FR', 'country')],
    ['a city in such a country', place('FR', 'city'), sites('FR', 'DE'), location('FR', 'city')],
    ['a country without a data centre', place('PT', 'city'), sites('FR', 'DE'), null],
    ['the only country of the company', place('PT', 'uncertain'), sites('JP'), location('JP', 'country')],
    ['nothing, where both databases name another country', place('PT', 'city'), sites('JP'), null],
    ['the only country, where no database speaks', null, sites('JP'), location('JP', 'country')],
    ['the published country', place('TW', 'country', true), sites('FR', 'DE'), location('TW', 'country')],
    [
      'doubt, where the data centres are unknown',
      place('PT', 'uncertain'),
      null,
      location('PT', 'uncertain'),
    ],
    ['nothing, where no database speaks', null, sites('FR', 'DE'), null],
  ])('gives %s', (_, found, known, expected) => {
    expect(locate(found, known)).toEqual(expected);
  });

  it('gives no place for addresses that are in many places', () => {
    const anycast = readSites({ id: 'a', anycast: true, source: '' });
    expect(locate(place('US', 'city'), anycast)).toMatchObject({ country: null, accuracy: 'anycast' });
  });
});

describe('the country databases', () => {
  const city = { country: 'DE', city: 'Town', lat: 1, lon: 2 };

  it('never take the country of registration for a place', () => {
    expect(combineLocation(null, 'PT')).toBeNull();
    expect(combineLocation({ ...city, country: null }, 'PT')).toBeNull();
    expect(combineLocation(city, 'PT')).toMatchObject({ country: 'DE', city: '', accuracy: 'uncertain' });
  });

  it('yield to the country that the provider publishes', () => {
    const measured = combineLocation(city, 'DE');
    expect(publishedLocation(measured, 'DE')).toMatchObject({ country: 'DE', city: 'Town', published: true });
    expect(publishedLocation(measured, 'SE')).toMatchObject({ country: 'SE', city: '', accuracy: 'country' });
    expect(publishedLocation(null, 'SE')).toMatchObject({ country: 'SE', published: true });
    expect(publishedLocation(measured, null)).toBe(measured);
  });
});
