import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { formatIPv6, formatIPv6Network, parseIPv6 } from '../../../src/attribution/tables/ipv6.ts';

const group = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(0xffff) });
const groups = fc.array(group, { minLength: 8, maxLength: 8 });
const words = new Uint32Array(4);
const partsOf = (): number[] => [...words].flatMap((word) => [word >>> 16, word & 0xffff]);

describe('parseIPv6', () => {
  it('reads every spelling as ipaddr.js does', () => {
    fc.assert(
      fc.property(groups, fc.boolean(), (parts, short) => {
        const address = new ipaddr.IPv6(parts);
        const text = short
          ? address.toRFC5952String()
          : parts.map((part) => part.toString(16).padStart(4, '0').toUpperCase()).join(':');
        expect(parseIPv6(text, words)).toBe(true);
        expect(partsOf()).toEqual(parts);
      }),
    );
  });

  it('takes nothing that ipaddr.js refuses', () => {
    const nearly = fc.array(fc.constantFrom(':', '::', '0', '1', 'ab', 'FFFF', '12345', 'g', '.'), {
      maxLength: 18,
    });
    fc.assert(
      fc.property(nearly, (pieces) => {
        const text = pieces.join('');
        if (!parseIPv6(text, words)) return;
        expect(ipaddr.IPv6.isValid(text)).toBe(true);
        expect(partsOf()).toEqual(ipaddr.IPv6.parse(text).parts);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    '',
    ':',
    ':::',
    '1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4:5:6:7::8',
    'fe80::1%eth0',
    '[::1]',
    '::1.2.3.4',
    '1:',
    ':1',
    '12345::',
    'g::',
  ])('refuses %j', (text) => {
    expect(parseIPv6(text, words)).toBe(false);
  });
});

describe('formatIPv6', () => {
  it('writes RFC 5952 text', () => {
    fc.assert(
      fc.property(groups, (parts) => {
        parseIPv6(new ipaddr.IPv6(parts).toNormalizedString(), words);
        expect(formatIPv6(words)).toBe(new ipaddr.IPv6(parts).toRFC5952String());
      }),
    );
  });
});

describe('formatIPv6Network', () => {
  it('is the network in RFC 5952 text', () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 1, max: 64 }), (parts, bits) => {
        const text = new ipaddr.IPv6(parts).toNormalizedString();
        parseIPv6(text, words);
        const network = ipaddr.IPv6.networkAddressFromCIDR(`${text}/${bits}`);
        expect(formatIPv6Network(words, bits)).toBe(`${network.toRFC5952String()}/${bits}`);
      }),
    );
  });
});
