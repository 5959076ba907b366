import { afterAll, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain, finding, scan, temporaryFolder } from './findings.ts';
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

it('the totals know the kind of each hoster, as last seen, and of nobody else', () => {
  const store = openStore(folder.file('now.db'));
  const first = scan(store, FINDINGS).id;
  expect(kinds(store, first)).toEqual(EXPECTED);
  // A table of hosters was mended since.
  const second = scan(store, [finding(domain('b.example'), { hoster: 'line', kind: 'hosting' })], {
    week: 1,
  }).id;
  expect(kinds(store, second)).toEqual({ 'hoster line': 'hosting' });
  expect(kinds(store, first)).toEqual({ ...EXPECTED, 'hoster line': 'hosting' });
  store.close();
});

it('a database from before learns them from the servers that it knows', () => {
  const file = folder.file('before.db');
  const before = openStore(file);
  const { id } = scan(before, FINDINGS);
  before.close();
  makeOlder(file, 8);
  const store = openStore(file);
  expect(kinds(store, id)).toEqual(EXPECTED);
  store.close();
});
