import { createSocket } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import { type Answer, decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DnsServer, startDnsServer } from './server.ts';
import { createZone, type ZoneRecord } from './zone.ts';

const LONG = Array.from({ length: 60 }, (_, index) => `198.51.100.${index + 1}`);
const REPLIES = [
  'servfail',
  'refused',
  'formerr',
  'silent',
  'nodata',
  'truncated',
  'forged-first',
  'wrong-id',
  'wrong-question',
  'garbage',
] as const;
const RECORDS: readonly ZoneRecord[] = [
  { name: 'tea.example', type: 'A', data: '192.0.2.1' },
  { name: 'tea.example', type: 'A', data: '192.0.2.2' },
  { name: 'tea.example', type: 'AAAA', data: '2001:db8::1' },
  { name: 'tea.example', type: 'NS', data: 'ns1.example' },
  { name: 'tea.example', type: 'TXT', data: 'v=hosting1; by=Hetzner; country=DE' },
  { name: 'long-text.example', type: 'TXT', data: 'ä'.repeat(300) },
  {
    name: '_xmpp-client._tcp.tea.example',
    type: 'SRV',
    data: { priority: 5, weight: 1, port: 5222, target: 'chat.example' },
  },
  { name: '1.2.0.192.in-addr.arpa', type: 'PTR', data: 'host.tea.example' },
  { name: 'alias.example', type: 'CNAME', data: 'middle.example' },
  { name: 'middle.example', type: 'CNAME', data: 'tea.example' },
  { name: 'dangling.example', type: 'CNAME', data: 'nowhere.example' },
  { name: 'loop-a.example', type: 'CNAME', data: 'loop-b.example' },
  { name: 'loop-b.example', type: 'CNAME', data: 'loop-a.example' },
  ...LONG.map((data) => ({ name: 'big.example', type: 'A', data }) as const),
  ...REPLIES.map((reply) => ({ name: `${reply}.example`, type: 'A', data: '192.0.2.9' }) as const),
  { name: 'lossy.example', type: 'A', data: '192.0.2.9' },
];

let server: DnsServer;
const resolver = new dns.Resolver({ timeout: 400, tries: 2 });

beforeAll(async () => {
  const zone = createZone();
  for (const record of RECORDS) zone.add(record);
  for (const reply of REPLIES) zone.behave(`${reply}.example`, { reply });
  zone.behave('lossy.example', { loseFirst: 1 });
  server = await startDnsServer({ zone });
  resolver.setServers([server.address]);
});
afterAll(() => server.stop());

async function code(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => 'ok',
    (error: NodeJS.ErrnoException) => error.code,
  );
}

/** One packet over UDP and the first reply to it, or null after 300 ms. */
async function ask(packet: Buffer): Promise<Buffer | null> {
  const [host = '', port = ''] = server.address.split(':');
  const socket = createSocket('udp4');
  try {
    socket.send(packet, Number(port), host);
    const [reply] = await once(socket, 'message', { signal: AbortSignal.timeout(300) });
    return reply;
  } catch {
    return null;
  } finally {
    socket.close();
  }
}

