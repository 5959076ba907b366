import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, week } from '../kit/findings.ts';
import { type ModelSite, openModelSite } from './model-site.ts';
import { readPage, textOf } from './pages.ts';

const NORTH = domain('north.example');
const NAMES = [NORTH, ...Array.from({ length: 59 }, (_, index) => domain(`s${index}.example`))];

/**
 * A list that is shorter than the sample that was wanted of it, in a week whose finding is where the servers
 * stand.
 */
function fill(store: Store, index: number): void {
  const { id } = store.scans.begin({
    network: 'fediverse',
    population: {
      source: 'a list',
      population: NAMES.length,
      optedOut: 0,
      seed: 's',
      farms: [],
      sources: [],
    },
    fingerprint: 'plan',
    domains: NAMES,
    startedAt: week(index),
  });
  const lat = (name: string) => (name === NORTH ? 69 : 49);
  store.scans.record(
    id,
    NAMES.map((name, at) =>
      finding(name, {
        ...(at === 1 ? { kind: 'isp', hoster: 'provider' } : {}),
        ...(at === 2 ? { front: 'cf', hoster: null } : {}),
        ...(at === 4 && index === 0
          ? { addresses: ['192.0.2.9'], hoster: 'goner', kind: 'isp' as const }
          : {}),
        ...(at === 3 ? { addresses: [`192.0.2.${index + 1}`], hoster: index === 0 ? 'old' : 'new' } : {}),
        location: { country: 'NO', city: 'City', lat: lat(name), lon: 10, accuracy: 'city' },
      }),
    ),
  );
  store.scans.finish(id, week(index));
}

let site: ModelSite;
let files: ReadonlyMap<string, Buffer>;
const text = (path: string) => files.get(path)?.toString('utf8') ?? '';
const main = (path: string) => {
  const found = readPage(text(path)).elements.find(({ tagName }) => tagName === 'main');
  return found === undefined ? '' : textOf(found);
};
beforeAll(async () => {
  site = openModelSite({
    fill(store) {
      fill(store, 0);
      fill(store, 1);
    },
  });
  await site.write();
  files = await site.files();
});
afterAll(() => site.discard());

describe('the pages', () => {
  it('call no Internet provider the host of a server on its line', () => {
    const row = /s0\.example.*?<\/tr>/s;
    for (const path of ['servers/s/index.html', 'countries/no/index.html'])
      expect(row.exec(text(path))?.[0], path).toContain('a line of <a');
    expect(/s4\.example.*?<\/tr>/s.exec(text('servers/s/index.html'))?.[0]).not.toContain('line of');
  });

  it('mark Internet providers among companies, and leave them out where they speak of hosters', () => {
    const marked = 'The provider company (Internet provider)';
    for (const path of ['hosters/index.html', 'networks/fediverse/index.html', 'countries/no/index.html'])
      expect(main(path), path).toContain(marked);
    const outages = main('networks/fediverse/index.html').split('What if it goes down?')[1];
    expect(outages).toContain(marked);
    // It lost its last server.
    expect(main('movers/index.html')).toContain('The goner company (Internet provider)');
    expect(main('movers/index.html')).toContain('a line of The goner company');
    const weeks = [...files.keys()].filter((path) => /^reports\/.+\/index\.html$/.test(path));
    expect(weeks).toHaveLength(2);
    // The first of them was never published, and is made of totals.
    for (const path of ['index.html', ...weeks]) {
      expect(main(path), path).toContain('The plain company');
      expect(main(path), path).not.toContain('The provider company');
    }
    const page = main('hosters/provider/index.html');
    expect(page).toContain('Fediverse: as Internet provider');
    expect(page).not.toMatch(/as hoster|number \d/);
    expect(main('hosters/plain/index.html')).toContain('number 1 of 2');
  });

  it('tell of moves what they are, and of hosters only what is seen there', () => {
    expect(main('index.html')).toContain('2 servers changed host or CDN since');
    expect(main('hosters/index.html')).toContain(
      '59 servers are seen at 2 hosters and on the lines of 1 Internet provider.',
    );
  });

  it('say of every measure of concentration between what it lies where CDNs hide somebody', () => {
    const said = main('networks/fediverse/index.html');
    expect(said).toMatch(/Five largest companies, at least98\.3%at most 100\.0%/);
    expect(said).toMatch(/Herfindahl-Hirschman index, at least[\d,]+of 10,000; at most [\d,]+/);
  });

  it('tell admins of every request that a server may see, and when', () => {
    const asked = [
      'robots.txt',
      'NodeInfo',
      'host-meta',
      'WebFinger',
      '/api/v2/instance',
      '/.well-known/matrix/server',
    ];
    for (const path of ['admins/index.html', '.well-known/probing.txt']) {
      for (const request of [...asked, 'when somebody looks']) expect(text(path), path).toContain(request);
    }
  });

  it('call nothing a random sample where all of a list was asked', () => {
    expect(main('networks/fediverse/index.html')).not.toContain('random sample');
  });
});

it('an opt-out takes the name from the words of a past week’s chart too', async () => {
  const words = [...files].filter(([path]) => /^reports\/.*chart\.txt$/.test(path));
  expect(words.map(([, content]) => content.toString()).join()).toContain(NORTH);
  fill(site.store, 2);
  await site.write({ optedOut: (name) => name === NORTH });
  const naming = [...(await site.files())].filter(
    ([path, content]) => content.includes(NORTH) && !path.startsWith('.'),
  );
  expect(naming.map(([path]) => path)).toEqual([]);
  const kept = [...(await site.files())].filter(([path]) => words.some(([other]) => other === path));
  expect(kept.map(([, content]) => content.toString()).join()).toMatch(
    /^Bar chart: how far north or south .*\.$/,
  );
});
