import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import type { Dns, DnsAnswer } from '../../../src/net/dns/dns.ts';
import { findCandidates } from '../../../src/net/http/candidates.ts';

/**
 * IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and its successors), all entries that are
 * not globally reachable, and the ranges beside them that no server has: multicast, 6bone, unassigned IPv6.
 */
const NOT_REACHABLE = `
  0.0.0.0/8 0.0.0.0/32 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/29 192.0.0.8/32
  192.0.0.170/32 192.0.0.171/32 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
  240.0.0.0/4 255.255.255.255/32 224.0.0.0/4
  ::1/128 ::/128 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/32 2001:2::/48 2001:10::/28 2001:db8::/32 3fff::/20
  5f00::/16 fc00::/7 fe80::/10 ff00::/8 fec0::/10 3ffe::/16 200::/7 400::/6 4000::/3 6000::/3 8000::/3 a000::/3 c000::/3
  e000::/4 f000::/5 f800::/6
`.match(/\S+/g) as string[];

/** Ranges of IPv4 that must stay out in every form that IPv6 has for them. */
const PRIVATE_IPV4 = [
  '10.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
];
const FORMS: readonly [name: string, write: (hex: string) => string][] = [
  ['IPv4-mapped', (hex) => `::ffff:${hex}`],
  ['IPv4-compatible', (hex) => `::${hex}`],
  ['IPv4-translated', (hex) => `::ffff:0:${hex}`],
  ['NAT64', (hex) => `64:ff9b::${hex}`],
  ['6to4', (hex) => `2002:${hex}::1`],
];

/** Ordinary prefixes, those just outside the special ones among them. */
const REACHABLE = `
  1.0.0.0/8 9.0.0.0/8 11.0.0.0/8 100.0.0.0/10 100.128.0.0/9 126.0.0.0/8 128.0.0.0/8 169.253.0.0/16 169.255.0.0/16
  172.0.0.0/12 172.32.0.0/11 192.167.0.0/16 192.169.0.0/16 192.0.1.0/24 192.0.3.0/24 198.16.0.0/15 198.20.0.0/14
  198.51.99.0/24 198.51.101.0/24 203.0.112.0/24 203.0.114.0/24 223.0.0.0/8
  2001:200::/23 2001:4860::/32 2001:db7::/32 2001:db9::/32 2003::/18 2400::/12 2600::/12 2800::/12 2a00::/12 2c00::/12
`.match(/\S+/g) as string[];

const PER_PREFIX = 12;

/** The first and last address of a prefix and some between, the same in every run. */
function samples(prefix: string): readonly string[] {
  const [network, length] = ipaddr.parseCIDR(prefix);
  const bytes = network.toByteArray();
  let seed = [...prefix].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const fill = (next: () => number) => {
    const all = bytes.map((byte, index) => {
      const fixed = Math.min(Math.max(length - 8 * index, 0), 8);
      const mask = (0xff << (8 - fixed)) & 0xff;
      return (byte & mask) | (next() & ~mask & 0xff);
    });
    return ipaddr.fromByteArray(all).toString();
  };
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed >>> 24;
  };
  const between = Array.from({ length: PER_PREFIX }, () => fill(random));
  return [...new Set([fill(() => 0), fill(() => 0xff), ...between])];
}

async function connectsTo(address: string): Promise<boolean> {
  const parsed = parseAddress(address) ?? '';
  const type = parsed.includes(':') ? 'AAAA' : 'A';
  const dns: Dns = {
    query: async (name, asked): Promise<DnsAnswer> =>
      asked === type
        ? { status: 'NOERROR', records: [{ name, type, ttl: 1, data: parsed }] }
        : { status: 'NODATA', records: [] },
    close: () => undefined,
    counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
  };
  return (await findCandidates(dns, 'host.example')).ok;
}

const reached = async (addresses: readonly string[], expected: boolean) => {
  const wrong: string[] = [];
  for (const address of addresses) if ((await connectsTo(address)) !== expected) wrong.push(address);
  return wrong;
};

describe('an address that strangers cannot use', () => {
  it.each(NOT_REACHABLE)('%s is never connected to', async (prefix) => {
    expect(await reached(samples(prefix), false)).toEqual([]);
  });

  it.each(FORMS.flatMap(([name, write]) => PRIVATE_IPV4.map((prefix) => [name, prefix, write] as const)))(
    'in its %s form: %s',
    async (_name, prefix, write) => {
      const forms = samples(prefix).map((address) => {
        const [a = 0, b = 0, c = 0, d = 0] = ipaddr.parse(address).toByteArray();
        return write(`${(256 * a + b).toString(16)}:${(256 * c + d).toString(16)}`);
      });
      expect(await reached(forms, false)).toEqual([]);
    },
  );

  it('makes more than 500 cases', () => {
    const special = NOT_REACHABLE.flatMap(samples).length;
    const embedded = FORMS.length * PRIVATE_IPV4.flatMap(samples).length;
    expect(special + embedded).toBeGreaterThan(500);
  });
});

it.each(REACHABLE)('%s is connected to', async (prefix) => {
  expect(await reached(samples(prefix), true)).toEqual([]);
});

it.each([1, 2, 3, 4, 5, 9])(
  'with %i private addresses before and after it, only the public one is taken',
  async (count) => {
    for (const [type, own, publicOne] of [
      ['A', '10.0.0.', '116.203.0.1'],
      ['AAAA', 'fd00::', '2a01:4f8::1'],
    ] as const) {
      const inside = Array.from({ length: count }, (_, index) => `${own}${index + 1}`);
      for (const all of [
        [...inside, publicOne],
        [publicOne, ...inside],
        [...inside, publicOne, ...inside],
      ]) {
        const dns: Dns = {
          query: async (name, asked): Promise<DnsAnswer> =>
            asked === type
              ? { status: 'NOERROR', records: all.map((data) => ({ name, type, ttl: 1, data })) }
              : { status: 'NODATA', records: [] },
          close: () => undefined,
          counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
        };
        expect(await findCandidates(dns, 'host.example')).toEqual({ ok: true, addresses: [publicOne] });
      }
    }
  },
);
