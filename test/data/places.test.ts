import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Attributor } from '../../src/attribution/attributor.ts';
import type { PublishedRegion } from '../../src/attribution/compile/compile-location.ts';
import type { CompanyEntry } from '../../src/attribution/rules/hosters.ts';
import type { SitesEntry } from '../../src/attribution/rules/sites.ts';
import { embeddedAttributor } from '../attribution/embedded-attributor.ts';

const text = (file: string): string =>
  readFileSync(new URL(`../../data/${file}.json`, import.meta.url), 'utf8');
const sites: readonly SitesEntry[] = JSON.parse(text('sites'));
const regions: readonly (PublishedRegion & { readonly id: string; readonly source: string })[] = JSON.parse(
  text('regions'),
);
const hosters: readonly CompanyEntry[] = JSON.parse(text('hosters'));
const known = new Set(hosters.map(({ id }) => id));

describe.each([
  ['sites', sites],
  ['regions', regions],
] as const)('data/%s.json', (file, table) => {
  it('has one entry a line, a known company and a dated source', () => {
    const lines = text(file).split('\n').slice(1, -2);
    expect(lines.map((line) => line.replace(/,$/, ''))).toEqual(table.map((entry) => JSON.stringify(entry)));
    for (const { id, source } of table) {
      expect(known, id).toContain(id);
      expect(source, id).toMatch(/^https:\/\/\S+, 20\d\d(-\d\d){0,2}$/);
    }
  });
});

describe('places', () => {
  let attributor: Attributor;
  beforeAll(async () => {
    attributor = await embeddedAttributor();
  }, 120_000);

  it('answer every published block with its own country, or with none', () => {
    const conflicts = regions.flatMap(({ country, prefixes }) =>
      prefixes.filter((prefix) => {
        const { location } = attributor.attribute(prefix.split('/')[0] ?? '');
        return (location?.country ?? country) !== country;
      }),
    );
    expect(conflicts).toEqual([]);
  });

  it('are never in a country in which the company has no data centre', () => {
    const countries = new Map(sites.map((entry) => [entry.id, Object.keys(entry.sites ?? {})]));
    const strays: string[] = [];
    for (let block = 1; block < 65536; block++) {
      const ip = `${block >> 8}.${block & 255}.75.107`;
      const { hoster, location } = attributor.attribute(ip);
      const allowed = countries.get(hoster?.id ?? '');
      if (allowed && location?.country && !allowed.includes(location.country))
        strays.push(`${ip} ${hoster?.id}`);
    }
    expect(strays).toEqual([]);
  });

  it('leave the place of an address open that is registered where its hoster has no data centre', () => {
    expect(attributor.attribute('94.23.75.107')).toMatchObject({ hoster: { id: 'ovh' }, location: null });
  });
});
