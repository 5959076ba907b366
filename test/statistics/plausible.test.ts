import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findImplausible,
  implausibility,
  MOST_ACTIVE_USERS,
  MOST_USERS,
  plausibleActiveUsers,
} from '../../src/statistics/plausible.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { anyServers, hoster, server, servers } from './servers.ts';

const claim = (usersTotal: number | null, usersActiveMonth: number | null) => ({
  usersTotal,
  usersActiveMonth,
});

describe('what is believed of user counts', () => {
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
  ])('total %s, active %s: %s', (total, active, expected) => {
    expect(implausibility(claim(total, active))).toBe(expected);
    expect(plausibleActiveUsers(claim(total, active))).toBe(expected === null ? active : null);
  });

  it('lists what it leaves out, of servers that answered, by domain', () => {
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

  it('one server that claims all living humans moves no share by more than 0.1 points', () => {
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

  it('never lets a claim that is no count into a sum', () => {
    fc.assert(
      fc.property(anyServers, (list) => {
        const { activeUsers } = countShares(list);
        expect(Number.isSafeInteger(activeUsers)).toBe(true);
        expect(activeUsers).toBeLessThanOrEqual(list.length * 2_000);
      }),
    );
  });
});
