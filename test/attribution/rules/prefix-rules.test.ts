import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import {
  compilePrefixRules,
  type PrefixRows,
  wholePrefixRules,
} from '../../../src/attribution/rules/prefix-rules.ts';
import { wordAt } from '../../../src/attribution/tables/column.ts';
import { formatIPv4, formatIPv4Network } from '../../../src/attribution/tables/ipv4.ts';
import { findIPv4 } from '../../../src/attribution/tables/ipv4-table.ts';
import { parseIPv6 } from '../../../src/attribution/tables/ipv6.ts';
import { findIPv6, valueIPv6 } from '../../../src/attribution/tables/ipv6-table.ts';

function ask(rows: PrefixRows, ip: string): number | undefined {
  const rules = wholePrefixRules(rows);
  const address = ipaddr.parse(ip);
  if (address.kind() === 'ipv4') {
    const value = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
    return wordAt(rules.ipv4.values, findIPv4(rules.ipv4, value));
  }
  const words = new Uint32Array(4);
  parseIPv6(ip, words);
  return valueIPv6(rules.ipv6, words, findIPv6(rules.ipv6, words));
}

describe('compilePrefixRules', () => {
  it('lets the longest block win, whatever the order', () => {
    const address = fc.constantFrom(
      0x01000000,
      0x01010000,
      0x0101ff00,
      0x0101ffff,
      0x01020000,
      0xffffffff,
      0,
    );
    const blocks = fc.uniqueArray(fc.tuple(address, fc.integer({ min: 1, max: 32 })), {
      maxLength: 12,
      selector: ([value, bits]) => formatIPv4Network(value, bits),
    });
    fc.assert(
      fc.property(blocks, address, fc.integer({ min: -2, max: 2 }), (chosen, base, change) => {
        const ip = Math.min(Math.max(base + change, 0), 0xffffffff);
        const rules = compilePrefixRules(
          chosen.map(([value, bits], index) => [formatIPv4Network(value, bits), index + 1]),
        );
        const longest = chosen
          .map(([value, bits], index) => ({
            bits,
            rule: index + 1,
            holds: formatIPv4Network(value, bits) === formatIPv4Network(ip, bits),
          }))
          .filter(({ holds }) => holds)
          .sort((left, right) => right.bits - left.bits)[0];
        expect(ask(rules, formatIPv4(ip))).toBe(longest?.rule ?? 0);
      }),
      { numRuns: 150 },
    );
  });

  it('keeps the families apart and knows single addresses', () => {
    const rules = compilePrefixRules([
      ['2001:db8::/32', 1],
      ['2001:db8::1/128', 2],
      ['192.0.2.0/24', 3],
      ['192.0.2.7/32', 4],
    ]);
    expect(
      [
        '2001:db8::',
        '2001:db8::1',
        '2001:db8::2',
        '2001:db9::',
        '192.0.2.6',
        '192.0.2.7',
        '192.0.2.8',
        '192.0.3.0',
      ].map((ip) => ask(rules, ip)),
    ).toEqual([1, 2, 1, 0, 3, 4, 3, 0]);
  });

  it('lets the first of equal blocks win', () => {
    expect(
      ask(
        compilePrefixRules([
          ['192.0.2.0/24', 1],
          ['192.0.2.0/24', 2],
        ]),
        '192.0.2.1',
      ),
    ).toBe(1);
  });

  it.each(['192.0.2.0', '192.0.2.1/24', 'example.com', '192.0.2.0/33', '2001:db8::1/32', ''])(
    'refuses %j',
    (cidr) => {
      expect(() => compilePrefixRules([[cidr, 1]])).toThrow();
    },
  );
});
