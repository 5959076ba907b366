import { afterAll, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan, temporaryFolder } from '../kit/findings.ts';
import { makeOlder } from './older.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const FINDINGS = [
  finding(domain('a.example'), { hoster: 'host', kind: 'hosting' }),
  finding(domain('b.example'), { hoster: 'line', kind: 'isp' }),
  finding(domain('c.example'), { hoster: null, front: 'cdn' }),
  finding(domain('d.example'), { hoster: 'host', operator: 'manager' }),
];
const kinds = (store: Store, scanId: number) =>
  Object.fromEntries(
    store.history
      .totals(scanId)
      .filter(({ layer }) => ['hoster', 'front', 'operator'].includes(layer))
      .map(({ layer, key, kind }) => [`${layer} ${key}`, kind]),
  );
const EXPECTED = {
  'hoster host': 'hosting',
  'hoster line': 'isp',
  'front cdn': null,
  'operator manager': null,
};

it('totals have the latest known kind of each hoster, and no kind for fronts and operators', () => {
  const store = openStore(folder.file('now.db'));
  const first = scan(store, FINDINGS).id;
  expect(kinds(store, first)).toEqual(EXPECTED);
  const later = (kind: 'hosting' | null, week: number) =>
    kinds(store, scan(store, [finding(domain('b.example'), { hoster: 'line', kind })], { week }).id);
  // The table of hosters may have been corrected since, or a kind removed.
  expect(later('hosting', 1)).toEqual({ 'hoster line': 'hosting' });
  expect(kinds(store, first)).toEqual({ ...EXPECTED, 'hoster line': 'hosting' });
  expect(later(null, 2)).toEqual({ 'hoster line': null });
  store.close();
});

it('a company that is hoster, front and operator has a kind only as a hoster', () => {
  const store = openStore(folder.file('both.db'));
  const { id } = scan(store, [
    finding(domain('a.example'), { hoster: 'both', kind: 'hosting' }),
    finding(domain('b.example'), { hoster: null, front: 'both' }),
    finding(domain('c.example'), { hoster: 'line', kind: 'isp', operator: 'both' }),
  ]);
  expect(kinds(store, id)).toEqual({
    'hoster both': 'hosting',
    'hoster line': 'isp',
    'front both': null,
    'operator both': null,
  });
  store.close();
});

it('a database of an earlier version gets the kinds from the last places of its servers', () => {
  const file = folder.file('before.db');
  const before = openStore(file);
  const seen = (kind: 'hosting' | 'isp', week: number) =>
    scan(before, [...FINDINGS, finding(domain('e.example'), { hoster: 'mended', kind })], { week }).id;
  seen('hosting', 0);
  seen('isp', 1);
  const id = seen('hosting', 2);
  before.close();
  makeOlder(file, 8);
  const store = openStore(file);
  expect(kinds(store, id)).toEqual({ ...EXPECTED, 'hoster mended': 'hosting' });
  store.close();
});
