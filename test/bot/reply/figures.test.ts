import { afterAll, expect, it } from 'vitest';
import { replyEnglish } from '../../../src/bot/language/en.ts';
import { topWords } from '../../../src/bot/reply/figure-phrases.ts';
import { createNetworkFigures } from '../../../src/bot/reply/figures.ts';
import { spareHistory } from '../../../src/lists/spare.ts';
import { openStore } from '../../../src/store/store.ts';
import { domain } from '../../kit/domain.ts';
import { finding, scan, temporaryFolder } from '../../kit/findings.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it('the northernmost server is no longer named once its admin has opted out', () => {
  const store = openStore(folder.file('whohosts.db'));
  const at = (name: string, lat: number) =>
    finding(domain(name), {
      location: { country: 'NO', city: 'Tromsø', lat, lon: 19, accuracy: 'city' },
    });
  scan(store, [at('north.example', 69), at('next.example', 60)]);
  const shy = new Set<string>();
  const { scans } = store;
  const figures = createNetworkFigures({ scans, history: spareHistory(store.history, shy) });
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
  const top = createNetworkFigures(store).top('fediverse');
  expect(top?.answered).toBe(18);
  expect(top?.hosters).toEqual([
    { name: 'The large company', share: 6 / 18 },
    { name: 'The small company', share: 2 / 18 },
  ]);
  store.close();
});

it('if every known server is behind a CDN, the answer says so without an empty list', () => {
  const store = openStore(folder.file('hidden.db'));
  const at = (name: string, sight: Parameters<typeof finding>[1]) => finding(domain(name), sight);
  scan(store, [
    at('a.example', { hoster: null, front: 'cdn' }),
    at('b.example', { hoster: 'line', kind: 'isp' }),
  ]);
  const top = createNetworkFigures(store).top('fediverse');
  expect(top).toMatchObject({ hosters: [], hidden: 1 / 2, answered: 2 });
  expect(top && topWords(top, replyEnglish)).toMatch(
    /^50% are behind CDNs, which hide the hoster\. Counted among 2 /,
  );
  store.close();
});
