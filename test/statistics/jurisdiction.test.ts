import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countJurisdictions, LAW_REGIONS, lawRegion, lawsOf } from '../../src/statistics/jurisdiction.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { anyServers, hoster, scan, server, servers } from './servers.ts';

const NO_OWNERS = () => null;
const german = hoster('hetzner', 'Hetzner', 'DE');
const french = hoster('ovh', 'OVH', 'FR');
const american = hoster('cloudflare', 'Cloudflare', 'US');
const nameless = hoster('as64500', 'Somebody', null);

describe('jurisdictions', () => {
  it('distinguish the EEA, with its three members outside the Union, from the United States and all others', () => {
    expect(['DE', 'IE', 'NO', 'IS', 'LI', 'US', 'GB', 'CH', 'JP', 'GR'].map(lawRegion)).toEqual([
      ...['eea', 'eea', 'eea', 'eea', 'eea', 'us', 'other', 'other', 'other', 'eea'],
    ]);
  });

  it('count an American CDN as American, and what it hides under every law', () => {
    const list = [
      ...servers(6, 'a', { hoster: german, usersActiveMonth: 10 }),
      ...servers(3, 'b', { front: american, usersActiveMonth: 100 }),
      server('nowhere.example'),
    ];
    const { regions, countries, unknown } = countJurisdictions(list, scan(10), NO_OWNERS);
    expect(regions.map(({ region, servers: held, min, max }) => [region, held, min, max])).toEqual([
      ['eea', 6, 0.6, 1],
      ['us', 3, 0.3, 0.4],
      ['other', 0, 0, 0.4],
    ]);
    const [germany, america] = countries;
    expect(germany).toMatchObject({ country: 'DE', activeUsers: 60, activeMin: 60 / 360, activeMax: 1 });
    expect(america).toMatchObject({ country: 'US', fronts: { servers: 3 }, hosters: { servers: 0 } });
    expect(unknown.servers).toBe(1);
  });

  it('count a server once for each law that reaches it, through any layer or owner', () => {
    const operated = server('a.example', { hoster: german, operator: american });
    const owner = (id: string) => (id === 'ovh' ? 'GB' : null);
    expect(lawsOf(operated, NO_OWNERS)).toEqual(['DE', 'US']);
    expect(lawsOf(server('b.example', { hoster: french }), owner)).toEqual(['FR', 'GB']);
    expect(lawsOf(server('c.example', { hoster: german, front: american }), NO_OWNERS)).toEqual(['US']);
    const { regions } = countJurisdictions(
      [operated, server('b.example', { hoster: french })],
      scan(2),
      owner,
    );
    expect(regions.map(({ min }) => min)).toEqual([1, 0.5, 0.5]);
    // The EEA is one region: a French server with a German operator counts once.
    const both = server('d.example', { hoster: french, operator: german });
    expect(countJurisdictions([both], scan(1), NO_OWNERS).regions[0]).toMatchObject({ servers: 1, min: 1 });
  });

  it('leave a company without a known seat open to every law', () => {
    const list = [server('a.example', { hoster: nameless }), server('b.example', { hoster: german })];
    const { regions, unknown } = countJurisdictions(list, scan(2), NO_OWNERS);
    expect(regions.map(({ min, max }) => [min, max])).toEqual([
      [0.5, 1],
      [0, 0.5],
      [0, 0.5],
    ]);
    expect(unknown).toMatchObject({ servers: 1, share: 0.5 });
  });

  it('have a margin for a sample, and none for a census', () => {
    const list = servers(100, 'a', { hoster: german });
    const sampled = { seed: 'x', sampled: 100, population: 1000 };
    expect(countJurisdictions(list, sampled, NO_OWNERS).regions[1]?.marginOfError).toBeGreaterThan(0);
    expect(countJurisdictions(list, scan(100), NO_OWNERS).regions[1]?.marginOfError).toBeNull();
  });

  it('add up to the answered servers and users by region and by country, with ordered bounds', () => {
    const seats = ['DE', 'FR', 'US', 'GB', null];
    const seated = anyServers.map((list) =>
      list.map((one, index) => ({
        ...one,
        hoster: one.hoster && { ...one.hoster, country: seats[index % seats.length] ?? null },
        front: one.front && { ...one.front, country: seats[(index + 2) % seats.length] ?? null },
      })),
    );
    fc.assert(
      fc.property(seated, (list) => {
        const { answered, activeUsers } = countShares(list);
        const owner = (id: string) => (id === 'aa' ? 'US' : null);
        const { regions, countries, unknown } = countJurisdictions(list, scan(list.length), owner);
        for (const laws of [regions, countries]) {
          const sum = (of: 'servers' | 'activeUsers') =>
            laws.reduce((total, law) => total + law[of], unknown[of]);
          expect(sum('servers')).toBe(answered);
          expect(sum('activeUsers')).toBe(activeUsers);
          for (const { share, min, max, activeMin, activeMax } of laws) {
            expect(min).toBeGreaterThanOrEqual(share);
            expect(max).toBeGreaterThanOrEqual(min);
            expect(max).toBeLessThanOrEqual(1);
            expect(activeMax ?? 0).toBeGreaterThanOrEqual(activeMin ?? 0);
          }
        }
        expect(regions.map(({ region }) => region)).toEqual(LAW_REGIONS);
      }),
    );
  });
});
