import SQLite from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Network } from '../../src/model/network.ts';
import type { Judge } from '../../src/store/judge.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { company, domains, finding, scan, temporaryFolder, week } from '../kit/findings.ts';

const folder = temporaryFolder();
let file: string;
let store: Store;
beforeEach(() => {
  file = folder.file('whohosts.db');
  store = openStore(file);
});
afterEach(() => store.close());
afterAll(folder.remove);

const [a, b, c] = [domain('a.example'), domain('b.example'), domain('c.example')];

/** Octets in use: the pages of the file without the free ones. */
function sizeInUse(): number {
  const database = new SQLite(file, { readonly: true });
  const number = (name: string) => Number(database.pragma(name, { simple: true }));
  const size = (number('page_count') - number('freelist_count')) * number('page_size');
  database.close();
  return size;
}

const changesOf = (scanId: number) => store.history.movers(scanId).map((m) => [m.domain, m.change]);

describe('movers', () => {
  it('are exactly the 50 of 5,000 that changed address, and the database grows only by them', () => {
    const names = domains(5000);
    const place = (index: number, moved: boolean) => ({
      addresses: [`10.${moved ? 1 : 0}.${index >> 8}.${index & 255}`],
      self: { usersActiveMonth: index % 20 },
    });
    scan(
      store,
      names.map((name, index) => finding(name, place(index, false))),
    );
    const first = sizeInUse();
    scan(
      store,
      names.map((name, index) => finding(name, place(index, false))),
      { week: 1 },
    );
    const same = sizeInUse();
    expect(same - first).toBeLessThanOrEqual(4 * 4096);

    const moved = new Set(names.filter((_, index) => index % 100 === 7));
    const third = scan(
      store,
      names.map((name, index) => finding(name, place(index, moved.has(name)))),
      { week: 2 },
    );
    expect(changesOf(third.id)).toEqual([...moved].map((name) => [name, 'address']));
    expect(sizeInUse() - same).toBeLessThanOrEqual(first / 50);
    expect(store.history.movers(third.id)[0]).toEqual({
      domain: 's0007.example',
      change: 'address',
      from: { hoster: company('plain'), front: null, addresses: ['10.0.0.7'], kind: 'hosting' },
      to: { hoster: company('plain'), front: null, addresses: ['10.1.0.7'], kind: 'hosting' },
    });
  });

  it('distinguish a new company from a new address, and ignore a new name for the same place', () => {
    const [d, e] = [domain('d.example'), domain('e.example')];
    scan(store, [
      finding(a, { addresses: ['192.0.2.1'], hoster: 'one' }),
      finding(b, { addresses: ['192.0.2.1', '192.0.2.2'], hoster: 'one' }),
      finding(c, { addresses: ['192.0.2.3'], hoster: 'one' }),
      finding(d, { addresses: ['192.0.2.4'], hoster: 'one' }),
      finding(e, { addresses: ['192.0.2.5', '2001:db8::5'], hoster: 'one' }),
    ]);
    const second = scan(
      store,
      [
        finding(a, { addresses: ['192.0.2.9'], hoster: 'two' }),
        finding(b, { addresses: ['192.0.2.1'], hoster: 'one' }),
        finding(c, { addresses: ['198.51.100.1'], hoster: null, front: 'wall' }),
        finding(d, { addresses: ['192.0.2.4'], hoster: 'renamed' }),
        finding(e, { addresses: ['2001:db8::5', '192.0.2.5', '192.0.2.5'], hoster: 'one' }),
      ],
      { week: 1 },
    );
    expect(changesOf(second.id)).toEqual([
      [a, 'hoster'],
      [b, 'address'],
      [c, 'hoster'],
    ]);
  });

  it('answered in both scans: silence, arrival and departure are not moves', () => {
    const at = (address: string) => ({ addresses: [address] });
    scan(store, [finding(a, at('192.0.2.1')), finding(b, at('192.0.2.2'))], { week: 0 });
    const silent = scan(store, [finding(a, { status: 'TIMEOUT' }), finding(c)], { week: 1 });
    const back = scan(store, [finding(a, at('192.0.2.9')), finding(b, at('192.0.2.8'))], { week: 2 });
    expect(changesOf(silent.id)).toEqual([]);
    expect(changesOf(back.id)).toEqual([]);
    const [first] = store.scans.all('fediverse');
    expect(store.history.movers(back.id, first?.id).map((mover) => mover.domain)).toEqual([a, b]);
    expect(store.history.movers(first?.id ?? 0)).toEqual([]);
  });

  it('are only those of the sample', () => {
    const names = domains(100);
    const at = (where: string) => names.map((name) => finding(name, { addresses: [where] }));
    const first = scan(store, at('192.0.2.1'), { week: 0 });
    const sample = scan(store, at('192.0.2.2').slice(10, 20), { week: 1 });
    const third = scan(store, at('192.0.2.2'), { week: 2 });
    expect(store.history.movers(sample.id)).toHaveLength(10);
    expect(store.history.movers(third.id)).toEqual([]);
    expect(store.history.movers(third.id, first.id)).toHaveLength(100);
    expect(store.history.servers(sample.id).map((server) => server.domain)).toEqual(names.slice(10, 20));
  });

  it('are judged only by scans that looked, even if an interval spans one that did not', () => {
    const at = (address: string) => [finding(a, { addresses: [address] })];
    const [one, , three, four, , six] = [
      scan(store, at('192.0.2.1'), { week: 0 }),
      scan(store, [finding(b)], { week: 1 }),
      scan(store, at('192.0.2.1'), { week: 2 }),
      scan(store, at('192.0.2.2'), { week: 3 }),
      scan(store, [finding(b)], { week: 4 }),
      scan(store, at('192.0.2.2'), { week: 5 }),
    ];
    const [, two, , , five] = store.scans.all('fediverse');
    expect(store.history.movers(four.id, two?.id)).toEqual([]);
    expect(store.history.movers(five?.id ?? 0, one.id)).toEqual([]);
    expect(store.history.movers(four.id, three.id)).toHaveLength(1);
    expect(store.history.movers(six.id, one.id)).toHaveLength(1);
    expect(store.history.server('fediverse', a)?.history).toHaveLength(1);
  });

  it('stay within their network', () => {
    const in_ = (network: Network, address: string) => finding(a, { network, addresses: [address] });
    scan(store, [in_('fediverse', '192.0.2.1')], { week: 0 });
    scan(store, [in_('xmpp', '192.0.2.50')], { week: 0, network: 'xmpp' });
    const fediverse = scan(store, [in_('fediverse', '192.0.2.1')], { week: 1 });
    const xmpp = scan(store, [in_('xmpp', '192.0.2.51')], { week: 1, network: 'xmpp' });
    expect(changesOf(fediverse.id)).toEqual([]);
    expect(changesOf(xmpp.id)).toEqual([[a, 'address']]);
    expect(() => store.history.movers(xmpp.id, fediverse.id)).toThrow('two networks');
  });
});

