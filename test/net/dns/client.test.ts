import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDns } from '../../../src/net/dns/client.ts';
import type { Dns } from '../../../src/net/dns/dns.ts';
import { type DnsServer, startDnsServer } from '../../model-internet/dns/server.ts';
import { createZone } from '../../model-internet/dns/zone.ts';

const zone = createZone();
let server: DnsServer;
let dns: Dns;

/** Short waits: the model answers at once, or never. */
const FAST = { concurrency: 500, qps: 0, timeoutMs: 150, tries: 3, deadlineMs: 3000 };

beforeAll(async () => {
  server = await startDnsServer({ zone });
  dns = await createDns({ servers: [server.address], ...FAST });
});

afterAll(async () => {
  dns.close();
  await server.stop();
});

const address = (name: string, data = '203.0.113.7') => zone.add({ name, type: 'A', data });

describe('records', () => {
  it('reads each type', async () => {
    address('types.example');
    zone.add({ name: 'types.example', type: 'AAAA', data: '2001:db8::7' });
    zone.add({ name: 'types.example', type: 'NS', data: 'NS1.Example' });
    zone.add({ name: '7.113.0.203.in-addr.arpa', type: 'PTR', data: 'Types.Example' });
    zone.add({ name: 'alias.example', type: 'CNAME', data: 'types.example' });
    const srv = { priority: 10, weight: 5, port: 5222, target: 'XMPP.example' };
    zone.add({ name: '_xmpp-client._tcp.types.example', type: 'SRV', data: srv });

    expect((await dns.query('types.example', 'A')).records).toEqual([
      { name: 'types.example', type: 'A', ttl: 300, data: '203.0.113.7' },
    ]);
    expect((await dns.query('types.example', 'AAAA')).records[0]?.data).toBe('2001:db8::7');
    expect((await dns.query('types.example', 'NS')).records[0]?.data).toBe('ns1.example');
    expect((await dns.query('7.113.0.203.in-addr.arpa', 'PTR')).records[0]?.data).toBe('types.example');
    expect((await dns.query('alias.example', 'CNAME')).records[0]?.data).toBe('types.example');
    expect((await dns.query('_xmpp-client._tcp.types.example', 'SRV')).records[0]?.data).toEqual({
      ...srv,
      target: 'xmpp.example',
    });
  });

  it('joins the strings of a TXT record, and reads no more than 4096 bytes of it', async () => {
    zone.add({ name: 'text.example', type: 'TXT', data: `v=hosting1; by=${'x'.repeat(500)}` });
    zone.add({ name: 'long.example', type: 'TXT', data: 'y'.repeat(20_000) });
    const text = await dns.query('text.example', 'TXT');
    expect(text.records[0]?.data).toBe(`v=hosting1; by=${'x'.repeat(500)}`);
    const long = await dns.query('long.example', 'TXT');
    expect(long.records[0]?.data).toBe('y'.repeat(4096));
  });

  it('gives the CNAME links in order before the addresses', async () => {
    zone.add({ name: 'www.chain.example', type: 'CNAME', data: 'edge.chain.example' });
    zone.add({ name: 'edge.chain.example', type: 'CNAME', data: 'end.chain.example' });
    address('end.chain.example');
    const { status, records } = await dns.query('WWW.chain.example.', 'A');
    expect(status).toBe('NOERROR');
    expect(records.map((record) => `${record.name} ${record.type} ${record.data}`)).toEqual([
      'www.chain.example CNAME edge.chain.example',
      'edge.chain.example CNAME end.chain.example',
      'end.chain.example A 203.0.113.7',
    ]);
  });

  it('asks over TCP for what UDP cut off', async () => {
    address('cut.example');
    zone.behave('cut.example', { reply: 'truncated' });
    for (let index = 0; index < 200; index++) address('many.example', `198.51.100.${index}`);
    expect((await dns.query('cut.example', 'A')).records).toHaveLength(1);
    expect((await dns.query('many.example', 'A')).records).toHaveLength(200);
    expect(server.queries('many.example').map((query) => query.transport)).toEqual(['udp', 'tcp']);
  });
});

describe('statuses', () => {
  it.each([
    ['nxdomain', 'NXDOMAIN'],
    ['nodata', 'NODATA'],
    ['servfail', 'SERVFAIL'],
    ['refused', 'REFUSED'],
    ['formerr', 'FORMERR'],
    ['silent', 'TIMEOUT'],
    ['garbage', 'TIMEOUT'],
    ['wrong-id', 'TIMEOUT'],
    ['wrong-question', 'TIMEOUT'],
  ] as const)('%s is %s', async (reply, status) => {
    address(`${reply}.status.example`);
    zone.behave(`${reply}.status.example`, { reply });
    expect(await dns.query(`${reply}.status.example`, 'A')).toEqual({ status, records: [] });
  });

  it('takes the right reply where a forged one came first', async () => {
    address('forged.example');
    zone.behave('forged.example', { reply: 'forged-first' });
    expect((await dns.query('forged.example', 'A')).records[0]?.data).toBe('203.0.113.7');
  });

  it.each([
    '',
    '.',
    'a..b',
    `${'l'.repeat(64)}.example`,
    `${'abcdefg.'.repeat(40)}example`,
    'white space.example',
    'ü.example',
  ])('does not ask for what DNS cannot carry: %j', async (name) => {
    const { sent } = dns.counts;
    expect((await dns.query(name, 'A')).status).toBe('FORMERR');
    expect(dns.counts.sent).toBe(sent);
  });
});

