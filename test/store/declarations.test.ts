import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { Declaration } from '../../src/model/observation.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan, temporaryFolder } from '../kit/findings.ts';
import { makeOlder } from './older.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const a = domain('a.example');
const CELLAR: Declaration = { by: 'Her own cellar', country: 'SE' };
const ONLY_COUNTRY: Declaration = { by: null, country: 'SE' };

const declaredIn = (store: Store, scanId: number) => store.history.servers(scanId)[0]?.declared;

it("an admin's declaration is stored with each scan and never counted", () => {
  const store = openStore(folder.file('whohosts.db'));
  const scans = [undefined, CELLAR, CELLAR, ONLY_COUNTRY, undefined].map((declared, index) =>
    scan(store, [finding(a, { hoster: 'one', ...(declared ? { declared } : {}) })], { week: index }),
  );
  expect(scans.map(({ id }) => declaredIn(store, id))).toEqual([null, CELLAR, CELLAR, ONLY_COUNTRY, null]);
  const [undeclared, declared] = scans.map(({ id }) => store.history.totals(id));
  expect(declared).toEqual(undeclared);
  expect(store.history.movers(scans[1]?.id ?? 0)).toEqual([]);
  store.close();
});

it('a database of an earlier version has no declarations, and can store them', () => {
  const file = folder.file('whohosts.db');
  const before = openStore(file);
  const first = scan(before, [finding(a)]);
  before.close();
  makeOlder(file, 7);
  const store = openStore(file);
  expect(declaredIn(store, first.id)).toBeNull();
  expect(declaredIn(store, scan(store, [finding(a, { declared: CELLAR })], { week: 1 }).id)).toEqual(CELLAR);
  store.close();
  rmSync(file);
});