describe('one server', () => {
  it('is with its hoster since it arrived, whatever its silences and new addresses', () => {
    const sights = [
      { hoster: 'one', addresses: ['192.0.2.1'] },
      { hoster: 'two', addresses: ['192.0.2.2'] },
      { hoster: 'two', addresses: ['192.0.2.3'] },
      { status: 'SERVFAIL' as const },
      { hoster: 'two', addresses: ['192.0.2.3'] },
      { hoster: 'one', addresses: ['192.0.2.1'] },
      { hoster: 'one', addresses: ['192.0.2.1'], front: 'wall' },
    ];
    const since = sights.map((sight, index) => {
      scan(store, [finding(a, sight)], { week: index });
      return store.history.server('fediverse', a)?.since;
    });
    expect(since).toEqual([week(0), week(1), week(1), week(3), week(1), week(5), week(6)]);
    const known = store.history.server('fediverse', a);
    expect(known?.scan.startedAt).toBe(week(6));
    expect(known?.history).toEqual([
      { hoster: company('one'), front: null, addresses: ['192.0.2.1'], from: week(0), to: week(0) },
      { hoster: company('two'), front: null, addresses: ['192.0.2.3'], from: week(1), to: week(4) },
      { hoster: company('one'), front: null, addresses: ['192.0.2.1'], from: week(5), to: week(5) },
      {
        hoster: company('one'),
        front: company('wall'),
        addresses: ['192.0.2.1'],
        from: week(6),
        to: week(6),
      },
    ]);
  });

  it('is shown as last seen, even if later scans did not look it up', () => {
    const first = scan(store, [finding(a), finding(b)], { week: 0 });
    scan(store, [finding(b)], { week: 1 });
    expect(store.history.server('fediverse', a)).toMatchObject({ scan: first, since: week(0) });
  });

  it('may never have answered, or never have been seen', () => {
    scan(store, [finding(a, { status: 'TIMEOUT' })], { week: 0 });
    scan(store, [finding(a, { status: 'NXDOMAIN' })], { week: 1 });
    expect(store.history.server('fediverse', a)).toMatchObject({ since: week(0), history: [] });
    expect(store.history.server('fediverse', b)).toBeNull();
    expect(store.history.server('xmpp', a)).toBeNull();
  });

  it('has no place behind a front or at an anycast address, and no city with an access provider', () => {
    const anycast = { country: 'US', city: 'X', lat: 1, lon: 2, accuracy: 'anycast' as const };
    const done = scan(store, [
      finding(a, { front: 'wall', hoster: null }),
      finding(b, { location: anycast }),
      finding(c),
      finding(domain('d.example'), { kind: 'isp' }),
    ]);
    const places = store.history.servers(done.id).map((s) => [s.country, s.city, s.lat, s.lon]);
    expect(places).toEqual([
      [null, null, null, null],
      [null, null, null, null],
      ['DE', 'Nuremberg', 49.45, 11.07],
      ['DE', null, null, null],
    ]);
  });
});