describe('the model DNS server, asked by Node', () => {
  it('answers every record type', async () => {
    expect((await resolver.resolve4('tea.example')).sort()).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await resolver.resolve6('tea.example')).toEqual(['2001:db8::1']);
    expect(await resolver.resolveNs('tea.example')).toEqual(['ns1.example']);
    expect(await resolver.resolveTxt('tea.example')).toEqual([['v=hosting1; by=Hetzner; country=DE']]);
    expect(await resolver.resolveCname('alias.example')).toEqual(['middle.example']);
    expect(await resolver.resolvePtr('1.2.0.192.in-addr.arpa')).toEqual(['host.tea.example']);
    expect(await resolver.resolveSrv('_xmpp-client._tcp.tea.example')).toEqual([
      expect.objectContaining({ priority: 5, weight: 1, port: 5222, name: 'chat.example' }),
    ]);
  });

  it('cuts a long text into strings of at most 255 bytes', async () => {
    const [strings = []] = await resolver.resolveTxt('long-text.example');
    expect(strings.length).toBe(3);
    const bytes = await ask(
      encode({ type: 'query', id: 1, questions: [{ type: 'TXT', name: 'long-text.example' }] }),
    );
    expect(decode(bytes ?? Buffer.alloc(0)).flag_tc).toBe(true);
  });

  it('ignores the case of names and keeps it in the question', async () => {
    expect((await resolver.resolve4('TeA.eXample')).length).toBe(2);
    const reply = await ask(
      encode({ type: 'query', id: 7, questions: [{ type: 'A', name: 'tEa.ExAmPle' }] }),
    );
    expect(decode(reply ?? Buffer.alloc(0)).questions?.[0]?.name).toBe('tEa.ExAmPle');
  });

  it('gives the CNAME chain with the addresses at its end', async () => {
    expect((await resolver.resolve4('alias.example')).sort()).toEqual(['192.0.2.1', '192.0.2.2']);
    const reply = await ask(
      encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'alias.example' }] }),
    );
    const types = decode(reply ?? Buffer.alloc(0)).answers?.map((answer) => answer.type);
    expect(types).toEqual(['CNAME', 'CNAME', 'A', 'A']);
  });

  it('ends a CNAME loop, and says NXDOMAIN behind a dangling alias', async () => {
    expect(await code(resolver.resolve4('dangling.example'))).toBe('ENOTFOUND');
    const reply = await ask(
      encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'loop-a.example' }] }),
    );
    const answers = decode(reply ?? Buffer.alloc(0)).answers ?? [];
    expect(answers.map((answer) => `${answer.type} ${answer.name}`)).toEqual([
      'CNAME loop-a.example',
      'CNAME loop-b.example',
    ]);
  });

  it.each([
    ['unknown.example', 'ENOTFOUND'],
    ['below.tea.example', 'ENOTFOUND'],
    ['nodata.example', 'ENODATA'],
    ['servfail.example', 'ESERVFAIL'],
    ['below.servfail.example', 'ESERVFAIL'],
    ['refused.example', 'EREFUSED'],
    ['silent.example', 'ETIMEOUT'],
    ['wrong-id.example', 'ETIMEOUT'],
    ['wrong-question.example', 'ETIMEOUT'],
    ['garbage.example', 'EBADRESP'],
  ])('%s fails with %s', async (name, expected) => {
    const impatient = new dns.Resolver({ timeout: 150, tries: 1 });
    impatient.setServers([server.address]);
    expect(await code(impatient.resolve4(name))).toBe(expected);
  });

  it('says FORMERR where it should', async () => {
    const reply = await ask(
      encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'formerr.example' }] }),
    );
    expect((reply ?? Buffer.alloc(4)).readUInt8(3) & 0x0f).toBe(1);
  });

  it('says NODATA for a type that a name does not have, unknown types included', async () => {
    expect(await code(resolver.resolveMx('tea.example'))).toBe('ENODATA');
    expect(await code(resolver.resolve6('big.example'))).toBe('ENODATA');
  });

  it('truncates over UDP, and answers in full over TCP', async () => {
    const before = server.queries('big.example').length;
    expect((await resolver.resolve4('big.example')).length).toBe(LONG.length);
    const transports = server
      .queries('big.example')
      .slice(before)
      .map(({ transport }) => transport);
    expect(transports).toEqual(['udp', 'tcp']);
    expect(await resolver.resolve4('truncated.example')).toEqual(['192.0.2.9']);
  });

  it('does not truncate what fits into the size that EDNS names', async () => {
    const additionals: Answer[] = [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: 4096,
        flags: 0,
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: false,
        options: [],
      },
    ];
    const questions = [{ type: 'A', name: 'big.example' } as const];
    const reply = decode(
      (await ask(encode({ type: 'query', id: 1, questions, additionals }))) ?? Buffer.alloc(0),
    );
    expect(reply.flag_tc).toBe(false);
    expect(reply.answers?.length).toBe(LONG.length);
  });

  it('sends a forged reply first where told to, which a careful client does not take', async () => {
    expect(await resolver.resolve4('forged-first.example')).toEqual(['192.0.2.9']);
  });

  it('loses the first query where told to', async () => {
    const patient = new dns.Resolver({ timeout: 150, tries: 3 });
    patient.setServers([server.address]);
    expect(await patient.resolve4('lossy.example')).toEqual(['192.0.2.9']);
    expect(server.queries('LOSSY.example').length).toBeGreaterThan(1);
  });

  it('lives through any packet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const [host = '', port = ''] = server.address.split(':');
        const socket = createSocket('udp4');
        await new Promise<void>((resolve) => socket.send(bytes, Number(port), host, () => resolve()));
        socket.close();
      }),
      { numRuns: 200 },
    );
    const query = encode({ type: 'query', id: 1, questions: [{ type: 'A', name: 'tea.example' }] });
    for (let length = 12; length < query.length; length++) {
      expect((await ask(query.subarray(0, length)))?.length).toBe(12);
    }
    expect((await resolver.resolve4('tea.example')).length).toBe(2);
    expect(server.count.malformed).toBeGreaterThan(0);
  });

  it('never answers a response', async () => {
    const response = encode({ type: 'response', id: 1, questions: [{ type: 'A', name: 'tea.example' }] });
    expect(await ask(response)).toBeNull();
  });
});

describe('a zone', () => {
  it('keeps a shared record until the last one who added it removes it', () => {
    const zone = createZone();
    const record = { name: 'vip.example', type: 'A', data: '192.0.2.1' } as const;
    zone.add(record);
    zone.add(record);
    expect(zone.answer('vip.example', 'A').answers.length).toBe(1);
    zone.remove(record);
    expect(zone.answer('vip.example', 'A').answers.length).toBe(1);
    zone.remove(record);
    expect(zone.answer('vip.example', 'A').rcode).toBe('NXDOMAIN');
  });
});
