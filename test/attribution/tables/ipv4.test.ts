import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import {
  formatIPv4,
  formatIPv4Network,
  parseIPv4,
  widestBlock,
} from '../../../src/attribution/tables/ipv4.ts';

const address = fc.nat(0xffffffff);

describe('parseIPv4', () => {
  it('reads what formatIPv4 writes', () => {
    fc.assert(fc.property(address, (value) => parseIPv4(formatIPv4(value)) === value));
  });

  it.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.',
    '.1.2.3',
    '1..2.3',
    '256.1.1.1',
    '1.1.1.1000',
    '01.2.3.4',
    '1.2.3.00',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2.3.4:80',
    '1.2.3.4%1',
    '0x1.2.3.4',
    '1,2,3,4',
    '-1.2.3.4',
    '١.٢.٣.٤',
    '1.2.3.4\n',
    '::1',
    '99999999999999',
  ])('has no number for %j', (text) => {
    expect(parseIPv4(text)).toBe(-1);
  });

  it('takes only canonical text of any text', () => {
    const dotted = fc.stringMatching(/^[0-9.]{5,16}$/);
    fc.assert(
      fc.property(dotted, (text) => {
        const value = parseIPv4(text);
        return value < 0
          ? !ipaddr.IPv4.isValidFourPartDecimal(text) || /(^|\.)0\d/.test(text)
          : formatIPv4(value) === text;
      }),
      { numRuns: 1000 },
    );
  });
});

describe('widestBlock', () => {
  it('lies within the range, and the next larger one does not', () => {
    fc.assert(
      fc.property(address, address, address, fc.nat(32), (a, b, c, least) => {
        const [start = 0, middle = 0, end = 0] = [a, b, c].sort((left, right) => left - right);
        const bits = widestBlock(middle, start, end, least);
        const fits = (length: number): boolean => {
          const size = 2 ** (32 - length);
          const first = Math.floor(middle / size) * size;
          return first >= start && first + size - 1 <= end;
        };
        return fits(bits) && bits >= least && (bits === least || !fits(bits - 1));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('formatIPv4Network', () => {
  it('is the text of ipaddr.js', () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 1, max: 32 }), (value, bits) => {
        const expected = ipaddr.IPv4.networkAddressFromCIDR(`${formatIPv4(value)}/${bits}`).toString();
        expect(formatIPv4Network(value, bits)).toBe(`${expected}/${bits}`);
      }),
    );
  });
});
