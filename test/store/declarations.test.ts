import { rmSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { Declaration } from '../../src/model/observation.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain, finding, scan, temporaryFolder } from './findings.ts';
import { makeOlder } from './older.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const a = domain('a.example');
const CELLAR: Declaration = { by: 'Her own cellar', country: 'SE' };
const ONLY_COUNTRY: Declaration = { by: null, country: 'SE' };

const declaredIn = (store: Store, scanId: number) => store.history.servers(scanId)[0]?.declared;

it('what an admin declares is kept as it was in each scan, and counts nowhere', () => {
  const store = openStore(folder.file('whohosts.db'));
  const said = [undefined, CELLAR, CELLAR, ONLY_COUNTRY, undefined].map((declared, index) =>
    scan(store, [finding(a, { hoster: 'one', ...(declared ? { declared } : {}) })], { week: index }),
  );
  expect(said.map(({ id }) => declaredIn(store, id))).toEqual([null, CELLAR, CELLAR, ONLY_COUNTRY, null]);
  const [undeclared, declared] = said.map(({ id }) => store.history.totals(id));
  expect(declared).toEqual(undeclared);
  expect(store.history.movers(said[1]?.id ?? 0)).toEqual([]);
  store.close();
});

it('a database from before has declared nothing, and can', () => {
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
