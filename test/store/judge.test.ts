import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PastClaim } from '../../src/model/server.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import type { Judge } from '../../src/store/judge.ts';
import type { StoredCounts } from '../../src/store/packed/count-set.ts';
import type { FindAliases } from '../../src/store/staged.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { begin, finding, scan, temporaryFolder, week } from '../kit/findings.ts';
import { makeOlder } from './older.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
let file: string;
let store: Store;
beforeEach(() => {
  file = folder.file('whohosts.db');
  store = openStore(file);
});
afterEach(() => store.close());

const [a, b, c, d] = [domain('a.example'), domain('b.example'), domain('c.example'), domain('d.example')];
const claims = (name: typeof a, users: number | null): ServerResult =>
  finding(name, { self: { usersTotal: users, usersActiveMonth: users } });

/** A judge that rejects everything above the limit, and records what it was asked. */
function witness(limit: number) {
  const asked = new Map<string, PastClaim | null>();
  let network: StoredCounts | null = null;
  const judge: Judge = ({ domain: name, usersActiveMonth }, past, sums) => {
    asked.set(name, past);
    network = sums;
    return (usersActiveMonth ?? 0) > limit ? 'more growth than a wave brings' : null;
  };
  return { judge, asked, network: () => network };
}

describe('judging claims', () => {
  it('uses the last believed claim, its age, and the sum of such claims of all servers in the scan', () => {
    const first = witness(100);
    scan(store, [claims(a, 10), claims(b, 500), claims(c, 20)], { finish: { judge: first.judge } });
    expect(first.asked).toEqual(new Map([a, b, c].map((name) => [name, null])));
    expect(first.network()).toEqual({ usersTotal: 0, usersActiveMonth: 0 });

    const second = witness(100);
    scan(store, [claims(a, 400), claims(b, 600), claims(c, null)], { week: 1, finish: second });
    expect(second.asked.get(a)).toEqual({ usersTotal: 10, usersActiveMonth: 10, weeks: 1, isNew: false });
    // It was in the first census, so it is not new, and none of its claims was ever believed.
    expect(second.asked.get(b)).toBeNull();
    expect(second.asked.has(c)).toBe(false);

    const fourth = witness(100);
    scan(store, [claims(a, 50), claims(c, 21)], { week: 3, finish: fourth });
    expect(fourth.asked.get(a)).toEqual({ usersTotal: 10, usersActiveMonth: 10, weeks: 3, isNew: false });
    expect(fourth.asked.get(c)).toEqual({ usersTotal: 20, usersActiveMonth: 20, weeks: 3, isNew: false });
    expect(fourth.network()).toEqual({ usersTotal: 30, usersActiveMonth: 30 });
  });

  it('treats servers that were not in the first census as new, with the time since they appeared', () => {
    scan(store, [claims(a, 1)]);
    const second = witness(100);
    scan(store, [claims(a, 1), claims(b, 500)], { week: 1, finish: second });
    expect(second.asked.get(b)).toEqual({ usersTotal: 0, usersActiveMonth: 0, weeks: 0, isNew: true });
    const third = witness(100);
    scan(store, [claims(b, 500)], { week: 4, finish: third });
    expect(third.asked.get(b)).toMatchObject({ weeks: 3, isNew: true });
  });

  it('treats no server as new in another network, or as long as there were only samples', () => {
    scan(store, [claims(a, 1)]);
    const other = witness(100);
    scan(store, [finding(b, { network: 'xmpp' })], { network: 'xmpp', finish: other });
    expect(other.asked.get(b)).toBeNull();
    const sample = (name: typeof a, at: number, judge: Judge) => {
      const { id } = store.scans.begin({
        network: 'fediverse',
        population: { source: 'a long list', population: 9, optedOut: 0, seed: '1', farms: [], sources: [] },
        fingerprint: 'sample',
        domains: [name],
        startedAt: week(at),
      });
      store.scans.record(id, [claims(name, 5)]);
      store.scans.finish(id, week(at), { judge });
    };
    const samples = witness(100);
    sample(c, 1, samples.judge);
    sample(d, 2, samples.judge);
    expect([samples.asked.get(c), samples.asked.get(d)]).toEqual([null, null]);
  });

  it('stores the verdict with the claim, and excludes the claim from sums until the verdict changes', () => {
    const first = scan(store, [claims(a, 10), claims(b, 500)], { finish: witness(100) });
    const second = scan(store, [claims(a, 10), claims(b, 500)], { week: 1, finish: witness(1000) });
    const verdicts = (id: number) => store.history.servers(id).map(({ implausible }) => implausible);
    expect(verdicts(first.id)).toEqual([null, 'more growth than a wave brings']);
    expect(verdicts(second.id)).toEqual([null, null]);
    expect(store.history.companyStanding('fediverse', 'plain')?.activeUsers).toBe(510);
    const status = store.history.totals(first.id).find(({ layer }) => layer === 'status');
    expect(status?.activeUsers).toBe(10);
  });

  it('does not ask about a claim that is not a count, and stores none', () => {
    const asking = witness(100);
    const lies = [
      finding(a, { self: { usersTotal: null, usersActiveMonth: null, malformed: true } }),
      finding(b, { self: { usersTotal: -1, usersActiveMonth: 3 } }),
    ];
    const done = scan(store, lies, { finish: asking });
    expect(asking.asked.size).toBe(0);
    expect(store.history.servers(done.id)).toMatchObject([
      { usersTotal: null, usersActiveMonth: null, implausible: 'not a count' },
      { usersTotal: null, usersActiveMonth: 3, implausible: 'not a count' },
    ]);
    expect(store.history.companyStanding('fediverse', 'plain')?.activeUsers).toBe(0);
  });
});

