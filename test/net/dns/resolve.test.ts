import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import { createDns } from '../../../src/net/dns/client.ts';
import type { Dns, DnsAnswer, RecordType } from '../../../src/net/dns/dns.ts';
import { resolve } from '../../../src/net/dns/resolve.ts';
import { reverse, reverseName } from '../../../src/net/dns/reverse.ts';
import { type DnsServer, startDnsServer } from '../../model-internet/dns/server.ts';
import { createZone } from '../../model-internet/dns/zone.ts';

const zone = createZone();
let server: DnsServer;
let dns: Dns;

beforeAll(async () => {
  server = await startDnsServer({ zone });
  dns = await createDns({ servers: [server.address], concurrency: 100, qps: 0, timeoutMs: 150, tries: 2 });
});

afterAll(async () => {
  dns.close();
  await server.stop();
});

/**
 * A server that does not follow aliases itself, as some authoritative ones do; everything else is the
 * model's.
 */
function linkByLink(answers: Readonly<Record<string, DnsAnswer>>): Dns {
  return {
    query: (name: string, type: RecordType) =>
      Promise.resolve(answers[`${name} ${type}`] ?? answers[name] ?? { status: 'NXDOMAIN', records: [] }),
    close: () => undefined,
    counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
  };
}

const alias = (name: string, data: string): DnsAnswer => ({
  status: 'NODATA',
  records: [{ name, type: 'CNAME', ttl: 60, data }],
});

