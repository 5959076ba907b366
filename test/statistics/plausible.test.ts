import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findImplausible,
  HARMLESS_USERS,
  implausibility,
  judgeClaim,
  MOST_ACTIVE_AT_FIRST,
  MOST_ACTIVE_USERS,
  MOST_USERS,
  plausibleActiveUsers,
} from '../../src/statistics/plausible.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { anyServers, hoster, server, servers } from './servers.ts';

const claim = (usersTotal: number | null, usersActiveMonth: number | null) => ({
  usersTotal,
  usersActiveMonth,
  implausible: null,
});

describe('the plausibility of user counts', () => {
  it.each([
    [null, null, null],
    [0, 0, null],
    [10, 10, null],
    [null, 300, null],
    [2_734_739, 300_000, null],
    [MOST_USERS, MOST_ACTIVE_USERS, null],
    [10, 11, 'more active than total'],
    [8e9, 5, 'more users than any server has'],
    [null, MOST_ACTIVE_USERS + 1, 'more users than any server has'],
    [MOST_USERS + 1, null, 'more users than any server has'],
    [-1, 0, 'not a count'],
    [5, 0.5, 'not a count'],
    [Number.NaN, 1, 'not a count'],
    [5, Number.POSITIVE_INFINITY, 'not a count'],
    [1e300, 1, 'not a count'],
  ] as const)('total %s, active %s: %s', (total, active, expected) => {
    expect(implausibility(claim(total, active))).toBe(expected);
    expect(plausibleActiveUsers(claim(total, active))).toBe(expected === null ? active : null);
    expect(implausibility({ ...claim(1, 1), implausible: expected })).toBe(expected);
  });

  it('lists the answered servers that are left out, sorted by domain', () => {
    const list = [
      server('b.example', { usersTotal: 8e9, usersActiveMonth: 8e9 }),
      server('a.example', { usersTotal: 1, usersActiveMonth: 2 }),
      server('c.example', { usersTotal: 8e9, status: 'TIMEOUT' }),
      server('d.example', { usersTotal: 2, usersActiveMonth: 1 }),
    ];
    expect(findImplausible(list)).toEqual([
      { domain: 'a.example', usersTotal: 1, usersActiveMonth: 2, reason: 'more active than total' },
      {
        domain: 'b.example',
        usersTotal: 8e9,
        usersActiveMonth: 8e9,
        reason: 'more users than any server has',
      },
    ]);
  });

  it('lets a server that claims all living humans move no share by more than 0.1 points', () => {
    const honest = [
      ...servers(700, 'aa', { hoster: hoster('aa'), usersTotal: 90, usersActiveMonth: 30 }),
      ...servers(500, 'bb', { hoster: hoster('bb'), usersTotal: 900, usersActiveMonth: 70 }),
    ];
    const before = countShares(honest);
    for (const [usersTotal, usersActiveMonth] of [
      [8e9, 8e9],
      [8e9, 3],
      [null, 8e9],
    ] as const) {
      const liar = server('liar.example', { hoster: hoster('aa'), usersTotal, usersActiveMonth });
      const after = countShares([...honest, liar]);
      expect(after.activeUsers).toBe(before.activeUsers);
      for (const [index, slice] of after.hosters.entries()) {
        expect(Math.abs(slice.share - (before.hosters[index]?.share ?? 9))).toBeLessThanOrEqual(0.001);
        expect(slice.activeShare).toBe(before.hosters[index]?.activeShare);
      }
    }
  });

  it('never adds a claim that is not a count to a sum', () => {
    fc.assert(
      fc.property(anyServers, (list) => {
        const { activeUsers } = countShares(list);
        expect(Number.isSafeInteger(activeUsers)).toBe(true);
        expect(activeUsers).toBeLessThanOrEqual(list.length * 2_000);
      }),
    );
  });
});

