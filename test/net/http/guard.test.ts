import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIPv6, parseAddress } from '../../../src/model/address.ts';
import type { Dns, DnsAnswer } from '../../../src/net/dns/dns.ts';
import { findCandidates } from '../../../src/net/http/candidates.ts';
import { createHttp } from '../../../src/net/http/client.ts';
import { PUBLIC, startWorld, USER_AGENT, type World } from '../../kit/model-clients.ts';
import { text } from '../../model-internet/https/routes.ts';

/** Special by the IANA registries (RFC 6890 and its successors), by history, or never given out. */
const NOT_PUBLIC = `
  0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.1.2.3 127.255.255.255
  169.254.0.1 169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1
  192.168.0.0 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255
  240.0.0.1 255.255.255.255
  :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:192.168.1.1 ::ffff:0:127.0.0.1
  64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:7f00:1::
  2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2001:db8:ffff::1 2002:7f00:1:: 2002:a00:1:: 2002:c0a8:101::
  3ffe::1 3ffe:ffff::1 3fff::1 4000::1 5f00::1 8000::1 a000::1 c000::1 e000::1 fc00::1 fd00::1 fdff:ffff::1 fe00::1
  fe80::1 febf::1 fec0::1 ff00::1 ff02::1 ff0e::1
`.match(/\S+/g) as string[];

/** The neighbours just outside, and addresses of ordinary servers. */
const ORDINARY = `
  1.0.0.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.255.255 169.255.0.0
  172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 8.8.8.8
  ::ffff:8.8.8.8 2a01:4f8::1 2606:4700::1111 2001:4860:4860::8888 2600::1 2c0f:fb50::1 2001:67c::1
`.match(/\S+/g) as string[];

let world: World;

beforeAll(async () => {
  const servers = [...NOT_PUBLIC, ...ORDINARY].map((address, index) => {
    const parsed = parseAddress(address);
    const six = parsed !== null && isIPv6(parsed);
    return {
      domain: `n${index}.guard.example`,
      [six ? 'ipv6' : 'ip']: parsed ?? '',
      group: 'guard',
      routes: { '/': text('in') },
    };
  });
  world = await startWorld(servers);
});

afterAll(() => world.stop());

describe('addresses', () => {
  it.each(NOT_PUBLIC.map((address, index) => [address, index] as const))(
    'never connects to %s',
    async (_address, index) => {
      const before = world.internet.https.count.connections;
      const answer = await world.http.get(`https://n${index}.guard.example/`, { maxBytes: 10 });
      expect(answer).toMatchObject({ ok: false, status: 'NOT_PUBLIC' });
      expect(world.internet.https.count.connections).toBe(before);
    },
  );

  it.each(ORDINARY.map((address, index) => [address, index + NOT_PUBLIC.length] as const))(
    'would connect to %s',
    async (_address, index) => {
      const answer = await world.http.get(`https://n${index}.guard.example/`, { maxBytes: 10 });
      expect(answer).toMatchObject({ ok: true });
    },
  );

  it('sets private addresses aside, and refuses a host that has no other', async () => {
    const found = (host: string) => findCandidates(world.dns, host);
    world.internet.add({
      domain: 'mixed.example',
      ip: ['10.0.0.1', PUBLIC, '192.168.0.1', '127.0.0.1', '100.64.0.1'],
    });
    world.internet.add({ domain: 'mixed6.example', ip: PUBLIC, ipv6: 'fd00::1' });
    world.internet.add({ domain: 'inner.example', ip: ['10.0.0.1', '10.0.0.2'], ipv6: 'fd00::1' });
    for (const host of ['mixed.example', 'mixed6.example']) {
      expect(await found(host)).toEqual({ ok: true, addresses: [PUBLIC] });
    }
    expect(await found('inner.example')).toMatchObject({ ok: false, status: 'NOT_PUBLIC' });
  });

  it('tries two of each family at most, families in turn', async () => {
    world.internet.add({
      domain: 'crowd.example',
      ip: ['116.203.0.1', '116.203.0.2', '116.203.0.3'],
      ipv6: ['2a01::1', '2a01::2', '2a01::3'],
    });
    const found = await findCandidates(world.dns, 'crowd.example');
    expect(found.ok && found.addresses.map((address) => (isIPv6(address) ? 6 : 4))).toEqual([4, 6, 4, 6]);
  });
});

