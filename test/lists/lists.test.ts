import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ObtainOptions, obtainList } from '../../src/lists/lists.ts';
import { createFediverseParty } from '../../src/lists/sources/fediverse-party.ts';
import { createPeers } from '../../src/lists/sources/peers.ts';
import type { Domain } from '../../src/model/domain.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domains, temporaryFolder } from '../kit/findings.ts';
import { PUBLIC, startWorld, type World } from '../kit/model-clients.ts';
import { json, type Route } from '../model-internet/https/routes.ts';

const HOST = 'nodes.fediverse.party';
const HOUR = 3_600_000;
const START = Date.parse('2026-11-17T03:00:00.000Z');
const party = createFediverseParty();
const peers = createPeers({ host: 'home.example' as Domain });

const folder = temporaryFolder();
let world: World;
let store: Store;
beforeAll(async () => {
  world = await startWorld([
    { domain: HOST, ip: PUBLIC },
    { domain: 'home.example', ip: PUBLIC },
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

function answer(route: Route): void {
  world.internet.change(HOST, { routes: { '/nodes.json': route } });
}

function withHeaders(names: readonly string[], headers: Readonly<Record<string, string>>): Route {
  return { kind: 'reply', headers, body: JSON.stringify(names) };
}

async function obtain(hours: number, options: Partial<ObtainOptions> = {}) {
  const now = new Date(START + hours * HOUR);
  const obtained = await obtainList({
    sources: [party],
    lists: store.lists,
    http: world.http,
    now,
    ...options,
  });
  if (!obtained.ok) throw new Error(JSON.stringify(obtained.failures));
  const [source] = obtained.list.sources;
  if (source === undefined) throw new Error('no source');
  return { list: obtained.list, ...source };
}

const asked = () => world.internet.https.requests(HOST).length;
const at = (hours: number) => new Date(START + hours * HOUR).toISOString();

describe('a list', () => {
  it('is fetched at most every six hours', async () => {
    answer(json(domains(10)));
    await obtain(0);
    const before = asked();
    expect(await obtain(5.9)).toMatchObject({ fetchedAt: at(0), stale: false, note: null, count: 10 });
    expect(asked()).toBe(before);
    expect(await obtain(6)).toMatchObject({ fetchedAt: at(6) });
    expect(asked()).toBe(before + 1);
  });

  it('is fetched again if its copy is from the future', async () => {
    answer(json(domains(10)));
    await obtain(0);
    expect(await obtain(-100)).toMatchObject({ fetchedAt: at(-100) });
  });

  it('stays fresh as long as an interrupted scan needs it', async () => {
    answer(json(domains(10)));
    await obtain(0);
    answer(json(domains(11)));
    expect(await obtain(100, { freshMs: 168 * HOUR })).toMatchObject({ count: 10, fetchedAt: at(0) });
  });

  it.each([
    [{ etag: 'W/"v1"' }, 'if-none-match', 'W/"v1"'],
    [
      { 'last-modified': 'Mon, 16 Nov 2026 20:00:00 GMT' },
      'if-modified-since',
      'Mon, 16 Nov 2026 20:00:00 GMT',
    ],
  ])('is fetched with a conditional request (%o), and confirmed by a 304', async (headers, name, value) => {
    answer(withHeaders(domains(10), headers));
    await obtain(0);
    answer({ kind: 'reply', status: 304 });
    expect(await obtain(7)).toMatchObject({ count: 10, fetchedAt: at(7), stale: false, note: null });
    expect(world.internet.https.requests(HOST).at(-1)?.headers[name]).toBe(value);
    expect(await obtain(12)).toMatchObject({ fetchedAt: at(7) });
  });

  const odd: readonly Readonly<Record<string, string>>[] = [
    { etag: 'no quotes' },
    { etag: `"${'x'.repeat(1000)}"` },
    { 'last-modified': 'yesterday' },
  ];
  it.each(odd)('is fetched without a condition if the validator is malformed (%o)', async (headers) => {
    answer(withHeaders(domains(10), headers));
    await obtain(0);
    await obtain(7);
    const { headers: sent } = world.internet.https.requests(HOST).at(-1) ?? {};
    expect(sent?.['if-none-match']).toBeUndefined();
    expect(sent?.['if-modified-since']).toBeUndefined();
  });

  it('is not believed if it suddenly shrinks by more than half, and the note says so', async () => {
    answer(json(domains(1000)));
    await obtain(0);
    answer(json(domains(500)));
    expect(await obtain(10)).toMatchObject({ count: 500, stale: false, note: null });
    answer(json(domains(249)));
    expect(await obtain(20)).toMatchObject({
      count: 500,
      stale: true,
      fetchedAt: at(10),
      note: 'the source suddenly has only 249 servers; the list of 2026-11-17 is used',
    });
    answer(json(domains(400)));
    expect(await obtain(30)).toMatchObject({ count: 400, stale: false, note: null });
  });

  it('is accepted if it is still short after four weeks', async () => {
    answer(json(domains(1000)));
    await obtain(0);
    answer(json(domains(100)));
    expect(await obtain(24 * 27)).toMatchObject({ count: 1000, stale: true });
    expect(await obtain(24 * 28)).toMatchObject({
      count: 100,
      stale: false,
      note: 'had 1,000 servers on 2026-11-17 and has stayed short since',
    });
  });

  it('is fetched again after its source failed, and is fresh once it arrives', async () => {
    answer(json(domains(10)));
    await obtain(0);
    answer({ kind: 'reply', status: 503 });
    expect(await obtain(10)).toMatchObject({
      stale: true,
      fetchedAt: at(0),
      note: 'the source failed (STATUS: HTTP 503); the list of 2026-11-17 is used',
    });
    answer(json(domains(12)));
    expect(await obtain(11)).toMatchObject({ stale: false, count: 12 });
  });
});

describe('several lists', () => {
  const sources = [party, peers] as const;

  it('are merged, and their overlap is counted', async () => {
    answer(json(['a.example', 'b.example', 'c.example', 'junk']));
    world.internet.change('home.example', {
      routes: { '/api/v1/instance/peers': json(['c.example', 'B.example', 'd.example', 'd.example']) },
    });
    const { list } = await obtain(0, { sources });
    expect(list).toMatchObject({
      source: 'nodes.fediverse.party + peers of home.example',
      domains: ['a.example', 'b.example', 'c.example', 'home.example', 'd.example'],
      sources: [
        { name: 'nodes.fediverse.party', count: 3, only: 1, inAll: 2 },
        { name: 'peers of home.example', count: 4, only: 2, inAll: 2 },
      ],
      duplicates: 1,
      junk: [{ line: 4, text: 'junk', problem: 'a single label' }],
    });
  });

  it('fail if one of them is unavailable, because the rest would be a different list', async () => {
    answer(json(domains(10)));
    world.internet.change('home.example', { routes: {} });
    const obtained = await obtainList({
      sources,
      lists: store.lists,
      http: world.http,
      now: new Date(START),
    });
    expect(obtained).toMatchObject({
      ok: false,
      failures: [{ name: 'peers of home.example', status: 'STATUS', detail: 'HTTP 404' }],
    });
  });
});
