import { describe, expect, it } from 'vitest';
import { countIPv6, countMixed } from '../../src/statistics/addresses.ts';
import { hoster, server, servers } from './servers.ts';

const six = { addresses: ['192.0.2.1', '2001:db8::1'] };
const list = [
  ...servers(3, 'four', { usersActiveMonth: 10 }),
  ...servers(2, 'both', { ...six, usersActiveMonth: 20, agree: false }),
  server('only.example', { addresses: ['2001:db8::2'] }),
  server('hidden.example', { ...six, front: hoster('cf'), usersActiveMonth: 30, agree: null }),
  server('gone.example', { status: 'NXDOMAIN', addresses: [], agree: null }),
];

describe('addresses', () => {
  it('over IPv6 are counted whatever else a server has, and those of fronts separately', () => {
    expect(countIPv6(list)).toEqual({
      servers: 4,
      share: 4 / 7,
      activeUsers: 70,
      activeShare: 0.7,
      behindFronts: 1,
    });
  });

  it('that disagree are counted among the servers for which this is known', () => {
    expect(countMixed(list)).toEqual({
      servers: 2,
      share: 2 / 7,
      activeUsers: 40,
      activeShare: 0.4,
      known: 6,
    });
  });

  it('of no servers are none', () => {
    const none = { servers: 0, share: 0, activeUsers: 0, activeShare: null };
    expect(countIPv6([])).toEqual({ ...none, behindFronts: 0 });
    expect(countMixed([])).toEqual({ ...none, known: 0 });
  });
});
