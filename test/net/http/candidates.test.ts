import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import { prefixOf } from '../../../src/model/nat64.ts';
import type { Dns, DnsAnswer } from '../../../src/net/dns/dns.ts';
import { findCandidates } from '../../../src/net/http/candidates.ts';

const NAME = 'host.example';
const ofFamily = (six: boolean, all: readonly string[]) => all.filter((each) => each.includes(':') === six);

/** A resolver that knows one name. */
function dnsOf(addresses: readonly string[], rest: Partial<Dns> = {}): Dns {
  return {
    async query(name, type): Promise<DnsAnswer> {
      if (type !== 'A' && type !== 'AAAA') return { status: 'NODATA', records: [] };
      const own = ofFamily(type === 'AAAA', addresses);
      const records = own.map((data) => ({ name, type, ttl: 60, data }));
      return { status: own.length > 0 ? 'NOERROR' : 'NODATA', records };
    },
    close: () => undefined,
    counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
    ...rest,
  };
}

const notPublic = { ok: false, status: 'NOT_PUBLIC', detail: 'no address that is public', code: null };
const PREFIX = prefixOf(parseAddress('2001:67c:2b0:db32:0:1:c000:aa') as never);

describe('findCandidates', () => {
  it.each([
    ['one', ['116.203.0.1'], ['116.203.0.1']],
    ['one of IPv6', ['2a01:4f8::1'], ['2a01:4f8::1']],
    [
      'both families in turn, IPv4 first',
      ['2a01:4f8::1', '2a01:4f8::2', '116.203.0.1', '116.203.0.2'],
      ['116.203.0.1', '2a01:4f8::1', '116.203.0.2', '2a01:4f8::2'],
    ],
    ['two of each', ['116.203.0.1', '116.203.0.2', '116.203.0.3'], ['116.203.0.1', '116.203.0.2']],
    ['two of each of IPv6', ['2a01:4f8::1', '2a01:4f8::2', '2a01:4f8::3'], ['2a01:4f8::1', '2a01:4f8::2']],
    [
      'one and two',
      ['116.203.0.1', '2a01:4f8::1', '2a01:4f8::2'],
      ['116.203.0.1', '2a01:4f8::1', '2a01:4f8::2'],
    ],
    [
      'those behind many private ones',
      ['10.0.0.1', '10.0.0.2', '192.168.0.1', '127.0.0.1', '100.64.0.1', '116.203.0.1'],
      ['116.203.0.1'],
    ],
    [
      'those behind many private ones of IPv6',
      ['::1', 'fd00::1', 'fe80::1', '2001:db8::1', '2a01:4f8::1'],
      ['2a01:4f8::1'],
    ],
  ])('gives %s', async (_what, given, expected) => {
    expect(await findCandidates(dnsOf(given), NAME)).toEqual({ ok: true, addresses: expected });
  });

  it.each([
    [['10.0.0.1']],
    [['127.203.0.1']],
    [['fd00::1', '::1']],
    [['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', 'fe80::1']],
  ])('refuses %j', async (given) => {
    expect(await findCandidates(dnsOf(given), NAME)).toEqual(notPublic);
  });

  it.each(['SERVFAIL', 'NXDOMAIN', 'NODATA', 'TIMEOUT'] as const)(
    'tells that DNS said %s',
    async (status) => {
      const dns = dnsOf([], { query: async () => ({ status, records: [] }) });
      expect(await findCandidates(dns, NAME)).toEqual({
        ok: false,
        status: 'UNREACHABLE',
        detail: `DNS ${status}`,
        code: null,
      });
    },
  );

  it('adds the forms of a translator, last', async () => {
    if (PREFIX === null) throw new Error('the prefix cannot be read');
    const dns = (addresses: readonly string[]) => dnsOf(addresses, { nat64: async () => [PREFIX] });
    expect(
      await findCandidates(dns(['116.203.0.1', '116.203.0.2', '116.203.0.3', '2a01:4f8::1']), NAME),
    ).toEqual({
      ok: true,
      addresses: [
        ...['116.203.0.1', '2a01:4f8::1', '116.203.0.2'],
        ...['2001:67c:2b0:db32:0:1:74cb:1', '2001:67c:2b0:db32:0:1:74cb:2'],
      ],
    });
    expect(await findCandidates(dns(['2a01:4f8::1']), NAME)).toEqual({
      ok: true,
      addresses: ['2a01:4f8::1'],
    });
    expect(await findCandidates(dns(['10.0.0.1']), NAME)).toEqual(notPublic);
  });
});