describe('resolve', () => {
  it('gives canonical addresses, IPv4 first, without duplicates', async () => {
    zone.add({ name: 'both.example', type: 'AAAA', data: '2A01:4F8:0:0:0:0:0:1' });
    zone.add({ name: 'both.example', type: 'A', data: '203.0.113.2' });
    zone.add({ name: 'both.example', type: 'A', data: '203.0.113.1' });
    const { status, addresses } = await resolve(dns, 'Both.Example.');
    expect(status).toBe('NOERROR');
    expect(addresses.slice(2)).toEqual(['2a01:4f8::1']);
    expect(addresses.slice(0, 2).sort()).toEqual(['203.0.113.1', '203.0.113.2']);
  });

  it('is NOERROR where one family answers and the other fails', async () => {
    const half = linkByLink({
      'half.example A': { status: 'SERVFAIL', records: [] },
      'half.example AAAA': {
        status: 'NOERROR',
        records: [{ name: 'half.example', type: 'AAAA', ttl: 1, data: '2a01::1' }],
      },
    });
    expect(await resolve(half, 'half.example')).toMatchObject({
      status: 'NOERROR',
      cname: [],
      addresses: ['2a01::1'],
    });
  });

  it.each([
    // The name may exist for the type that could not be asked.
    ['NXDOMAIN', 'TIMEOUT', 'TIMEOUT'],
    ['NXDOMAIN', 'SERVFAIL', 'SERVFAIL'],
    ['NXDOMAIN', 'REFUSED', 'REFUSED'],
    ['NODATA', 'NXDOMAIN', 'NXDOMAIN'],
    ['NODATA', 'NODATA', 'NODATA'],
    ['NODATA', 'SERVFAIL', 'SERVFAIL'],
    ['TIMEOUT', 'SERVFAIL', 'TIMEOUT'],
    ['REFUSED', 'NODATA', 'REFUSED'],
  ] as const)('A %s and AAAA %s are %s', async (a, aaaa, status) => {
    const failing = linkByLink({
      'x.example A': { status: a, records: [] },
      'x.example AAAA': { status: aaaa, records: [] },
    });
    expect(await resolve(failing, 'x.example')).toMatchObject({ status, cname: [], addresses: [] });
  });

  it.each([
    ['nxdomain', 'NXDOMAIN'],
    ['nodata', 'NODATA'],
    ['servfail', 'SERVFAIL'],
    ['silent', 'TIMEOUT'],
  ] as const)('a server that says %s', async (reply, status) => {
    zone.add({ name: `${reply}.example`, type: 'A', data: '203.0.113.1' });
    zone.behave(`${reply}.example`, { reply });
    expect((await resolve(dns, `${reply}.example`)).status).toBe(status);
  });

  it('keeps the chain of aliases', async () => {
    zone.add({ name: 'www.brand.example', type: 'CNAME', data: 'brand.cdn.example' });
    zone.add({ name: 'brand.cdn.example', type: 'CNAME', data: 'edge.cdn.example' });
    zone.add({ name: 'edge.cdn.example', type: 'A', data: '203.0.113.5' });
    expect(await resolve(dns, 'www.brand.example')).toMatchObject({
      status: 'NOERROR',
      cname: ['brand.cdn.example', 'edge.cdn.example'],
      addresses: ['203.0.113.5'],
    });
  });

  it('asks on where a chain ends without an address', async () => {
    const cut = linkByLink({
      'a.example': alias('a.example', 'b.example'),
      'b.example': alias('b.example', 'c.example'),
      'c.example A': {
        status: 'NOERROR',
        records: [{ name: 'c.example', type: 'A', ttl: 1, data: '203.0.113.1' }],
      },
      'c.example AAAA': { status: 'NODATA', records: [] },
    });
    expect(await resolve(cut, 'a.example')).toMatchObject({
      status: 'NOERROR',
      cname: ['b.example', 'c.example'],
      addresses: ['203.0.113.1'],
    });
  });

  it('finds loops, within one answer and over several', async () => {
    zone.add({ name: 'l1.example', type: 'CNAME', data: 'l2.example' });
    zone.add({ name: 'l2.example', type: 'CNAME', data: 'l3.example' });
    zone.add({ name: 'l3.example', type: 'CNAME', data: 'l2.example' });
    zone.add({ name: 'self.example', type: 'CNAME', data: 'self.example' });
    expect((await resolve(dns, 'l1.example')).status).toBe('CNAME_LOOP');
    expect((await resolve(dns, 'self.example')).status).toBe('CNAME_LOOP');
    const slow = linkByLink({
      'a.example': alias('a.example', 'b.example'),
      'b.example': alias('b.example', 'a.example'),
    });
    expect((await resolve(slow, 'a.example')).status).toBe('CNAME_LOOP');
  });

  it('follows 8 links and no more', async () => {
    for (let link = 0; link < 9; link++) {
      zone.add({ name: `link${link}.example`, type: 'CNAME', data: `link${link + 1}.example` });
    }
    zone.add({ name: 'link9.example', type: 'A', data: '203.0.113.1' });
    const eight = await resolve(dns, 'link1.example');
    expect([eight.status, eight.cname.length]).toEqual(['NOERROR', 8]);
    const nine = await resolve(dns, 'link0.example');
    expect([nine.status, nine.addresses]).toEqual(['CNAME_CHAIN_TOO_LONG', []]);
  });

  it('does not follow an alias to what is no host name', async () => {
    for (const target of ['localhost', '127.0.0.1', 'bad name.example', '.']) {
      const odd = linkByLink({ 'odd.example': alias('odd.example', target) });
      expect(await resolve(odd, 'odd.example')).toMatchObject({ status: 'NODATA', cname: [], addresses: [] });
    }
  });
});

describe('reverse', () => {
  it('spells the name backwards', () => {
    const name = (text: string) => {
      const address = parseAddress(text);
      return address === null ? null : reverseName(address);
    };
    expect(name('192.0.2.1')).toBe('1.2.0.192.in-addr.arpa');
    expect(name('2001:db8::567:89ab')).toBe(
      'b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
    );
  });

  it('spells every IPv4 address so that it can be read back', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const address = parseAddress(text);
        if (address === null) throw new Error(text);
        const back = reverseName(address).replace('.in-addr.arpa', '').split('.').reverse().join('.');
        expect(back).toBe(address);
      }),
    );
  });

  it('gives the first host name, or null', async () => {
    const at = (text: string) => {
      const address = parseAddress(text);
      if (address === null) throw new Error(text);
      return reverse(dns, address);
    };
    zone.add({ name: '9.113.0.203.in-addr.arpa', type: 'PTR', data: 'Static.203.clients.example' });
    zone.add({ name: '8.113.0.203.in-addr.arpa', type: 'PTR', data: 'nolabel' });
    expect(await at('203.0.113.9')).toBe('static.203.clients.example');
    expect(await at('203.0.113.8')).toBeNull();
    expect(await at('203.0.113.10')).toBeNull();
  });
});