describe('URLs', () => {
  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://１２７.０.０.１/',
    'https://127。0。0。1/',
    'https://8.8.8.8/',
    'https://localhost/',
    'https://localhost./',
    'https://good.example:22/',
    'https://good.example:8443/',
    'http://good.example/',
    'ftp://good.example/',
    'file:///etc/passwd',
    'https://user:secret@good.example/',
    'https://user@good.example/',
    'https://:secret@good.example/',
    'https://a..b/',
    'https://-bad-.example/',
    'https://\u202egood.example/',
    `https://good.example/${'x'.repeat(5000)}`,
    '//good.example/',
    '',
  ])('refuses %s without a packet', async (url) => {
    const { connections } = world.internet.https.count;
    const { sent } = world.dns.counts;
    expect(await world.http.get(url, { maxBytes: 10 })).toMatchObject({
      ok: false,
      status: 'NOT_PUBLIC',
      code: null,
    });
    expect(world.internet.https.count.connections).toBe(connections);
    expect(world.dns.counts.sent).toBe(sent);
  });

  it('takes port 8448 and a trailing dot', async () => {
    world.internet.add({ domain: 'matrix.example', ip: PUBLIC, routes: { '/': text('in') } });
    expect(await world.http.get('https://matrix.example:8448/', { maxBytes: 10 })).toMatchObject({
      ok: true,
    });
    expect(await world.http.get('https://matrix.example./', { maxBytes: 10 })).toMatchObject({ ok: true });
  });
});

describe('rebinding', () => {
  it('resolves once and connects to what was checked; a name that moved inside is refused the next time', async () => {
    world.internet.add({ domain: 'flip.example', ip: PUBLIC, routes: { '/': text('in') } });
    const asked: string[] = [];
    const flipping: Dns = {
      ...world.dns,
      query(name, type): Promise<DnsAnswer> {
        asked.push(type);
        if (type === 'AAAA') return Promise.resolve({ status: 'NODATA', records: [] });
        const data = asked.length <= 2 ? PUBLIC : '127.0.0.1';
        return Promise.resolve({ status: 'NOERROR', records: [{ name, type: 'A', ttl: 0, data }] });
      },
    };
    const http = createHttp({
      dns: flipping,
      userAgent: USER_AGENT,
      concurrency: 5,
      connectTo: world.internet.httpsServer,
    });
    expect(await http.get('https://flip.example/', { maxBytes: 10 })).toMatchObject({ ok: true });
    expect(asked).toEqual(['A', 'AAAA']);
    await expect.poll(() => world.internet.https.count.open).toBe(0);
    expect(await http.get('https://flip.example/', { maxBytes: 10 })).toMatchObject({ status: 'NOT_PUBLIC' });
    await http.close();
  });
});

it('trusts the authorities of NODE_EXTRA_CA_CERTS', async () => {
  world.internet.add({ domain: 'extra.example', ip: PUBLIC, routes: { '/': text('in') } });
  const script = new URL('./extra-ca.ts', import.meta.url);
  const ask = async (env: Record<string, string>) => {
    const child = fork(script, [world.internet.dnsServer, world.internet.httpsServer], {
      env: { ...process.env, ...env },
      execArgv: [],
    });
    const [status] = await once(child, 'message');
    return status;
  };
  expect(await ask({ NODE_EXTRA_CA_CERTS: world.internet.caFile })).toBe('OK');
  expect(await ask({ NODE_EXTRA_CA_CERTS: '' })).toBe('TLS');
});

it.each(['localhost:443', '127.0.0.1', '', 'https://127.0.0.1:1'])('refuses connectTo %j', (connectTo) => {
  expect(() => createHttp({ dns: world.dns, userAgent: USER_AGENT, concurrency: 1, connectTo })).toThrow(
    /ip:port/,
  );
});
