import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainName } from '../../src/text/defang.ts';
import { domains, finding, week } from '../kit/findings.ts';
import { HOSTILE } from './hostile.ts';
import { type ModelSite, openModelSite } from './model-site.ts';
import { attribute, readPage, textOf } from './pages.ts';

/** A fediverse in which everybody who can name something names it to do harm. */
let site: ModelSite;
let files: ReadonlyMap<string, Buffer>;

beforeAll(async () => {
  site = openModelSite({
    fill(store) {
      const names = domains(HOSTILE.length);
      for (const index of [0, 1]) {
        const scan = store.scans.begin({
          network: 'fediverse',
          population: {
            source: HOSTILE[21] ?? '',
            population: names.length,
            optedOut: 0,
            seed: HOSTILE[34] ?? '',
            farms: [{ registrableDomain: HOSTILE[22] ?? '', names: 99, counted: 10 }],
            sources: [
              {
                name: HOSTILE[23] ?? '',
                count: 1,
                only: 1,
                inAll: 0,
                fetchedAt: week(0),
                stale: true,
                note: HOSTILE[24] ?? '',
              },
            ],
          },
          fingerprint: 'plan',
          domains: names,
          startedAt: week(index),
        });
        const findings = names.map((name, at) => {
          const hostile = HOSTILE[(at + index) % HOSTILE.length] ?? '';
          const seen = finding(name, { addresses: [`192.0.2.${index + 1}`], self: { software: hostile } });
          const hoster = {
            id: `as${64_500 + ((at + index) % HOSTILE.length)}`,
            name: hostile,
            country: null,
          };
          const attribution = { ...(seen.attribution as NonNullable<typeof seen.attribution>), hoster };
          const located = {
            ...attribution,
            location: { country: 'DE', city: hostile, lat: 50, lon: 10, accuracy: 'city' as const },
          };
          return { ...seen, addresses: [located], attribution: located };
        });
        store.scans.record(scan.id, findings);
        store.scans.finish(scan.id, week(index));
      }
    },
  });
  await site.write();
  files = await site.files();
});
afterAll(() => site.discard());

describe(`${HOSTILE.length} hostile names`, () => {
  it('are many', () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(200);
  });

  it('add no element, no attribute and no error to any page', () => {
    for (const [path, content] of files) {
      if (!path.endsWith('.html')) continue;
      const { elements, errors } = readPage(content.toString('utf8'));
      expect(errors, path).toEqual([]);
      const scripts = elements
        .filter(({ tagName }) => tagName === 'script')
        .map((script) => attribute(script, 'src'));
      expect(
        scripts.map((src) => src?.replace(/^[./]*/, '').replace(/-[0-9a-f]+/, '')),
        path,
      ).toEqual(['assets/theme.js', 'assets/site.js']);
      for (const { tagName, attrs } of elements) {
        expect(
          ['img', 'iframe', 'base', 'template', 'plaintext', 'math'].includes(tagName) &&
            !/chart/.test(JSON.stringify(attrs)),
          path,
        ).toBe(false);
        expect(
          attrs.map(({ name }) => name).filter((name) => /^on|autofocus|srcdoc/.test(name)),
          path,
        ).toEqual([]);
        for (const { name, value } of attrs) {
          if (name === 'href')
            expect(value, path).toMatch(/^(\.|\/|#|https:\/\/|mailto:|[a-z0-9.]+(\/|$))(?!\/)/);
          if (['href', 'src', 'srcset', 'action', 'data-chart', 'data-library'].includes(name))
            expect(value, path).not.toMatch(/^\s*(javascript|data|vbscript):/i);
        }
      }
    }
  });

  it('stand on the page of their hoster as what they are', () => {
    for (const [index, name] of HOSTILE.entries()) {
      const page = readPage(files.get(`hosters/as${64_500 + index}/index.html`)?.toString('utf8') ?? '');
      const heading = page.elements.find(({ tagName }) => tagName === 'h1');
      expect(heading === undefined ? '' : textOf(heading)).toBe(plainName(name) || `as${64_500 + index}`);
    }
  });

  it('leave JSON as it should be', () => {
    for (const [path, content] of files) {
      if (path.endsWith('.json')) expect(() => JSON.parse(content.toString('utf8')), path).not.toThrow();
    }
    for (const [index, name] of HOSTILE.entries()) {
      const hoster = JSON.parse(files.get(`api/hosters/as${64_500 + index}.json`)?.toString('utf8') ?? '{}');
      // SQLite keeps well-formed text only.
      expect(hoster.name).toBe(name.toWellFormed());
    }
  });

  it('stay text in the feed', () => {
    const feed = files.get('feed.atom')?.toString('utf8') ?? '';
    const tags = [...feed.matchAll(/<\/?([a-z?][^\s>/]*)/gi)].map(([, tag]) => tag);
    expect([...new Set(tags)].sort()).toEqual(
      [
        '?xml',
        'author',
        'content',
        'entry',
        'feed',
        'id',
        'link',
        'name',
        'rights',
        'summary',
        'title',
        'updated',
      ].sort(),
    );
    expect(feed).not.toMatch(/&(?!(amp|lt|gt|quot|#39);)/);
  });
});
