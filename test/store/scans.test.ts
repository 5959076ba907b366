import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { begin, company, domains, finding, scan, temporaryFolder, week } from '../kit/findings.ts';

const folder = temporaryFolder();
let store: Store;
beforeEach(() => {
  store = openStore(folder.file('whohosts.db'));
});
afterEach(() => store.close());
afterAll(folder.remove);

const [a, b, c] = [domain('a.example'), domain('b.example'), domain('c.example')];

describe('a scan', () => {
  it('begins with all its servers pending, in order and without duplicates', () => {
    const farms = [{ registrableDomain: 'farm.example', names: 300, counted: 3 }];
    const sources = [
      {
        name: 'some list',
        count: 12,
        only: 12,
        inAll: 12,
        fetchedAt: week(0),
        stale: true,
        note: 'the source failed',
      },
    ];
    const started = store.scans.begin({
      network: 'xmpp',
      population: { source: 'some list', population: 10, optedOut: 2, seed: 'spring', farms, sources },
      fingerprint: 'plan 1',
      domains: [c, a, b, a],
      startedAt: week(0),
    });
    expect(started).toEqual({
      id: started.id,
      aliases: 0,
      http: null,
      network: 'xmpp',
      source: 'some list',
      population: 10,
      optedOut: 2,
      seed: 'spring',
      farms,
      sources,
      sampled: 3,
      startedAt: week(0),
      finishedAt: null,
    });
    expect(store.scans.pending(started.id)).toEqual([c, a, b]);
    expect(store.scans.unfinished('xmpp')).toEqual({ scan: started, fingerprint: 'plan 1' });
    expect(store.scans.unfinished('fediverse')).toBeNull();
    expect(store.scans.latest('xmpp')).toBeNull();
    expect(store.scans.all('xmpp')).toEqual([]);
  });

  it('keeps the first result of a server, even if more are recorded', () => {
    const { id } = begin(store, [a, b]);
    store.scans.record(id, [finding(a, { addresses: ['192.0.2.1'] })]);
    store.scans.record(id, [finding(a, { addresses: ['192.0.2.99'] }), finding(b), finding(b)]);
    expect(store.scans.pending(id)).toEqual([]);
    store.scans.finish(id, week(0));
    expect(store.history.servers(id).map((server) => [server.domain, server.addresses])).toEqual([
      [a, ['192.0.2.1']],
      [b, ['192.0.2.1']],
    ]);
  });

  it('records a batch completely or not at all', () => {
    const { id } = begin(store, [a, b]);
    expect(() => store.scans.record(id, [finding(a), finding(c)])).toThrow('c.example');
    expect(() => store.scans.record(id, [finding(a), finding(b, { network: 'xmpp' })])).toThrow('xmpp');
    expect(store.scans.pending(id)).toEqual([a, b]);
  });

  it('cannot begin twice, finish early, or continue after its end', () => {
    const { id } = begin(store, [a, b]);
    expect(() => begin(store, [a])).toThrow('unfinished');
    store.scans.record(id, [finding(a)]);
    expect(() => store.scans.finish(id, week(0))).toThrow('pending servers: 1');
    expect(store.scans.unfinished('fediverse')?.scan.id).toBe(id);
    expect(() => store.history.servers(id)).toThrow('not finished');
    store.scans.record(id, [finding(b)]);
    expect(store.scans.finish(id, week(1)).finishedAt).toBe(week(1));
    expect(() => store.scans.finish(id, week(1))).toThrow('not running');
    expect(() => store.scans.record(id, [])).toThrow('not running');
    expect(() => store.scans.abandon(id)).toThrow('not running');
    expect(store.scans.pending(id)).toEqual([]);
  });

  it('leaves no trace in history when abandoned', () => {
    const first = scan(store, [finding(a)]);
    const before = store.history.totals(first.id);
    const second = begin(store, [a, b], { week: 1 });
    store.scans.record(second.id, [finding(a, { addresses: ['192.0.2.7'] })]);
    store.scans.abandon(second.id);
    expect(store.scans.unfinished('fediverse')).toBeNull();
    expect(store.scans.latest('fediverse')).toEqual(first);
    expect(store.history.totals(first.id)).toEqual(before);
    expect(store.history.server('fediverse', b)).toBeNull();
    expect(store.faults()).toEqual([]);
    expect(scan(store, [finding(b)], { week: 2 }).id).toBeGreaterThan(second.id);
  });

  it('has predecessors in the same network only', () => {
    const one = scan(store, [finding(a)], { week: 0 });
    const other = scan(store, [finding(a, { network: 'web' })], { week: 0, network: 'web' });
    const two = scan(store, [finding(a)], { week: 1 });
    const running = begin(store, [a], { week: 2 });
    expect(store.scans.latest('fediverse')).toEqual(two);
    expect(store.scans.latest('web')).toEqual(other);
    expect(store.scans.previous(two.id)).toEqual(one);
    expect(store.scans.previous(running.id)).toEqual(two);
    expect(store.scans.previous(one.id)).toBeNull();
    expect(store.scans.previous(other.id)).toBeNull();
    expect(store.scans.all('fediverse')).toEqual([one, two]);
  });

  it('may have no servers', () => {
    const empty = scan(store, []);
    expect(store.history.servers(empty.id)).toEqual([]);
    expect(store.history.totals(empty.id)).toEqual([]);
    expect(store.history.companyStanding('fediverse', 'plain')).toBeNull();
  });

  it('can name operators that only the complete results reveal', () => {
    const { id } = begin(store, [a, b, c]);
    store.scans.record(id, [
      finding(a, { addresses: ['192.0.2.1'] }),
      finding(b, { addresses: ['192.0.2.1'], operator: 'care' }),
      finding(c, { status: 'TIMEOUT' }),
    ]);
    expect(store.scans.answered(id)).toBe(2);
    const shown: string[] = [];
    store.scans.finish(id, week(0), {
      nameOperators(servers) {
        shown.push(...servers.map((server) => `${server.domain} ${server.addresses} ${server.operator?.id}`));
        return new Map([a, c].map((name) => [name, company('platform')]));
      },
    });
    expect(shown).toEqual(['a.example 192.0.2.1 undefined', 'b.example 192.0.2.1 care']);
    expect(store.history.servers(id).map((server) => server.operator)).toEqual([
      company('platform'),
      company('care'),
      null,
    ]);
    expect(store.history.companyStanding('fediverse', 'platform', 'operator')).toMatchObject({ servers: 1 });
  });

  it('survives absurd claims and stores only those that are counts', () => {
    const claims = [1e308, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, Number.MAX_SAFE_INTEGER];
    const names = domains(claims.length);
    const done = scan(
      store,
      names.map((name, index) =>
        finding(name, { self: { usersTotal: null, usersActiveMonth: claims[index] ?? 0 } }),
      ),
    );
    const kept = store.history.servers(done.id).map((server) => server.usersActiveMonth);
    expect(kept).toEqual([null, null, null, null, null, null, Number.MAX_SAFE_INTEGER]);

    const greedy = names.map((name) =>
      finding(name, { self: { usersTotal: null, usersActiveMonth: Number.MAX_SAFE_INTEGER } }),
    );
    const next = scan(store, greedy, { week: 1 });
    const total = store.history.totals(next.id).find(({ layer }) => layer === 'status');
    expect(total?.activeUsers).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('stores hostile text as plain text', () => {
    const software = ["'); DROP TABLE scans; --", 'a\u0000b', '\u202Egnp', '𝔪'.repeat(200)];
    const names = domains(software.length);
    const done = scan(
      store,
      names.map((name, index) => finding(name, { self: { software: software[index] ?? null } })),
    );
    expect(store.history.servers(done.id).map((server) => server.software)).toEqual(software);
  });
});
