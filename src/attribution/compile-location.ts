import { readFileSync } from 'node:fs';
import { districtDropper } from './city-names.ts';
import { compileIPv4Table } from './ipv4-table.ts';
import { compileIPv6Table } from './ipv6-table.ts';
import { createLocationRegister, type Place } from './location-register.ts';
import { type MmdbLayout, readMmdb } from './mmdb.ts';
import { combineLists, type RangeList } from './range-list.ts';
import type { Sections } from './table-file.ts';
import { ipv4Sections, ipv6Sections } from './table-sections.ts';

interface CityRecord {
  readonly country: string | null;
  readonly city: string;
  readonly lat: number | null;
  readonly lon: number | null;
}

/**
 * The location table of one family: the city database and, as a second opinion, the country database, put together once
 * here so that a look-up asks one table. Both files must be of that family, or the city's of both (`layout`).
 */
export function compileLocation(
  family: 4 | 6,
  cityFile: string,
  countryFile: string,
  layout: MmdbLayout = 'single',
): Sections {
  const { records, cities } = readCities(family, cityFile, layout);
  const codes: (string | null)[] = [null];
  const countries = readMmdb(
    readFileSync(countryFile),
    family,
    (record) => codes.push(readCountry(record)) - 1,
  );
  const cityOf = districtDropper(records.filter((record) => record !== null));
  const register = createLocationRegister();
  const ids = new Map<number, number>();
  const list = combineLists(cities, countries, (cityId, countryId) => {
    const pair = cityId * codes.length + countryId;
    const known = ids.get(pair);
    if (known !== undefined) return known;
    const place = judge(records[cityId] ?? null, codes[countryId] ?? null);
    const id = place === null ? 0 : register.enter({ ...place, city: cityOf(place) });
    ids.set(pair, id);
    return id;
  });
  const table = family === 4 ? ipv4Sections(compileIPv4Table(list)) : ipv6Sections(compileIPv6Table(list));
  return { ...table, ...register.sections() };
}

export interface Cities {
  readonly cities: RangeList;
  /** By value of `cities`; what 0 stands for is null. */
  readonly records: readonly (CityRecord | null)[];
}

/** One family of a city database, in the fields of ip-location-db or those of MaxMind and DB-IP. */
export function readCities(family: 4 | 6, file: string, layout: MmdbLayout): Cities {
  const records: (CityRecord | null)[] = [null];
  const cities = readMmdb(readFileSync(file), family, (record) => records.push(readCity(record)) - 1, layout);
  return { cities, records };
}

/**
 * What two databases together say. They agree on the country: the city is believed, where there is one. They disagree: the
 * city database's country is the likelier (on 7,814 addresses of fediverse servers a third source sided with it in 92.5 %
 * of all cases, the two databases agreed in 83 %), and its city is dropped. Only one of them knows: its country.
 */
export function judge(city: CityRecord | null, country: string | null): Place | null {
  const likelier = city?.country ?? country;
  if (likelier === null) return null;
  const bare = { country: likelier, city: '', lat: null, lon: null };
  if (!city?.country || country === null) return { ...bare, accuracy: 'country' };
  if (city.country !== country) return { ...bare, accuracy: 'uncertain' };
  if (city.city === '') return { ...bare, accuracy: 'country' };
  return { country, city: city.city, lat: city.lat, lon: city.lon, accuracy: 'city' };
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

/** `EU`, `AP` and `ZZ` are no countries: registries use them for "somewhere there" (RFC 7020 era delegated files). */
function countryCode(code: unknown): string | null {
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) && !/^(EU|AP|ZZ)$/.test(code) ? code : null;
}

function degrees(value: unknown, limit: number): number | null {
  return typeof value === 'number' && Math.abs(value) <= limit ? value : null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