describe('totals', () => {
  it('count every layer, with users from plausible claims only', () => {
    const done = scan(store, [
      finding(a, { hoster: 'one', operator: 'care', self: { usersTotal: 5, usersActiveMonth: 3 } }),
      finding(b, { hoster: 'one', self: { usersTotal: 5, usersActiveMonth: 6 } }),
      finding(c, { hoster: null, front: 'wall', self: { usersTotal: null, usersActiveMonth: 1 } }),
      finding(domain('d.example'), { status: 'NXDOMAIN', self: null }),
    ]);
    const rows = store.history.totals(done.id).map((t) => [t.layer, t.key, t.name, t.servers, t.activeUsers]);
    expect(rows).toEqual([
      ['country', 'DE', null, 2, 3],
      ['front', 'wall', 'The wall company', 1, 1],
      ['hoster', 'one', 'The one company', 2, 3],
      ['kind', 'hosting', null, 2, 3],
      ['kind', 'cdn', null, 1, 1],
      ['operator', 'care', 'The care company', 1, 3],
      ['status', 'NOERROR', null, 3, 4],
      ['status', 'NXDOMAIN', null, 1, 0],
    ]);
    expect(store.history.companyStanding('fediverse', 'one')).toEqual({
      servers: 2,
      answered: 3,
      share: 2 / 3,
      activeUsers: 3,
      activeShare: 3 / 4,
    });
    expect(store.history.companyStanding('fediverse', 'wall', 'front')).toMatchObject({ servers: 1 });
    expect(store.history.companyStanding('fediverse', 'wall')).toMatchObject({ servers: 0, share: 0 });
  });

  it("use the caller's judgement of what is plausible", () => {
    const judge: Judge = ({ domain: name }) => (name === a ? null : 'not a count');
    const done = scan(store, [finding(a), finding(b)], { finish: { judge } });
    expect(store.history.totals(done.id).find(({ layer }) => layer === 'status')?.activeUsers).toBe(10);
  });

  it('roll back the whole scan if the caller fails', () => {
    const names = [a, b].map((name) => finding(name));
    const fail = () => {
      throw new Error('no opinion');
    };
    expect(() => scan(store, names, { finish: { judge: fail } })).toThrow('no opinion');
    expect(store.scans.latest('fediverse')).toBeNull();
    expect(store.history.server('fediverse', a)).toBeNull();
    const waiting = store.scans.unfinished('fediverse');
    expect(store.scans.pending(waiting?.scan.id ?? 0)).toEqual([]);
    const done = store.scans.finish(waiting?.scan.id ?? 0, week(0));
    expect(store.history.servers(done.id)).toHaveLength(2);
  });
});
