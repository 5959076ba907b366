import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Attributor } from '../../src/attribution/attributor.ts';
import { isPublic, parseAddress } from '../../src/model/address.ts';
import { embeddedAttributor } from './embedded-attributor.ts';

let real: Attributor;

beforeAll(async () => {
  real = await embeddedAttributor();
}, 300_000);

describe('attribute on the embedded data', () => {
  it('answers the documented example as documented', () => {
    expect(JSON.stringify(real.attribute('116.203.1.1'))).toBe(
      '{"input":"116.203.1.1","status":"OK","ip":"116.203.1.1","asn":24940,"asName":"Hetzner Online GmbH","prefix":"116.203.0.0/16",' +
        '"hoster":{"id":"hetzner","name":"Hetzner","country":"DE"},"front":null,"operator":null,"kind":"hosting",' +
        '"location":{"country":"DE","city":"Nuremberg","lat":49.45,"lon":11.07,"accuracy":"city"},"evidence":["asn"]}',
    );
  });

  it.each([
    ['8.8.8.8', 15169, 'Google LLC', { country: 'US', city: 'Mountain View', accuracy: 'city' }],
    [
      '51.15.1.1',
      12876,
      'Scaleway SAS',
      { country: 'NL', city: null, lat: null, lon: null, accuracy: 'country' },
    ],
    ['133.242.1.1', 7684, 'SAKURA Internet Inc.', { country: 'JP', city: 'Chiyoda City', accuracy: 'city' }],
    ['2a01:4f8::1', 24940, 'Hetzner Online GmbH', { country: 'DE', city: 'Nuremberg', accuracy: 'city' }],
  ])('knows %s', (ip, asn, asName, location) => {
    expect(real.attribute(ip)).toMatchObject({ status: 'OK', ip, asn, asName, front: null, location });
  });

  it.each([
    ['104.16.1.1', 13335],
    ['151.101.1.1', 54113],
  ])('gives no city and no hoster for %s, behind which anybody may be', (ip, asn) => {
    expect(real.attribute(ip)).toMatchObject({
      status: 'OK',
      asn,
      hoster: null,
      kind: 'cdn',
      location: { country: null, city: null, lat: null, lon: null, accuracy: 'anycast' },
    });
    expect(real.attribute(ip).front).not.toBeNull();
  });

  it('credits its databases with their day and licence', () => {
    expect(real.sources).toHaveLength(3);
    for (const source of real.sources) {
      expect(source.date).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(source.licence).toMatch(/^CC/);
    }
  });
});

describe('attribute on hostile input', () => {
  it.each([
    '',
    ' ',
    'text',
    '116.203.1',
    '116.203.1.1.1',
    '116.203.1.256',
    '116.203.1.1:443',
    '[2a01:4f8::1]:443',
    '[2a01:4f8::1]',
    'fe80::1%eth0',
    '116.203.1.1%1',
    '116.203.1.1/16',
    'https://116.203.1.1/',
    '0x74.0xcb.1.1',
    '1959461121',
    '::ffff:300.1.1.1',
    '2a01:::1',
    '2a01:4f8::1::',
    '\u0000',
    '١١٦.٢٠٣.١.١',
    '116.203.1.1\n',
    '__proto__',
  ])('calls %j INVALID', (input) => {
    expect(real.attribute(input)).toEqual({
      input,
      status: 'INVALID',
      ip: null,
      asn: null,
      asName: null,
      prefix: null,
      hoster: null,
      front: null,
      operator: null,
      kind: null,
      location: null,
      evidence: [],
    });
  });

  it('is not impressed by length', () => {
    for (const piece of ['1', '1.', ':', '::', 'a:', 'x'])
      expect(real.attribute(piece.repeat(1_000_000)).status).toBe('INVALID');
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '64:ff9b::1.2.3.4',
    '4000::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
  ])('calls %s NOT_PUBLIC', (input) => {
    expect(real.attribute(input)).toMatchObject({
      input,
      status: 'NOT_PUBLIC',
      ip: parseAddress(input),
      asn: null,
      location: null,
    });
  });

  it.each(['::ffff:116.203.1.1', '::ffff:74cb:101', '::FFFF:116.203.1.1', '0:0:0:0:0:ffff:116.203.1.1'])(
    'unmaps %s',
    (input) => {
      expect(real.attribute(input)).toEqual({ ...real.attribute('116.203.1.1'), input });
    },
  );

  it('gives the same canonical address and publicness as the model, for any text', () => {
    const dotted = fc.array(fc.nat(300), { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
    const colons = fc
      .array(fc.oneof(fc.constant(''), fc.stringMatching(/^[0-9a-fA-F]{1,5}$/)), { maxLength: 9 })
      .map((parts) => parts.join(':'));
    fc.assert(
      fc.property(fc.oneof(dotted, colons, fc.ipV4(), fc.ipV6(), fc.string()), (input) => {
        const { status, ip } = real.attribute(input);
        const address = parseAddress(input);
        expect(ip).toBe(address);
        if (address === null) expect(status).toBe('INVALID');
        else expect(status === 'NOT_PUBLIC').toBe(!isPublic(address));
      }),
      { numRuns: 3000 },
    );
  });

  it('is UNROUTED where no AS is known', () => {
    const unrouted = Array.from({ length: 256 }, (_, part) => real.attribute(`${part}.1.1.1`)).find(
      ({ status }) => status === 'UNROUTED',
    );
    expect(unrouted).toMatchObject({
      asn: null,
      prefix: null,
      hoster: null,
      kind: null,
      location: null,
      evidence: [],
    });
  });
});