/** Sums of 1.2 million active users: a change of 1,200 moves no share by more than 0.1 points. */
const NETWORK = { usersTotal: 12_000_000, usersActiveMonth: 1_200_000 };
const knownFor = (usersTotal: number | null, usersActiveMonth: number | null, weeks = 1) => ({
  usersTotal,
  usersActiveMonth,
  weeks,
  isNew: false,
});
const newFor = (weeks: number) => ({ usersTotal: 0, usersActiveMonth: 0, weeks, isNew: true });
const GROWTH = 'more growth than a wave brings';
const NEW = 'new with many users';

describe('the plausibility of a claim compared with the past', () => {
  it.each([
    ['the largest server in a first scan', [2_734_739, 300_000], null, null],
    ['twice the largest in a first scan', [3_000_000, 600_000], null, 'more users than any server has'],
    ['at most so many in a first scan', [3_000_000, MOST_ACTIVE_AT_FIRST], null, null],
    ['the largest, known, in a wave', [4_000_000, 800_000], knownFor(2_700_000, 300_000), null],
    [
      'above the cap, however it grew',
      [4_000_000, 1_000_001],
      knownFor(4_000_000, 999_999),
      'more users than any server has',
    ],
    ['a small server that has a good week', [900, 700], knownFor(90, 30), null],
    ['a small server that grows as much as is harmless', [1_300, 1_200], knownFor(90, 30), null],
    ['one more', [1_300, 1_201], knownFor(90, 30), GROWTH],
    ['a large one in a wave', [90_000, 30_000], knownFor(40_000, 10_000), null],
    ['one more', [90_000, 30_001], knownFor(40_000, 10_000), GROWTH],
    ['a jump of the total alone', [4_000_000, 30], knownFor(90, 30), GROWTH],
    ['a jump to a number below the caps', [900_000, 800_000], knownFor(90, 30), GROWTH],
    ['twice a week is no more than a week', [900_000, 30_001], knownFor(900_000, 10_000, 0.2), GROWTH],
    ['what a month may bring', [900_000, 90_000], knownFor(900_000, 10_000, 2), null],
    ['what no month brings', [900_000, 90_001], knownFor(900_000, 10_000, 2), GROWTH],
    ['a fall to nothing', [0, 0], knownFor(900_000, 90_000), null],
    ['the first word on active users', [900, 700], knownFor(900, null), null],
    ['the first word on active users, too large', [null, 30_001], knownFor(10_000, null), GROWTH],
    ['the first word on the total', [3_000_000, 40], knownFor(null, 40), null],
    ['no word any more', [null, null], knownFor(900, 70), null],
    ['a new server', [12_000, 1_200], newFor(0), null],
    ['a new server with more', [12_000, 1_201], newFor(0), NEW],
    ['a new server with more accounts', [12_001, 12], newFor(0), NEW],
    ['a new server of last week', [12_000, 1_201], newFor(1), NEW],
    ['a new server of a month ago', [90_000, 32_000], newFor(4), null],
    ['a new server that lies', [8e9, 8e9], newFor(0), 'more users than any server has'],
    ['a new server that says nothing', [null, null], newFor(0), null],
  ] as const)('%s', (_what, [total, active], past, expected) => {
    expect(judgeClaim({ usersTotal: total, usersActiveMonth: active }, past, NETWORK)).toBe(expected);
  });

  it('accepts a few hundred users in networks with few users', () => {
    const small = { usersTotal: 900, usersActiveMonth: 100 };
    const claimed = (users: number) => ({ usersTotal: users, usersActiveMonth: users });
    expect(judgeClaim(claimed(HARMLESS_USERS), newFor(0), small)).toBeNull();
    expect(judgeClaim(claimed(HARMLESS_USERS + 1), newFor(0), small)).toBe(NEW);
  });

  it('accepts no more after less time, and no less after a higher claim', () => {
    const count = fc.nat(2_000_000);
    const weeks = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(count, count, count, weeks, weeks, (active, one, other, early, late) => {
        const judge = (known: number, age: number) =>
          judgeClaim({ usersTotal: null, usersActiveMonth: active }, knownFor(null, known, age), NETWORK);
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const [soon, later] = [Math.min(early, late), Math.max(early, late)];
        if (judge(less, soon) === null) expect([judge(more, soon), judge(less, later)]).toEqual([null, null]);
      }),
    );
  });
});
