import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNodeInfo } from '../../src/look/nodeinfo.ts';
import type { MeasuredServer, PastClaim } from '../../src/model/server.ts';
import { runScan } from '../../src/scan/run.ts';
import { findImplausible, judgeClaim, MOST_ACTIVE_AT_FIRST } from '../../src/statistics/plausible.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { measure } from '../../src/store/measure.ts';
import { domain } from '../kit/domain.ts';
import { hoster, server, servers } from '../statistics/servers.ts';
import { attributor, observe, planOf, withStore } from './scan-fixtures.ts';

/**
 * 4,000 servers in proportions as in the fediverse: one giant with a quarter of 1.2 million active users, and
 * a long tail.
 */
const HONEST: readonly MeasuredServer[] = [
  ...servers(1, 'giant', { front: hoster('fastly'), usersTotal: 2_700_000, usersActiveMonth: 300_000 }),
  ...servers(20, 'large', { hoster: hoster('even'), usersTotal: 90_000, usersActiveMonth: 20_000 }),
  ...servers(300, 'middle', { hoster: hoster('odd'), usersTotal: 6_000, usersActiveMonth: 1_400 }),
  ...servers(1_500, 'small', { hoster: hoster('even'), usersTotal: 200, usersActiveMonth: 50 }),
  ...servers(2_179, 'tiny', { front: hoster('cloudflare'), usersTotal: 2, usersActiveMonth: 1 }),
];
const sum = (count: 'usersTotal' | 'usersActiveMonth') =>
  HONEST.reduce((total, known) => total + (known[count] ?? 0), 0);
const NETWORK = { usersTotal: sum('usersTotal'), usersActiveMonth: sum('usersActiveMonth') };
const NEW: PastClaim = { usersTotal: 0, usersActiveMonth: 0, weeks: 0, isNew: true };

/** What a scan stores of a server whose NodeInfo is this document. */
function scanned(document: unknown, past: PastClaim | null): MeasuredServer {
  const observation = { ...observe(domain('liar.example')), self: readNodeInfo(document) };
  const attribution = attributor.attribute('192.0.2.1');
  const kept = measure({ observation, addresses: [attribution], attribution, agree: true });
  return { ...kept, implausible: kept.implausible ?? judgeClaim(kept, past, NETWORK) };
}

/** The largest effect of one more server on any share of servers, and on any share of active users. */
function moved(more: MeasuredServer, honest = HONEST): { readonly servers: number; readonly users: number } {
  const [before, after] = [countShares(honest), countShares([...honest, more])];
  const slices = (shares: typeof before) =>
    new Map([...shares.hosters, ...shares.fronts].map((slice) => [slice.id, slice]));
  const [old, now] = [slices(before), slices(after)];
  const differences = [...now].map(([id, slice]) => ({
    servers: Math.abs(slice.share - (old.get(id)?.share ?? 0)),
    users: Math.abs((slice.activeShare ?? 0) - (old.get(id)?.activeShare ?? 0)),
  }));
  return {
    servers: Math.max(...differences.map(({ servers: difference }) => difference)),
    users: Math.max(...differences.map(({ users }) => users)),
  };
}

const anyCount = fc.oneof(
  fc.nat(5_000_000),
  fc.nat(),
  fc.double(),
  fc.constantFrom(8e9, -1, 2 ** 53, 1e308, '8000000000', null, true, [9], {}),
  fc.jsonValue(),
);
const anyDocument = fc.oneof(
  fc.jsonValue(),
  fc
    .record({ total: anyCount, activeMonth: anyCount }, { requiredKeys: [] })
    .map((users) => ({ version: '2.0', software: { name: 'mastodon', version: '4.5.0' }, usage: { users } })),
);

