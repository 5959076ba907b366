import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicBlock, isPublicIPv4, isPublicIPv6 } from '../../../src/attribution/rules/publicness.ts';
import { formatIPv4 } from '../../../src/attribution/tables/ipv4.ts';
import { formatIPv6 } from '../../../src/attribution/tables/ipv6.ts';
import { type Address, isPublic } from '../../../src/model/address.ts';

const truth = (ip: string): boolean => isPublic(ip as Address);

describe('publicness of IPv4', () => {
  it('is that of isPublic in every /16, at both ends and inside', () => {
    const wrong = [];
    for (let block = 0; block < 0x10000; block++) {
      for (const low of [0, 0x0100, 0x02ff, 0x6363, 0xffff]) {
        const address = block * 0x10000 + low;
        const expected = truth(formatIPv4(address));
        if (isPublicIPv4(address) !== expected || (isPublicBlock(block) && !expected))
          wrong.push(formatIPv4(address));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is that of isPublic in every /24 that is special', () => {
    for (const block of [
      '192.0.0',
      '192.0.2',
      '192.88.99',
      '198.51.100',
      '203.0.113',
      '192.175.48',
      '192.31.196',
      '192.52.193',
    ]) {
      for (const last of [0, 255]) {
        const address = block.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) * 256 + last;
        expect([block, isPublicIPv4(address)]).toEqual([block, false]);
      }
    }
  });
});

describe('publicness of IPv6', () => {
  const group = fc.oneof(
    fc.constantFrom(0, 2, 3, 4, 0x10, 0x20, 0x30, 0x4f, 0x112, 0x1ff, 0x200, 0xdb8, 0x8000),
    fc.nat(0xffff),
  );
  const first = fc.oneof(
    fc.constantFrom(0x2001, 0x2002, 0x2620, 0x3ffe, 0x3fff, 0x1fff, 0x2000, 0x4000, 0x64, 0xfe80, 0xff02),
    fc.nat(0xffff),
  );

  it('is that of isPublic', () => {
    fc.assert(
      fc.property(first, group, group, fc.nat(0xffffffff), (a, b, c, d) => {
        const words = Uint32Array.of(((a << 16) | b) >>> 0, (c << 16) >>> 0, 0, d);
        expect(isPublicIPv6(words, formatIPv6(words))).toBe(truth(formatIPv6(words)));
      }),
      { numRuns: 3000 },
    );
  });
});
