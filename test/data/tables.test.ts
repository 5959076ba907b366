import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { type AsKindsEntry, type CompanyEntry, loadHosters } from '../../src/attribution/rules/hosters.ts';
import { isSharedPlatform } from '../../src/attribution/rules/shared-platform.ts';
import { KINDS } from '../../src/model/attribution.ts';

const DATA = new URL('../../data/', import.meta.url);
const FIELDS = [
  'id',
  'name',
  'country',
  'owner',
  'website',
  'kind',
  'kinds',
  'asns',
  'prefixes',
  'ptr',
  'cname',
  'domains',
  'headers',
  'source',
];
const FILES = ['hosters', 'fronts', 'operators'] as const;

const text = (file: string): string => readFileSync(new URL(`${file}.json`, DATA), 'utf8');
const entries = (file: string): readonly CompanyEntry[] => JSON.parse(text(file));
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Texts that occur more than once. */
function repeated<T>(values: readonly T[]): readonly T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe.each(FILES)('data/%s.json', (file) => {
  const table = entries(file);

  it('has one entry a line, so that a change is one line in a review', () => {
    const lines = text(file).split('\n');
    expect(lines[0]).toBe('[');
    expect(lines.slice(-2)).toEqual([']', '']);
    const written = lines.slice(1, -2).map((line) => line.replace(/,$/, ''));
    expect(written).toEqual(table.map((entry) => JSON.stringify(entry)));
  });

  it('is sorted by an id that is unique', () => {
    const ids = table.map(({ id }) => id);
    expect(repeated(ids)).toEqual([]);
    expect(ids).toEqual(ids.toSorted());
  });

  it('has known fields in one order', () => {
    for (const entry of table) {
      const keys = Object.keys(entry);
      expect(keys, entry.id).toEqual(FIELDS.filter((field) => keys.includes(field)));
      expect(keys, entry.id).toEqual(expect.arrayContaining(['id', 'name', 'country', 'kind']));
    }
  });

  it('has slugs, clean names, real countries, known kinds and https websites', () => {
    for (const { id, name, country, kind, website } of table) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(name.trim(), id).toBe(name);
      expect(name.length, id).toBeGreaterThan(0);
      expect(country, id).toMatch(/^[A-Z]{2}$/);
      expect(regions.of(country ?? ''), `${id}: ${country}`).toBeDefined();
      expect(KINDS, id).toContain(kind);
      if (website !== undefined) expect(new URL(website).protocol, id).toBe('https:');
    }
  });

  it('gives other kinds only to AS numbers of the entry', () => {
    for (const { id, kind, kinds = {}, asns = [] } of table) {
      for (const [other, those] of Object.entries(kinds)) {
        expect(KINDS, id).toContain(other);
        expect(other, id).not.toBe(kind);
        expect(asns, id).toEqual(expect.arrayContaining([...those]));
      }
    }
  });

  it('has AS numbers in ascending order that anybody may hold', () => {
    for (const { id, asns } of table) {
      if (asns === undefined) continue;
      expect(asns, id).toEqual([...new Set(asns)].toSorted((a, b) => a - b));
      for (const asn of asns) expect(isHolderAsn(asn), `${id}: AS${asn}`).toBe(true);
    }
  });

  it('has blocks in canonical form, public and each in one entry', () => {
    const blocks = table.flatMap(({ id, prefixes = [] }) => prefixes.map((prefix) => ({ id, prefix })));
    for (const { id, prefix } of blocks) {
      const [address, bits] = ipaddr.parseCIDR(prefix);
      expect(`${address.toString()}/${bits}`, id).toBe(prefix);
      expect(address.range(), `${id}: ${prefix}`).toBe('unicast');
    }
    expect(repeated(blocks.map(({ prefix }) => prefix))).toEqual([]);
  });

  it('has suffixes of at least two labels, each in one entry', () => {
    for (const field of ['ptr', 'cname', 'domains'] as const) {
      const suffixes = table.flatMap((entry) => entry[field] ?? []);
      for (const suffix of suffixes) expect(suffix, field).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);
      expect(repeated(suffixes), field).toEqual([]);
    }
  });

  it('has headers by lower-case name with patterns that compile and do not match everything empty', () => {
    for (const { id, headers = {} } of table) {
      for (const [name, pattern] of Object.entries(headers)) {
        expect(name, id).toMatch(/^[a-z0-9-]+$/);
        expect(new RegExp(pattern, 'i').test(''), `${id}: ${name}`).toBe(false);
      }
    }
  });
});

