import { readFileSync } from 'node:fs';
import { compileIPv4Table } from '../tables/ipv4-table.ts';
import { compileIPv6Table } from '../tables/ipv6-table.ts';
import { createLocationRegister, type LocationRecord } from '../tables/location-register.ts';
import { prefixRanges } from '../tables/prefix-ranges.ts';
import { combineLists, type RangeList } from '../tables/range-list.ts';
import type { Sections } from '../tables/table-file.ts';
import { ipv4Sections, ipv6Sections } from '../tables/table-sections.ts';
import { districtDropper } from './city-names.ts';
import { type MmdbLayout, readMmdb } from './mmdb.ts';

interface CityRecord {
  readonly country: string | null;
  readonly city: string;
  readonly lat: number | null;
  readonly lon: number | null;
}

/**
 * The files that a location table is made of. City and country must be of the family, or the city's of
 * both (`layout`).
 */
export interface LocationFiles {
  readonly city: string;
  readonly country: string;
  readonly layout?: MmdbLayout;
  /** Blocks with the country that the provider itself publishes for them. */
  readonly regions: readonly PublishedRegion[];
}

/** One line of `data/regions.json`. */
export interface PublishedRegion {
  readonly country: string;
  readonly prefixes: readonly string[];
}

/**
 * The location table of one family: the provider's own word, the city database and, as a second opinion,
 * the country database, put together once here so that a look-up asks one table.
 */
export function compileLocation(family: 4 | 6, files: LocationFiles): Sections {
  const { records, cities } = readCities(family, files.city, files.layout ?? 'single');
  const codes: (string | null)[] = [null];
  const countries = readMmdb(
    readFileSync(files.country),
    family,
    (record) => codes.push(readCountry(record)) - 1,
  );
  const cityOf = districtDropper(records.filter((record) => record !== null));
  const places: (LocationRecord | null)[] = [null];
  const measured = combineLists(
    cities,
    countries,
    numberPairs(codes.length, (cityId, countryId) => {
      const place = combineLocation(records[cityId] ?? null, codes[countryId] ?? null);
      return place === null ? 0 : places.push({ ...place, city: cityOf(place) }) - 1;
    }),
  );
  const { regions } = files;
  const ranges = prefixRanges(
    regions.flatMap(({ prefixes }, at) => prefixes.map((prefix) => [prefix, at + 1] as const)),
  );
  const register = createLocationRegister();
  const list = combineLists(
    measured,
    family === 4 ? ranges.ipv4 : ranges.ipv6,
    numberPairs(regions.length + 1, (placeId, regionId) => {
      const place = publishedLocation(places[placeId] ?? null, regions[regionId - 1]?.country ?? null);
      return place === null ? 0 : register.enter(place);
    }),
  );
  const table = family === 4 ? ipv4Sections(compileIPv4Table(list)) : ipv6Sections(compileIPv6Table(list));
  return { ...table, ...register.sections() };
}

/** Asks `make` once for each pair of numbers; `second` is below `width`. */
function numberPairs(
  width: number,
  make: (first: number, second: number) => number,
): (first: number, second: number) => number {
  const made = new Map<number, number>();
  return (first, second) => {
    const pair = first * width + second;
    const known = made.get(pair);
    if (known !== undefined) return known;
    const id = make(first, second);
    made.set(pair, id);
    return id;
  };
}

/**
 * The provider's word on the country outranks the databases; their city is kept only where it lies in that
 * country.
 */
export function publishedLocation(
  place: LocationRecord | null,
  country: string | null,
): LocationRecord | null {
  if (country === null) return place;
  if (place?.country === country && place.accuracy === 'city') return { ...place, published: true };
  return { country, city: '', lat: null, lon: null, accuracy: 'country', published: true };
}

export interface Cities {
  readonly cities: RangeList;
  /** By value of `cities`; null for 0. */
  readonly records: readonly (CityRecord | null)[];
}

/** One family of a city database, in the fields of ip-location-db or those of MaxMind and DB-IP. */
export function readCities(family: 4 | 6, file: string, layout: MmdbLayout): Cities {
  const records: (CityRecord | null)[] = [null];
  const cities = readMmdb(readFileSync(file), family, (record) => records.push(readCity(record)) - 1, layout);
  return { cities, records };
}

/**
 * What the databases say together. The registry's country is where a block is registered, which for a
 * hoster may be wherever its customer chose, so that alone it is never a place. Both agree: the city is
 * believed, where there is one. They disagree: the city database's country is the likelier (on 7,814
 * addresses of fediverse servers a third source sided with it in 92.5 % of all cases), uncertain until
 * the company is known to have a data centre there.
 */
export function combineLocation(city: CityRecord | null, registered: string | null): LocationRecord | null {
  if (!city?.country) return null;
  const bare = { country: city.country, city: '', lat: null, lon: null, published: false };
  if (registered === null) return { ...bare, accuracy: 'country' };
  if (city.country !== registered) return { ...bare, accuracy: 'uncertain' };
  if (city.city === '') return { ...bare, accuracy: 'country' };
  return { ...bare, city: city.city, lat: city.lat, lon: city.lon, accuracy: 'city' };
}

function readCity(record: unknown): CityRecord {
  const fields = fieldsOf(record);
  if (!('country' in fields || 'location' in fields)) {
    return {
      country: readCountry(record),
      city: typeof fields.city === 'string' ? fields.city : '',
      lat: degrees(fields.latitude, 90),
      lon: degrees(fields.longitude, 180),
    };
  }
  const { en } = fieldsOf(fieldsOf(fields.city).names);
  const { latitude, longitude } = fieldsOf(fields.location);
  return {
    country: countryCode(fieldsOf(fields.country).iso_code),
    city: typeof en === 'string' ? en : '',
    lat: degrees(latitude, 90),
    lon: degrees(longitude, 180),
  };
}

function readCountry(record: unknown): string | null {
  return countryCode(fieldsOf(record).country_code);
}

/**
 * `EU`, `AP` and `ZZ` are not countries: registries use them for "somewhere there" (RFC 7020 era delegated
 * files).
 */
function countryCode(code: unknown): string | null {
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) && !/^(EU|AP|ZZ)$/.test(code) ? code : null;
}

function degrees(value: unknown, limit: number): number | null {
  return typeof value === 'number' && Math.abs(value) <= limit ? value : null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
