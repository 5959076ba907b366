import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeasuredServer } from '../../src/model/server.ts';
import { plausibleActiveUsers } from '../../src/statistics/plausible.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { anyServers, hoster, server, servers } from './servers.ts';

const sum = (slices: readonly { servers: number; activeUsers: number }[]) => ({
  servers: slices.reduce((total, slice) => total + slice.servers, 0),
  activeUsers: slices.reduce((total, slice) => total + slice.activeUsers, 0),
});

describe('shares', () => {
  it('are fractions of the answered servers and of the plausible active users', () => {
    const shares = countShares([
      ...servers(3, 'aa', { hoster: hoster('aa'), kind: 'hosting', country: 'DE', usersActiveMonth: 10 }),
      ...servers(2, 'bb', { hoster: hoster('bb'), kind: 'isp', country: 'FR', usersActiveMonth: 40 }),
      server('cdn.example', { front: hoster('cf'), kind: 'cdn', usersActiveMonth: 50 }),
      server('op.example', { hoster: hoster('aa'), operator: hoster('masto-host'), country: 'DE' }),
      server('nobody.example', { usersActiveMonth: 5, usersTotal: 1 }),
      ...servers(2, 'gone', { status: 'NXDOMAIN', addresses: [], usersActiveMonth: 1_000 }),
    ]);
    expect(shares.answered).toBe(8);
    expect(shares.activeUsers).toBe(160);
    expect(shares.countedUsers).toBe(6);
    expect(shares.hosters).toEqual([
      {
        id: 'aa',
        name: 'AA',
        country: 'DE',
        kind: 'hosting',
        servers: 4,
        share: 0.5,
        activeUsers: 30,
        activeShare: 30 / 160,
      },
      {
        id: 'bb',
        name: 'BB',
        country: 'DE',
        kind: 'isp',
        servers: 2,
        share: 0.25,
        activeUsers: 80,
        activeShare: 0.5,
      },
    ]);
    expect(shares.fronts).toEqual([
      {
        id: 'cf',
        name: 'CF',
        country: 'DE',
        servers: 1,
        share: 1 / 8,
        activeUsers: 50,
        activeShare: 50 / 160,
      },
    ]);
    expect(shares.hidden).toEqual({ servers: 1, share: 1 / 8, activeUsers: 50, activeShare: 50 / 160 });
    expect(shares.unattributed).toEqual({ servers: 1, share: 1 / 8, activeUsers: 0, activeShare: 0 });
    expect(shares.operators.map(({ id, servers: count }) => [id, count])).toEqual([['masto-host', 1]]);
    expect(shares.kinds.map(({ kind, servers: count }) => [kind, count])).toEqual([
      ['hosting', 3],
      ['isp', 2],
      ['cdn', 1],
    ]);
    expect(shares.countries.map(({ country, servers: count }) => [country, count])).toEqual([
      ['DE', 4],
      ['FR', 2],
    ]);
  });

  it('give each company the kind of its network, and never call a hoster an access provider', () => {
    const kindsOf = (...kinds: readonly MeasuredServer['kind'][]) =>
      countShares(
        kinds.map((kind, index) => server(`s${index}.example`, { hoster: hoster('aa'), kind })),
      ).hosters.map(({ kind }) => kind);
    expect(kindsOf('isp', 'isp')).toEqual(['isp']);
    expect(kindsOf('isp', null)).toEqual(['isp']);
    expect(kindsOf('isp', 'hosting')).toEqual(['hosting']);
    expect(kindsOf(null)).toEqual([null]);
    const hidden = server('hidden.example', { hoster: hoster('aa'), front: hoster('cf'), kind: 'cdn' });
    const seen = server('seen.example', { hoster: hoster('aa'), kind: 'isp' });
    expect(countShares([hidden, seen]).hosters).toMatchObject([{ id: 'aa', kind: 'isp' }]);
  });

  it('of nothing are zero, not NaN', () => {
    const shares = countShares(servers(3, 'gone', { status: 'SERVFAIL' }));
    expect(shares.answered).toBe(0);
    expect(shares.hosters).toEqual([]);
    expect(shares.hidden).toEqual({ servers: 0, share: 0, activeUsers: 0, activeShare: null });
  });

  it('count a server with a hoster and a front only for the front', () => {
    const shares = countShares([server('a.example', { hoster: hoster('aa'), front: hoster('cf') })]);
    expect(shares.hosters).toEqual([]);
    expect(shares.hidden.servers).toBe(1);
  });

  it('put each answered server into exactly one part, whatever is known about it', () => {
    fc.assert(
      fc.property(anyServers, (list) => {
        const shares = countShares(list);
        const parts = [...shares.hosters, ...shares.fronts, shares.unattributed, shares.undetermined];
        expect(sum(parts)).toEqual({ servers: shares.answered, activeUsers: shares.activeUsers });
        expect(sum(shares.fronts)).toEqual(sum([shares.hidden]));
        for (const { share, activeShare } of parts) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(activeShare === null).toBe(shares.activeUsers === 0);
        }
      }),
    );
  });

  it('agree with a simple count, and do not depend on the order of the servers', () => {
    fc.assert(
      fc.property(anyServers, fc.infiniteStream(fc.nat()), (list, keys) => {
        const shares = countShares(list);
        for (const { id, servers: count, activeUsers } of shares.hosters) {
          const members = list.filter(
            (one) => one.status === 'NOERROR' && one.front === null && one.hoster?.id === id,
          );
          expect(count).toBe(members.length);
          expect(activeUsers).toBe(
            members.reduce((total, one) => total + (plausibleActiveUsers(one) ?? 0), 0),
          );
        }
        const shuffled = list
          .map((one) => ({ one, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(countShares(shuffled)).toEqual(shares);
      }),
    );
  });

  it('are sorted largest first, ties by users, then by id', () => {
    const shares = countShares([
      server('a.example', { hoster: hoster('cc'), usersActiveMonth: 1 }),
      server('b.example', { hoster: hoster('bb') }),
      server('c.example', { hoster: hoster('aa') }),
      ...servers(2, 'dd', { hoster: hoster('dd') }),
    ]);
    expect(shares.hosters.map(({ id }) => id)).toEqual(['dd', 'cc', 'aa', 'bb']);
  });

  it('use one name for a hoster with two spellings, in any order of the servers', () => {
    const list = [
      server('a.example', { hoster: hoster('ovh', 'OVH SAS') }),
      server('b.example', { hoster: hoster('ovh', 'OVH') }),
    ];
    expect(countShares(list).hosters[0]?.name).toBe('OVH');
    expect(countShares(list.toReversed()).hosters).toEqual(countShares(list).hosters);
  });
});
