import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Obtained } from '../../src/lists/lists.ts';
import { obtainList } from '../../src/lists/lists.ts';
import { createFediDb } from '../../src/lists/sources/fedidb.ts';
import { createInstancesSocial } from '../../src/lists/sources/instances-social.ts';
import type { Source } from '../../src/lists/sources/source.ts';
import { createTranco } from '../../src/lists/sources/tranco.ts';
import type { Domain } from '../../src/model/domain.ts';
import { createHttp } from '../../src/net/http/client.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../kit/findings.ts';
import { PUBLIC, startWorld, USER_AGENT, type World } from '../kit/model-clients.ts';
import { json, type Route, type Routes, text } from '../model-internet/https/routes.ts';
import { COPIES, ranking, TOKEN, zipped, zipRoute } from './copies.ts';

const NOW = new Date('2026-11-17T03:00:00.000Z');
const BEFORE = '2026-11-10T03:00:00.000Z';
const EARLIER = ['old.example', 'older.example'] as Domain[];
const ALL = Object.entries(COPIES);

const folder = temporaryFolder();
let world: World;
let store: Store;
beforeAll(async () => {
  world = await startWorld([
    ...ALL.map(([, { host, routes }]) => ({ domain: host, ip: PUBLIC, routes })),
    { domain: 'elsewhere.example', ip: PUBLIC, routes: { '/': json(['evil.example']) } },
  ]);
});
afterAll(async () => {
  await world.stop();
  folder.remove();
});
beforeEach(() => {
  store = openStore(folder.file('whohosts.db'));
});
afterEach(() => store.close());

function obtain(source: Source): Promise<Obtained> {
  return obtainList({ sources: [source], lists: store.lists, http: world.http, now: NOW });
}

/** Replaces the answers of a source's host during one test. */
async function during<T>(host: string, routes: Routes, work: () => Promise<T>): Promise<T> {
  const honest = world.internet.servers().find(({ domain }) => domain === host)?.routes ?? {};
  world.internet.change(host, { routes });
  try {
    return await work();
  } finally {
    world.internet.change(host, { routes: honest });
  }
}

