import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexHosters, loadHosters } from '../../../src/attribution/rules/hosters.ts';

const EXAMPLE = { id: 'example', name: 'Example', country: 'DE', kind: 'hosting' } as const;
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'whohosts-data-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function load(hosters: unknown) {
  writeFileSync(join(dir, 'hosters.json'), typeof hosters === 'string' ? hosters : JSON.stringify(hosters));
  writeFileSync(join(dir, 'fronts.json'), '[]');
  writeFileSync(join(dir, 'operators.json'), '[]');
  writeFileSync(join(dir, 'sites.json'), '[]');
  writeFileSync(join(dir, 'as-kinds.json'), '[]');
  return loadHosters(pathToFileURL(`${dir}/`));
}

describe('loadHosters', () => {
  it('reads entries of the agreed form', () => {
    const { byAsn, owners } = load([
      { ...EXAMPLE, asns: [64500], prefixes: ['192.0.2.0/24'], website: 'https://example.com' },
    ]);
    expect(byAsn.get(64500)).toEqual({
      role: 'hoster',
      hoster: { id: 'example', name: 'Example', country: 'DE' },
      sites: null,
      kind: 'hosting',
    });
    expect(owners).toHaveLength(1);
  });

  it.each([
    ['{', /hosters\.json/],
    ['{}', /not an array/],
    [[null], /entry 1: not an object/],
    [[EXAMPLE, { ...EXAMPLE, id: 'Not A Slug' }], /entry 2: id is not a slug/],
    [[{ ...EXAMPLE, name: '' }], /name is missing/],
    [[{ ...EXAMPLE, country: 'Germany' }], /country/],
    [[{ ...EXAMPLE, kind: 'hoster' }], /expected one of the kinds/],
    [[{ ...EXAMPLE, asns: ['64500'] }], /asns/],
    [[{ ...EXAMPLE, ptr: 'example.com' }], /ptr/],
    [[{ ...EXAMPLE, headers: { server: 7 } }], /headers/],
    [[{ ...EXAMPLE, prefixes: ['192.0.2.1/24'] }], /192\.0\.2\.1\/24/],
  ])('refuses %j and says where', (hosters, message) => {
    expect(() => load(hosters)).toThrow(message);
  });

  it('refuses a folder without tables', () => {
    rmSync(dir, { recursive: true });
    expect(() => loadHosters(pathToFileURL(`${dir}/`))).toThrow(/hosters\.json/);
  });
});

describe('indexHosters', () => {
  it('holds an AS of a front and of a hoster for the front', () => {
    const front = { id: 'front', name: 'Front', country: 'US', kind: 'cdn', asns: [64500] } as const;
    const { byAsn } = indexHosters({
      hosters: [{ ...EXAMPLE, asns: [64500] }],
      fronts: [front],
      operators: [],
    });
    expect(byAsn.get(64500)).toMatchObject({ role: 'front', kind: 'cdn' });
  });
});

describe('kinds', () => {
  it('are known of AS that have no entry', () => {
    const { byAsn, kindByAsn } = indexHosters({
      hosters: [],
      fronts: [],
      operators: [],
      asKinds: [{ country: 'DE', kind: 'isp', asns: [64500, 64501] }],
    });
    expect([64500, 64501, 64502].map((asn) => kindByAsn.get(asn))).toEqual(['isp', 'isp', undefined]);
    expect(byAsn.size).toBe(0);
  });

  it('can differ between the AS of one company', () => {
    const { byAsn } = indexHosters({
      hosters: [{ ...EXAMPLE, kinds: { isp: [64501] }, asns: [64500, 64501] }],
      fronts: [],
      operators: [],
    });
    expect([64500, 64501].map((asn) => byAsn.get(asn)?.kind)).toEqual(['hosting', 'isp']);
    expect(byAsn.get(64501)?.hoster).toEqual(byAsn.get(64500)?.hoster);
  });
});