describe('retries', () => {
  it('asks again when messages are lost', async () => {
    address('lossy.example');
    zone.behave('lossy.example', { loseFirst: 2 });
    expect((await dns.query('lossy.example', 'A')).status).toBe('NOERROR');
    expect(server.queries('lossy.example')).toHaveLength(3);
  });

  it('takes the late answer to an earlier message', async () => {
    address('late.example');
    // The last message's answer would come too late: only those to earlier ones are in time.
    zone.behave('late.example', { delayMs: 800 });
    const late = await createDns({ servers: [server.address], ...FAST, timeoutMs: 150, tries: 3 });
    expect((await late.query('late.example', 'A')).status).toBe('NOERROR');
    expect(late.counts.retried).toBe(2);
    late.close();
  });

  it('goes on to the next server after silence, SERVFAIL and REFUSED', async () => {
    const other = createZone();
    for (const name of ['servfail.two.example', 'refused.two.example', 'silent.two.example']) {
      other.add({ name, type: 'A', data: '203.0.113.9' });
    }
    zone.behave('servfail.two.example', { reply: 'servfail' });
    zone.behave('refused.two.example', { reply: 'refused' });
    zone.behave('silent.two.example', { reply: 'silent' });
    const second = await startDnsServer({ zone: other });
    const both = await createDns({ servers: [server.address, second.address], ...FAST });
    for (const kind of ['servfail', 'refused', 'silent']) {
      for (const turn of ['the first', 'the second']) {
        const { status } = await both.query(`${kind}.two.example`, 'A');
        expect(status, `${kind}, ${turn} server asked first`).toBe('NOERROR');
      }
    }
    both.close();
    await second.stop();
  });

  it('tells SERVFAIL, not TIMEOUT, where one server fails and the other is silent', async () => {
    const other = createZone();
    other.behave('mixed.example', { reply: 'silent' });
    zone.behave('mixed.example', { reply: 'servfail' });
    const second = await startDnsServer({ zone: other });
    const both = await createDns({ servers: [server.address, second.address], ...FAST });
    expect((await both.query('mixed.example', 'A')).status).toBe('SERVFAIL');
    both.close();
    await second.stop();
  });
});

describe('load', () => {
  it('asks once for what many want at the same time', async () => {
    address('shared.example');
    zone.behave('shared.example', { delayMs: 50 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => dns.query('Shared.example', 'A')));
    expect(new Set(answers).size).toBe(1);
    expect(server.queries('shared.example')).toHaveLength(1);
  });

  it('answers thousands without a false failure', async () => {
    for (let index = 0; index < 3000; index++)
      address(`n${index}.load.example`, `198.18.${index >> 8}.${index & 255}`);
    const calm = await createDns({ servers: [server.address], concurrency: 500, qps: 0 });
    const answers = await Promise.all(
      Array.from({ length: 3000 }, (_, index) => calm.query(`n${index}.load.example`, 'A')),
    );
    const right = answers.filter(
      ({ records }, index) => records[0]?.data === `198.18.${index >> 8}.${index & 255}`,
    );
    expect(right).toHaveLength(3000);
    expect(calm.counts.timedOut).toBe(0);
    calm.close();
  });

  it('never has more in flight than it may', async () => {
    zone.behave('slow.example', { delayMs: 30 });
    let inFlight = 0;
    let most = 0;
    const narrow = await createDns({ servers: [server.address], ...FAST, concurrency: 5 });
    const before = server.queries().length;
    const asked = Array.from({ length: 40 }, (_, index) => narrow.query(`q${index}.slow.example`, 'A'));
    for (const each of asked) void each.then(() => inFlight--);
    const watch = setInterval(() => {
      inFlight = server.queries().length - before - narrow.counts.answered;
      most = Math.max(most, inFlight);
    }, 1);
    await Promise.all(asked);
    clearInterval(watch);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(5);
    narrow.close();
  });

  it('ends everything on close', async () => {
    zone.behave('hang.example', { reply: 'silent' });
    const closing = await createDns({
      servers: [server.address],
      ...FAST,
      concurrency: 2,
      timeoutMs: 60_000,
    });
    const asked = Array.from({ length: 10 }, (_, index) => closing.query(`q${index}.hang.example`, 'A'));
    setTimeout(() => closing.close(), 50);
    for (const { status } of await Promise.all(asked)) expect(status).toBe('TIMEOUT');
    expect((await closing.query('after.example', 'A')).status).toBe('TIMEOUT');
  });
});

it.each(['', 'localhost:53', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:65536', '[::1]', '::1:53', '127.1:53'])(
  'refuses %j as a server',
  async (text) => {
    await expect(createDns({ servers: [text], ...FAST })).rejects.toThrow(/expected ip:port/);
  },
);