describe('a local copy of the documented shape', () => {
  it.each(ALL)('of %s is parsed', async (name, { source, domains, host }) => {
    const obtained = await obtain(source);
    expect(obtained).toMatchObject({
      ok: true,
      list: {
        source: expect.stringContaining(name),
        domains,
        sources: [{ count: domains.length, fetchedAt: NOW.toISOString(), stale: false, note: null }],
      },
    });
    expect(store.lists.load(source.name)?.domains).toEqual(domains);
    for (const { headers } of world.internet.https.requests(host))
      expect(headers['user-agent']).toBe(USER_AGENT);
  });

  it('may have ports with its names, which are saved with the copy', async () => {
    const ports = new Map([['b.example', 8448]]);
    const { source } = COPIES['joinmatrix.org'] as (typeof COPIES)[string];
    expect(await obtain(source)).toMatchObject({ ok: true, list: { ports } });
    expect(await obtain(source)).toMatchObject({ ok: true, list: { ports } });
    expect(store.lists.load(source.name)?.ports).toEqual(ports);
  });

  it('is requested as the documentation says', async () => {
    const asked = (name: string) => {
      const { host = '', path = '' } = COPIES[name] ?? {};
      return world.internet.https.requests(host).findLast((request) => request.path.split('?')[0] === path);
    };
    expect(JSON.parse(asked('fediverse.observer')?.body ?? '')).toEqual({
      query: expect.stringMatching(/nodes.*domain/),
    });
    expect(asked('fediverse.observer')?.method).toBe('POST');
    expect(asked('the-federation.info')?.headers['content-type']).toBe('application/json');
    expect(asked('instances.social')?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(asked('FediDB')?.path).toContain('limit=40');
  });

  it('may have ten thousand lines, zipped or not; only the top of the ranking is used', async () => {
    for (const route of [zipRoute(ranking(10_050)), text(ranking(10_050))]) {
      const obtained = await during('tranco-list.eu', { '/top-1m.csv.zip': route }, () =>
        obtainList({ sources: [createTranco()], lists: store.lists, http: world.http, now: new Date() }),
      );
      expect(obtained).toMatchObject({ ok: true, list: { source: 'Tranco top 10,000' } });
      expect(obtained.ok && obtained.list.domains.length).toBe(10_000);
    }
  });
});

const page = text('<!doctype html><title>Just a moment…</title>', 'text/html');
const bomb = gzipSync(Buffer.alloc(200_000_000, ' '));
/** Broken answers with their statuses: for JSON, then for Tranco if that differs. */
const BROKEN: readonly (readonly [string, Route, string, string?])[] = [
  ['a page', page, 'NOT_JSON', 'WRONG_SHAPE'],
  ['half of the answer', { kind: 'cut', body: '["a.example", "b.ex' }, 'UNREACHABLE'],
  ['half a document', text('["a.example", "b.ex', 'application/json'), 'NOT_JSON', 'WRONG_SHAPE'],
  ['200 MB of blanks', { kind: 'reply', headers: { 'content-encoding': 'gzip' }, body: bomb }, 'TOO_LARGE'],
  ['another schema', json({ error: 'gone', list: { a: 1 } }), 'WRONG_SHAPE'],
  ['a list of numbers', json([1, 2, 3]), 'EMPTY WRONG_SHAPE'],
  ['nothing', text('', 'application/json'), 'EMPTY'],
  ['a redirect elsewhere', { kind: 'redirect', to: 'https://elsewhere.example/' }, 'MOVED REDIRECTS'],
  ['a redirect inside', { kind: 'redirect', to: 'https://127.0.0.1/' }, 'NOT_PUBLIC REDIRECTS'],
  ['429', { kind: 'reply', status: 429, headers: { 'retry-after': '60' } }, 'RATE_LIMITED'],
  ['304 unasked', { kind: 'reply', status: 304 }, 'STATUS'],
  ['403', { kind: 'reply', status: 403, body: 'no' }, 'STATUS'],
  ['500', { kind: 'reply', status: 500 }, 'STATUS'],
  ['a reset', { kind: 'reset' }, 'UNREACHABLE'],
];

describe.each(ALL)('%s, when it answers with', (name, { source, host, path }) => {
  const broken = BROKEN.map(([what, route, ofJson, ofCsv = ofJson]) => ({
    what,
    route,
    statuses: (name === 'Tranco' ? ofCsv : ofJson).split(' '),
  }));
  it.each(broken)(
    '$what, reports a clear status and keeps the last good list',
    async ({ route, statuses }) => {
      await during(host, { [path]: route }, async () => {
        const first = await obtain(source);
        expect(first).toEqual({ ok: false, failures: [expect.objectContaining({ name: source.name })] });
        const status = first.ok ? '' : (first.failures[0]?.status ?? '');
        expect(statuses).toContain(status);

        const saved = {
          source: source.name,
          fetchedAt: BEFORE,
          etag: null,
          lastModified: null,
          ports: new Map(),
        };
        store.lists.save({ ...saved, domains: EARLIER });
        expect(await obtain(source)).toMatchObject({
          ok: true,
          list: {
            domains: EARLIER,
            sources: [
              {
                stale: true,
                fetchedAt: BEFORE,
                note: expect.stringMatching(`${status}.*the list of 2026-11-10`),
              },
            ],
          },
        });
        expect(store.lists.load(source.name)).toEqual({ ...saved, domains: EARLIER });
      });
    },
  );
});

describe('a source', () => {
  it('fails if its list is empty', async () => {
    const nothing: Readonly<Record<string, unknown>> = {
      'nodes.fediverse.party': [],
      'fediverse.observer': { data: { nodes: [] } },
      'instances.social': { instances: [] },
      'the-federation.info': { data: { thefederation_node: [] } },
      'peers of home.example': [],
      'joinmatrix.org': { public_servers: [] },
      FediDB: { data: [], meta: {} },
    };
    for (const [name, value] of Object.entries(nothing)) {
      const copy = COPIES[name];
      if (copy === undefined) throw new Error(name);
      const obtained = await during(copy.host, { [copy.path]: json(value) }, () => obtain(copy.source));
      expect(obtained).toMatchObject({ ok: false, failures: [{ status: 'EMPTY' }] });
    }
  });

  it('has changed its shape if most entries are not domains', async () => {
    const links = json(['a.example', 'b.example:1', 'two words']);
    const { host, path, source } = COPIES['nodes.fediverse.party'] as (typeof COPIES)[string];
    expect(await during(host, { [path]: links }, () => obtain(source))).toMatchObject({
      ok: false,
      failures: [{ status: 'WRONG_SHAPE' }],
    });
  });

  it('has another shape if it sends errors instead of GraphQL data', async () => {
    const { host, path, source } = COPIES['fediverse.observer'] as (typeof COPIES)[string];
    const errors = json({ errors: [{ message: 'Cannot query field' }], data: null });
    expect(await during(host, { [path]: errors }, () => obtain(source))).toMatchObject({
      ok: false,
      failures: [{ status: 'WRONG_SHAPE' }],
    });
  });

  it('is not asked without its token, and never sends the token to another origin', async () => {
    const before = world.internet.https.count.requests;
    expect(await obtain(createInstancesSocial({ token: null }))).toMatchObject({
      ok: false,
      failures: [{ status: 'NO_TOKEN', detail: expect.stringContaining('INSTANCES_SOCIAL_TOKEN') }],
    });
    expect(world.internet.https.count.requests).toBe(before);
    const heard = world.internet.https.requests('elsewhere.example');
    expect(heard.length).toBeGreaterThan(0);
    for (const { headers } of heard) expect(headers.authorization).toBeUndefined();
  });

  it('is aborted after 16 MB if its answer does not end', async () => {
    const { host, path, source } = COPIES['nodes.fediverse.party'] as (typeof COPIES)[string];
    expect(await during(host, { [path]: { kind: 'endless' } }, () => obtain(source))).toMatchObject({
      ok: false,
      failures: [{ status: 'TOO_LARGE' }],
    });
  });

  it('fails if its pages never end, or repeat', async () => {
    const again = json({ data: [], meta: { next_cursor: 'again' } });
    const circle = () => obtain(createFediDb({ gapMs: 1 }));
    expect(await during('api.fedidb.org', { '/v1/servers': again }, circle)).toMatchObject({
      ok: false,
      failures: [{ status: 'WRONG_SHAPE' }],
    });
    const bounded = () => obtain(createFediDb({ gapMs: 1, mostPages: 1 }));
    expect(await during('api.fedidb.org', { '/v1/servers': again }, bounded)).toMatchObject({
      ok: false,
      failures: [{ status: 'TOO_LARGE' }],
    });
  });

  it('must have every rank if it is a ranking', async () => {
    const lines = [
      '1,a.example\n3,c.example\n',
      '2,b.example\n',
      'rank,domain\n1,a.example\n',
      '1;a.example\n',
    ];
    for (const csv of lines) {
      for (const route of [text(csv), zipRoute(csv)]) {
        const obtained = await during('tranco-list.eu', { '/top-1m.csv.zip': route }, () =>
          obtain(createTranco({ top: 5 })),
        );
        expect(obtained).toMatchObject({ ok: false, failures: [{ status: 'WRONG_SHAPE' }] });
      }
    }
    const half = zipped(ranking(1000)).subarray(0, 900);
    const cut: Route = { kind: 'reply', body: half };
    const obtained = await during('tranco-list.eu', { '/top-1m.csv.zip': cut }, () =>
      obtain(createTranco({ top: 5 })),
    );
    expect(obtained).toMatchObject({ ok: false, failures: [{ status: 'NOT_ZIP' }] });
  });

  it('is fetched despite its robots.txt only if its publisher invites programs', async () => {
    const shut = { '/robots.txt': text('User-agent: *\nDisallow: /\n') };
    for (const name of ['peers of home.example', 'joinmatrix.org', 'nodes.fediverse.party']) {
      const { host, routes, source } = COPIES[name] as (typeof COPIES)[string];
      // A client of its own, because robots.txt is cached for a day.
      world.internet.change(host, { routes: { ...routes, ...shut } });
      const fresh = createHttp({
        dns: world.dns,
        userAgent: USER_AGENT,
        concurrency: 5,
        connectTo: world.internet.httpsServer,
      });
      const obtained = await obtainList({
        sources: [source],
        lists: store.lists,
        http: fresh,
        now: NOW,
      });
      await fresh.close();
      world.internet.change(host, { routes });
      if (name === 'nodes.fediverse.party') expect(obtained.ok).toBe(true);
      else expect(obtained).toMatchObject({ ok: false, failures: [{ status: 'ROBOTS' }] });
    }
  });
});
