import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressBlock, countSystems } from '../../src/statistics/systems.ts';
import { anyServers, hoster, server, servers } from './servers.ts';

describe('systems and address blocks', () => {
  it.each([
    [['192.0.2.77'], '192.0.2.0/24'],
    [['192.0.2.77', '203.0.113.5'], '192.0.2.0/24'],
    [['2001:db8:1:2::7', '203.0.113.5'], '203.0.113.0/24'],
    [['2001:db8:1:2::7'], '2001:db8:1::/48'],
    [['2001:db8::7'], '2001:db8::/48'],
    [['2001:db8:0:1::7'], '2001:db8::/48'],
    [['2a00:1:2:3:4:5:6:7'], '2a00:1:2::/48'],
    [['2a00::'], '2a00::/48'],
    [[], null],
  ])('puts %j into the block %s', (addresses, block) => {
    expect(addressBlock(addresses)).toBe(block);
  });

  it('are counted, with the company’s name and whether it is a front', () => {
    const ovh = hoster('ovh', 'OVH', 'FR');
    const list = [
      ...servers(3, 'a', { hoster: ovh, asn: 16276, addresses: ['192.0.2.1'] }),
      ...servers(2, 'b', { hoster: ovh, asn: 35540, addresses: ['192.0.2.9'] }),
      ...servers(2, 'c', { front: hoster('cf', 'CF'), asn: 13335, addresses: ['203.0.113.1'] }),
      server('d.example', { addresses: ['198.51.100.1'] }),
    ];
    const { systems, prefixes } = countSystems(list);
    expect(systems.largest.map(({ id, name, servers: held, isFront }) => [id, name, held, isFront])).toEqual([
      ['16276', 'OVH', 3, false],
      ['13335', 'CF', 2, true],
      ['35540', 'OVH', 2, false],
    ]);
    expect(systems).toMatchObject({ count: 3, unknown: { servers: 1 } });
    expect(prefixes.largest.map(({ id, servers: held }) => [id, held])).toEqual([
      ['192.0.2.0/24', 5],
      ['203.0.113.0/24', 2],
      ['198.51.100.0/24', 1],
    ]);
    // Servers behind the front belong to no visible AS.
    expect(systems.concentration.top5).toBe(5 / 8);
    expect(systems.concentration.atMost.top5).toBe(7 / 8);
  });

  it('add up, in any order', () => {
    const numbered = anyServers.map((list) =>
      list.map((one, index) => ({ ...one, asn: one.addresses.length === 0 ? null : 64_500 + (index % 9) })),
    );
    fc.assert(
      fc.property(numbered, (list) => {
        const found = countSystems(list);
        for (const { largest, unknown, count } of [found.systems, found.prefixes]) {
          const all = list.filter(({ status }) => status === 'NOERROR' || status === 'UNDETERMINED').length;
          expect(largest.reduce((sum, { servers: held }) => sum + held, unknown.servers)).toBe(all);
          expect(largest).toHaveLength(count);
        }
        expect(countSystems(list.toReversed())).toEqual(found);
      }),
    );
  });
});
