import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Address, isIPv6, isPublic, parseAddress } from '../../src/model/address.ts';

function publicOrNull(text: string): boolean | null {
  const address = parseAddress(text);
  return address === null ? null : isPublic(address);
}

describe('an address', () => {
  it.each([
    ['116.203.1.1', '116.203.1.1'],
    ['2A01:04F8::0001', '2a01:4f8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::ffff:116.203.1.1', '116.203.1.1'],
    ['::FFFF:74cb:101', '116.203.1.1'],
  ])('%s is %s', (text, canonical) => {
    expect(parseAddress(text)).toBe(canonical);
  });

  it.each([
    '',
    ' ',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '01.2.3.4',
    '1.2.3.04',
    '256.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.4:80',
    '1.2.3.4/24',
    '[::1]',
    'fe80::1%eth0',
    '1::2::3',
    'mastodon.social',
    '１.1.1.1',
    `${'1'.repeat(1_000_000)}.1.1.1`,
  ])('is not %j', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('is public only in the ranges that IANA has allocated for the public Internet', () => {
    for (const text of [
      '1.1.1.1',
      '100.63.255.254',
      '100.128.0.1',
      '172.15.0.1',
      '172.32.0.1',
      '2a01:4f8::1',
      '2606:4700::1',
    ]) {
      expect([text, publicOrNull(text)]).toEqual([text, true]);
    }
    const special = [
      [
        '0.0.0.0',
        '10.1.1.1',
        '100.64.0.1',
        '127.0.0.1',
        '169.254.169.254',
        '172.16.0.1',
        '192.0.0.1',
        '192.0.2.1',
      ],
      [
        '192.168.1.1',
        '198.18.0.1',
        '198.51.100.1',
        '203.0.113.1',
        '224.0.0.1',
        '240.0.0.1',
        '255.255.255.255',
      ],
      [
        '::',
        '::1',
        '::ffff:127.0.0.1',
        '64:ff9b::7f00:1',
        '100::1',
        '2001::1',
        '2001:db8::1',
        '2002:7f00:1::1',
        '3ffe::1',
      ],
      ['4000::1', '8000::1', 'e000::1', 'fc00::1', 'fe80::1', 'fec0::1', 'ff02::1', '100:0:0:1::1'],
    ].flat();
    for (const text of special) expect([text, publicOrNull(text)]).toEqual([text, false]);
  });

  it.each([
    // The bounds of the space that IANA has allocated, and of the returned prefix.
    ['2000::1', true],
    ['1fff:ffff::1', false],
    ['3fff:1000::1', true],
    ['3fff:fff:ffff::1', false],
    ['4000::', false],
    ['3ffd:ffff::1', true],
    ['3ffe::', false],
    ['3ffe:ffff::1', false],
    // Only ISATAP puts an IPv4 address after 0:5efe or 200:5efe.
    ['2a01:4f8::5efe:a00:1', false],
    ['2a01:4f8::200:5efe:74cb:101', false],
    ['2a01:4f8:0:1:0:5efe:74cb:101', false],
    ['2a01:4f8::100:5efe:74cb:101', true],
    ['2a01:4f8::201:5efe:74cb:101', true],
    ['2a01:4f8::5eff:74cb:101', true],
    ['2a01:4f8::5efe:0:74cb:101', true],
    ['2a01:4f8::200:0:74cb:101', true],
  ])('%s is public: %s', (text, expected) => {
    expect(publicOrNull(text)).toBe(expected);
  });

  it.each([
    ['116.203.1.1', false],
    ['2a01:4f8::1', true],
    ['::', true],
  ])('%s is IPv6: %s', (text, expected) => {
    expect(isIPv6(parseAddress(text) as Address)).toBe(expected);
  });

  it('has one canonical form, whichever form it was parsed from', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text);
        expect(address).not.toBeNull();
        if (address === null) return;
        expect(parseAddress(address)).toBe(address);
        if (!isIPv6(address)) expect(parseAddress(`::ffff:${address}`)).toBe(address);
      }),
    );
  });
});
