import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { domains, temporaryFolder } from '../kit/findings.ts';

const folder = temporaryFolder();
let store: Store;
beforeEach(() => {
  store = openStore(folder.file('whohosts.db'));
});
afterEach(() => store.close());
afterAll(folder.remove);

describe('settings', () => {
  it('keep the last value of each key', () => {
    expect(store.settings.get('week')).toBeNull();
    store.settings.set('week', '2026-W01');
    store.settings.set('week', '2026-W02');
    store.settings.set('other', '');
    expect(store.settings.get('week')).toBe('2026-W02');
    expect(store.settings.get('other')).toBe('');
  });
});

describe('lists', () => {
  it('keep the last copy of each source, in order', () => {
    const list = {
      source: 'a list',
      fetchedAt: '2026-01-05T03:00:00.000Z',
      etag: '"x"',
      lastModified: 'Mon, 05 Jan 2026 02:00:00 GMT',
      domains: domains(30_000),
      ports: new Map([[domain('s0001.example'), 8448]]),
    };
    expect(store.lists.load('a list')).toBeNull();
    store.lists.save({ ...list, domains: domains(5).reverse() });
    store.lists.save({
      ...list,
      source: 'an empty list',
      etag: null,
      lastModified: null,
      domains: [],
      ports: new Map(),
    });
    expect(store.lists.load('a list')?.domains).toEqual(domains(5).reverse());
    store.lists.save(list);
    expect(store.lists.load('a list')).toEqual(list);
    expect(store.lists.load('an empty list')).toEqual({
      ...list,
      source: 'an empty list',
      etag: null,
      lastModified: null,
      domains: [],
      ports: new Map(),
    });
  });
});
