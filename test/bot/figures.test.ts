import { afterAll, expect, it } from 'vitest';
import { topWords } from '../../src/bot/figure-words.ts';
import { createFigures } from '../../src/bot/figures.ts';
import { en } from '../../src/bot/language/en.ts';
import { spareHistory } from '../../src/servers/spare.ts';
import { openStore } from '../../src/store/store.ts';
import { domain, finding, scan, temporaryFolder } from '../store/findings.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it('the northernmost server is not named any more from the moment on in which its admin opted out', () => {
  const store = openStore(folder.file('whohosts.db'));
  const at = (name: string, lat: number) =>
    finding(domain(name), {
      location: { country: 'NO', city: 'Tromsø', lat, lon: 19, accuracy: 'city' },
    });
  scan(store, [at('north.example', 69), at('next.example', 60)]);
  const shy = new Set<string>();
  const { scans } = store;
  const figures = createFigures({ scans, history: spareHistory(store.history, shy) });
  expect(figures.north('fediverse')?.server.domain).toBe('north.example');
  shy.add('north.example');
  expect(figures.north('fediverse')).toMatchObject({ server: { domain: 'next.example' }, located: 1 });
  expect(figures.north('xmpp')).toBeNull();
  scan(store, [at('new.example', 65)], { week: 1 });
  expect(figures.north('fediverse')?.server.domain).toBe('new.example');
  store.close();
});

it('the largest hosters are companies that host, of all that answered', () => {
  const store = openStore(folder.file('top.db'));
  const at = (id: string, count: number, kind: 'hosting' | 'isp' = 'hosting') =>
    Array.from({ length: count }, (_, index) =>
      finding(domain(`s${index}.${id}.example`), { hoster: id, kind }),
    );
  scan(store, [...at('line', 9, 'isp'), ...at('large', 6), ...at('small', 2), ...at('mixed', 1, 'isp')]);
  const top = createFigures(store).top('fediverse');
  expect(top?.answered).toBe(18);
  expect(top?.hosters).toEqual([
    { name: 'The large company', share: 6 / 18 },
    { name: 'The small company', share: 2 / 18 },
  ]);
  store.close();
});

it('where all that is seen is behind CDNs, that is told without a list of nobody', () => {
  const store = openStore(folder.file('hidden.db'));
  const at = (name: string, sight: Parameters<typeof finding>[1]) => finding(domain(name), sight);
  scan(store, [
    at('a.example', { hoster: null, front: 'cdn' }),
    at('b.example', { hoster: 'line', kind: 'isp' }),
  ]);
  const top = createFigures(store).top('fediverse');
  expect(top).toMatchObject({ hosters: [], hidden: 1 / 2, answered: 2 });
  expect(top && topWords(top, en)).toMatch(/^50% are behind CDNs, which hide the hoster\. Counted among 2 /);
  store.close();
});
