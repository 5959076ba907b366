import { readCities } from '../attribution/compile/compile-location.ts';
import { COUNTRY_CANARIES, checkCanaries } from './canaries.ts';
import { parsed } from './check-asn.ts';
import { checkAgreement, checkRows, type Plausible } from './check-rows.ts';
import type { InUse } from './source.ts';

/** Fewest and most ranges of both families together. In 2026 there were 3,678,168 and 4,393,992. */
export const CITY_ROWS: Plausible = [2_000_000, 40_000_000];

/**
 * Reads the whole tree, and checks it against canaries and the database in use. Returns its number of ranges.
 *
 * @throws {DataError}
 */
export function checkCity(path: string, inUse: InUse, plausible: Plausible): number {
  const { city } = inUse.databases;
  let rows = 0;
  for (const family of [4, 6] as const) {
    const next = parsed(() => readCities(family, path, 'combined'));
    rows += next.cities.count;
    const countryOf = (value: number) => next.records[value]?.country ?? null;
    checkCanaries(next.cities, COUNTRY_CANARIES, countryOf);
    const used = readCities(family, city[`ipv${family}`], city.layout ?? 'single');
    checkAgreement(
      next.cities,
      used.cities,
      (left, right) => countryOf(left) === (used.records[right]?.country ?? null),
      `IPv${family}`,
    );
  }
  checkRows({ role: 'mmdb', path, rows }, inUse.downloads['dbip-city'], plausible);
  return rows;
}
