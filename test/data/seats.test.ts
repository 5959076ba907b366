import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Reader } from 'mmdb-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CompanyEntry } from '../../src/attribution/rules/hosters.ts';
import { EXPLAINED_SEATS, REVIEWED_MERGES, REVIEWED_SEATS } from './reviewed-seats.ts';

/** Countries read for one AS; more of its ranges say nothing new. */
const ENOUGH = 12;

const hosters: readonly CompanyEntry[] = JSON.parse(
  readFileSync(new URL('../../data/hosters.json', import.meta.url), 'utf8'),
);
const announcing = hosters.filter(({ asns = [] }) => asns.length > 0);
/** Of entries with a website the seat was looked up; of the others only the AS names are known. */
const named = announcing.filter(({ website }) => website === undefined);
const countriesOf = new Map<number, Set<string>>();

beforeAll(() => {
  const require = createRequire(import.meta.url);
  const folder = (name: string) => dirname(require.resolve(`@ip-location-db/${name}/package.json`));
  const wanted = new Set(announcing.flatMap(({ asns = [] }) => asns));
  for (const family of ['ipv4', 'ipv6']) {
    const file = join(folder('geo-whois-asn-country-mmdb'), `geo-whois-asn-country-${family}.mmdb`);
    const countries = new Reader(readFileSync(file));
    for (const line of readFileSync(join(folder('asn'), `asn-${family}.csv`), 'utf8').split('\n')) {
      const [start = '', , asn] = line.split(',', 3);
      if (!wanted.has(Number(asn))) continue;
      const known = countriesOf.get(Number(asn)) ?? new Set();
      countriesOf.set(Number(asn), known);
      const code =
        known.size < ENOUGH
          ? (countries.get(start) as { readonly country_code?: string } | null)?.country_code
          : undefined;
      if (code !== undefined) known.add(code);
    }
  }
}, 60_000);

const registered = ({ asns = [] }: CompanyEntry): readonly ReadonlySet<string>[] =>
  asns.map((asn) => countriesOf.get(asn) ?? new Set<string>()).filter(({ size }) => size > 0);

const isElsewhere = (entry: CompanyEntry): boolean => {
  const sets = registered(entry);
  return sets.length > 0 && !sets.some((set) => set.has(entry.country ?? ''));
};

describe('companies with a website', () => {
  it('have their seat where some of their addresses are registered, or for a reason that is known', () => {
    const suspects = announcing.filter((entry) => entry.website !== undefined && isElsewhere(entry));
    expect(suspects.map(({ id }) => id)).toEqual(Object.keys(EXPLAINED_SEATS));
  });
});

describe('companies of which only the AS names are known', () => {
  it('have their seat where some of their addresses are registered, or are reviewed', () => {
    const suspects = named.filter(isElsewhere);
    expect(suspects.map(({ id }) => id)).toEqual(REVIEWED_SEATS);
  });

  it('join only AS that have a country in common, or are reviewed', () => {
    const suspects = named.filter((entry) => {
      const sets = registered(entry);
      return sets.some((set) => sets.some((other) => set.isDisjointFrom(other)));
    });
    expect(suspects.map(({ id }) => id)).toEqual(REVIEWED_MERGES);
  });
});