describe('data/as-kinds.json', () => {
  const table: readonly AsKindsEntry[] = JSON.parse(text('as-kinds'));

  it('has one entry a line, sorted by country and kind', () => {
    const lines = text('as-kinds').split('\n');
    expect(lines.slice(1, -2).map((line) => line.replace(/,$/, ''))).toEqual(
      table.map((entry) => JSON.stringify(entry)),
    );
    const keys = table.map(({ country, kind }) => `${country} ${kind}`);
    expect(keys).toEqual([...new Set(keys)].toSorted());
  });

  it('has real countries, kinds of networks, and AS numbers in ascending order that anybody may hold', () => {
    for (const { country, kind, asns } of table) {
      expect(regions.of(country), country).toBeDefined();
      expect(KINDS.filter((known) => known !== 'cdn')).toContain(kind);
      expect(asns, `${country} ${kind}`).toEqual([...new Set(asns)].toSorted((a, b) => a - b));
      expect(asns.filter((asn) => !isHolderAsn(asn))).toEqual([]);
    }
  });

  it('has only AS that no company entry has, each once', () => {
    const listed = new Set(FILES.flatMap((file) => entries(file).flatMap(({ asns = [] }) => asns)));
    const asns = table.flatMap((entry) => entry.asns);
    expect(repeated(asns)).toEqual([]);
    expect(asns.filter((asn) => listed.has(asn))).toEqual([]);
  });
});

describe('the tables together', () => {
  it('name at least 300 hosters', () => {
    expect(entries('hosters').length).toBeGreaterThanOrEqual(300);
  });

  it('give each AS number to one entry', () => {
    expect(repeated(FILES.flatMap((file) => entries(file).flatMap(({ asns = [] }) => asns)))).toEqual([]);
  });

  it('call fronts cdn and nobody else', () => {
    expect(entries('fronts').filter(({ kind }) => kind !== 'cdn')).toEqual([]);
    expect([...entries('hosters'), ...entries('operators')].filter(({ kind }) => kind === 'cdn')).toEqual([]);
  });

  it('give every hoster a way to be found, and every front and operator a source', () => {
    expect(
      entries('hosters').filter(({ asns, prefixes }) => asns === undefined && prefixes === undefined),
    ).toEqual([]);
    expect(entries('operators').filter(isSharedPlatform)).toEqual([]);
    for (const entry of [...entries('fronts'), ...entries('operators')]) {
      expect(entry.source, entry.id).toMatch(/, 20\d\d-\d\d(-\d\d)?(;|$)/);
    }
  });

  it('use an id for one company, whichever role it plays', () => {
    const ids = FILES.flatMap((file) => entries(file).map(({ id }) => id));
    const shared = repeated(ids).filter((id) => !ONE_COMPANY.includes(id));
    expect(shared).toEqual([]);
  });

  it('are what the attribution loads', () => {
    const hosters = loadHosters(DATA);
    expect(hosters.byAsn.get(24940)?.hoster.name).toBe('Hetzner');
    expect(hosters.byAsn.get(63949)?.role).toBe('hoster');
    expect(hosters.byAsn.get(20940)?.role).toBe('front');
    expect(hosters.byAsn.get(13335)?.hoster.id).toBe('cloudflare');
    expect(hosters.operatorByCname.find('vip.masto.host')?.id).toBe('masto-host');
  });
});

/** In more than one role under the same name. */
const ONE_COMPANY: readonly string[] = ['spacebear'];

/** Not reserved, documentation, private use or AS_TRANS (IANA's registry of AS numbers). */
function isHolderAsn(asn: number): boolean {
  return asn > 0 && asn !== 23456 && (asn < 64496 || asn > 131071) && asn < 4200000000;
}
