import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCounted } from '../../src/model/observation.ts';
import { whatIf } from '../../src/statistics/outages.ts';
import { plausibleActiveUsers } from '../../src/statistics/plausible.ts';
import { anyServers, hoster, server, servers } from './servers.ts';

describe('what-if counts', () => {
  // Ten answered: four at aa (one of them mixed), two at bb, three behind cf, one unattributed. Users: 40,
  // 20, 30, 0.
  const list = [
    ...servers(3, 'a', { hoster: hoster('aa'), asn: 1, country: 'DE', usersActiveMonth: 10 }),
    server('mixed.example', {
      hoster: hoster('aa'),
      asn: 2,
      country: 'FR',
      usersActiveMonth: 10,
      agree: false,
    }),
    ...servers(2, 'b', { hoster: hoster('bb'), asn: 2, country: 'FR', usersActiveMonth: 10 }),
    ...servers(3, 'c', { front: hoster('cf'), asn: 3, usersActiveMonth: 10 }),
    server('nowhere.example'),
    ...servers(5, 'gone', { status: 'NXDOMAIN', addresses: [] }),
  ];
  const outage = (id: string, name: string | null, counts: readonly number[]) => {
    const [count = 0, users = 0, max = 0, activeMax = 0, mixed = 0] = counts;
    return {
      id,
      name,
      servers: count,
      share: count / 10,
      activeUsers: users,
      activeShare: users / 90,
      mixed,
      maxShare: max / 10,
      activeMax: activeMax / 90,
    };
  };

  it('match a calculation by hand', () => {
    const { hosters, fronts, systems, countries } = whatIf(list);
    expect(hosters).toEqual([outage('aa', 'AA', [4, 40, 7, 70, 1]), outage('bb', 'BB', [2, 20, 5, 50])]);
    expect(fronts).toEqual([outage('cf', 'CF', [3, 30, 3, 30])]);
    // The three behind cf are already seen in AS 3; for the other systems they may be anywhere.
    expect(systems).toEqual([
      outage('1', 'AA', [3, 30, 6, 60]),
      outage('2', 'BB', [3, 30, 6, 60, 1]),
      outage('3', 'CF', [3, 30, 3, 30]),
    ]);
    expect(countries).toEqual([outage('DE', null, [3, 30, 7, 60]), outage('FR', null, [3, 30, 7, 60, 1])]);
  });

  it('list the ten largest, and are empty without servers', () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      servers(index + 1, `n${index}`, { hoster: hoster(`n${index}`), asn: index }),
    ).flat();
    const { hosters, systems } = whatIf(many);
    expect(hosters.map(({ servers: count }) => count)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
    expect(systems.map(({ id }) => id)).toEqual('24 23 22 21 20 19 18 17 16 15'.split(' '));
    expect(whatIf([])).toEqual({ hosters: [], fronts: [], systems: [], sites: [], countries: [] });
  });

  it('agree with removing the servers one by one', () => {
    fc.assert(
      fc.property(anyServers, (all) => {
        const answered = all.filter(isCounted);
        const users = (left: typeof answered) =>
          left.reduce((sum, one) => sum + (plausibleActiveUsers(one) ?? 0), 0);
        for (const { id, servers: count, activeUsers, share, maxShare } of whatIf(all).hosters) {
          const left = answered.filter((one) => one.front !== null || one.hoster?.id !== id);
          expect(count).toBe(answered.length - left.length);
          expect(activeUsers).toBe(users(answered) - users(left));
          expect(maxShare).toBeGreaterThanOrEqual(share);
          expect(maxShare).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