describe('one server that claims anything at all', () => {
  it('moves no share by more than 0.1 points if it is new on the list', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const { servers: ofServers, users } = moved(scanned(document, NEW));
        expect(ofServers).toBeLessThanOrEqual(0.001);
        expect(users).toBeLessThanOrEqual(0.001);
      }),
      { numRuns: 400 },
    );
  });

  it('moves no share by more if it is known with less than 0.03 % of the users', () => {
    const liar = HONEST.length - 3_000;
    const known = HONEST[liar];
    const others = HONEST.filter((_, index) => index !== liar);
    const past: PastClaim = {
      usersTotal: known?.usersTotal ?? 0,
      usersActiveMonth: known?.usersActiveMonth ?? 0,
      weeks: 1,
      isNew: false,
    };
    expect((past.usersActiveMonth ?? 0) / NETWORK.usersActiveMonth).toBeLessThan(0.0003);
    const still = moved(server('liar.example', { ...known, hoster: hoster('odd') }), others).users;
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(moved(scanned(document, past), others).users - still).toBeLessThanOrEqual(0.001);
      }),
      { numRuns: 400 },
    );
  });

  it('counts with at most half a million in a first scan, and above that not at all', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const kept = scanned(document, null);
        const counted = countShares([...HONEST, kept]).activeUsers - NETWORK.usersActiveMonth;
        expect(counted).toBeGreaterThanOrEqual(0);
        expect(counted).toBeLessThanOrEqual(MOST_ACTIVE_AT_FIRST);
      }),
    );
  });

  it.each([
    ['eight billion', 8_000_000_000, 8_000_000_000, 'more users than any server has'],
    ['a number in words', 'eight billion', 5, 'not a count'],
    ['a fraction', 10, 0.5, 'not a count'],
    ['fewer than none', -8e9, -8e9, 'not a count'],
    ['more active than there are', 5, 6, 'more active than total'],
    ['a number below the caps', 900_000, 900_000, 'new with many users'],
  ])('is listed with the reason: %s', (_what, total, activeMonth, reason) => {
    const liar = scanned({ software: { name: 'x' }, usage: { users: { total, activeMonth } } }, NEW);
    const [listed, ...none] = findImplausible([...HONEST, liar]);
    expect([listed?.domain, listed?.reason, none]).toEqual(['liar.example', reason, []]);
    for (const count of [listed?.usersTotal, listed?.usersActiveMonth])
      expect(count === null || Number(count) >= 0).toBe(true);
    expect(moved(liar).users).toBe(0);
  });
});

describe('a server whose claim jumps', () => {
  const LIAR = domain('liar.example');
  const others = Array.from({ length: 50 }, (_, index) => domain(`s${index}.example`));

  it('is left out from then on, does not support the next lie, and counts again when the jump is undone', () =>
    withStore(async (store) => {
      const week = async (number: number, liarsUsers: number) => {
        const outcome = await runScan(planOf([...others, LIAR], `week ${number}`), {
          scans: store.scans,
          look: async (name) => {
            const users = name === LIAR ? liarsUsers : 1_000;
            return { ...observe(name), self: { software: 'x', usersTotal: users, usersActiveMonth: users } };
          },
          attributor,
          concurrency: 5,
          signal: new AbortController().signal,
          now: () => new Date(Date.UTC(2026, 0, 5 + 7 * number)),
        });
        const servers = store.history.servers(outcome.scan.id);
        const totals = store.history.totals(outcome.scan.id);
        expect(totals.find(({ layer }) => layer === 'status')?.activeUsers).toBe(
          countShares(servers).activeUsers,
        );
        return { active: countShares(servers).activeUsers, listed: findImplausible(servers) };
      };
      expect(await week(0, 100)).toEqual({ active: 50_100, listed: [] });
      const jump = (usersTotal: number) => ({
        active: 50_000,
        listed: [
          {
            domain: LIAR,
            usersTotal,
            usersActiveMonth: usersTotal,
            reason: 'more growth than a wave brings',
          },
        ],
      });
      expect(await week(1, 400_000)).toEqual(jump(400_000));
      expect(await week(2, 400_000)).toEqual(jump(400_000));
      expect(await week(3, 500_000)).toEqual(jump(500_000));
      expect(await week(4, 120)).toEqual({ active: 50_120, listed: [] });
    }));
});