describe('aliases', () => {
  const served = (name: typeof a, host: typeof a): ServerResult => {
    const known = finding(name);
    const endpoints = known.observation.endpoints.map((endpoint) => ({ ...endpoint, host }));
    return { ...known, observation: { ...known.observation, endpoints } };
  };

  it('are removed from the scan, its sizes and its history, and are counted', () => {
    const seen: unknown[] = [];
    const findAliases: FindAliases = (servers) => {
      seen.push(...servers.map(({ domain: name, delegate }) => [name, delegate]));
      return new Set([b]);
    };
    const done = scan(store, [finding(a), served(b, a), finding(c, { status: 'NXDOMAIN' })], {
      finish: { findAliases },
    });
    expect(seen).toEqual([
      [a, null],
      [b, a],
    ]);
    expect(done).toMatchObject({ sampled: 2, population: 2, aliases: 1 });
    expect(store.history.servers(done.id).map((server) => server.domain)).toEqual([a, c]);
    expect(store.history.server('fediverse', b)).toBeNull();
    const later = scan(store, [finding(a), finding(b)], { week: 1 });
    expect(later).toMatchObject({ sampled: 2, aliases: 0 });
    expect(store.history.movers(later.id)).toEqual([]);
  });
});

it('migrates an old database: -1 is not a count, and absurd claims are not believed', () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => domain(`${letter}.example`));
  const done = scan(
    store,
    names.map((name) => claims(name, 7)),
  );
  begin(store, names, { week: 1 });
  store.close();
  makeOlder(file, 6, (database) =>
    database.exec(`
    UPDATE claims SET users_total = -1, users_active_month = NULL WHERE server_id = 1;
    UPDATE claims SET users_total = 8000000000 WHERE server_id = 2;
    UPDATE claims SET users_total = 3 WHERE server_id = 3;
    UPDATE claims SET users_total = NULL WHERE server_id = 4;
    UPDATE targets SET status = 'NXDOMAIN', http = 'SKIPPED', users_total = -1 WHERE server_id = 1;`),
  );
  store = openStore(file);
  expect(store.history.servers(done.id).map((server) => [server.usersTotal, server.implausible])).toEqual([
    [null, 'not a count'],
    [8e9, 'more users than any server has'],
    [3, 'more active than total'],
    [null, null],
    [7, null],
  ]);
});
