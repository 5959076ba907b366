import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { encode } from 'dns-packet';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createDns } from '../../../src/net/dns/client.ts';
import { encodeQuery, readDnsReply } from '../../../src/net/dns/message.ts';

const NAME = 'victim.example';
const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** A server that answers each query with whatever bytes it is told to. */
async function startLiar(answer: (query: Buffer) => Buffer[]): Promise<{ address: string; socket: Socket }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    for (const reply of answer(query)) socket.send(reply, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  cleanups.push(() => socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, socket };
}

async function ask(address: string, type: 'A' | 'TXT' = 'A') {
  const dns = await createDns({ servers: [address], concurrency: 10, qps: 0, timeoutMs: 100, tries: 2 });
  cleanups.push(() => dns.close());
  return dns.query(NAME, type);
}

/** A well-formed header and question, answering the query, with so many records promised. */
function start(query: Buffer, records: number, flags = 0x8180): Buffer {
  const reply = Buffer.from(query.subarray(0, 12 + NAME.length + 2 + 4));
  reply.writeUInt16BE(flags, 2);
  reply.writeUInt16BE(records, 6);
  reply.writeUInt32BE(0, 8);
  return reply;
}

/** Type A, class IN, TTL 0, four bytes. */
const A_RECORD = Buffer.from('00010001000000000004cb007107', 'hex');

/** The query's header alone, without its question, with a response code. */
function withoutQuestion(query: Buffer, code: number, flags = 0x8180): Buffer {
  const reply = Buffer.alloc(12);
  query.copy(reply, 0, 0, 2);
  reply.writeUInt16BE(flags | code, 2);
  return reply;
}

/** Owner by pointer to the question, then an A record. */
const ANSWER = Buffer.concat([Buffer.from([0xc0, 12]), A_RECORD]);
const hasEdns = (query: Buffer) => query.readUInt16BE(10) > 0;

describe('a reply with the right id alone', () => {
  it.each([0, 1, 2, 3, 4, 5])('is no answer, whatever its response code (%i)', async (code) => {
    const { address } = await startLiar((query) => [withoutQuestion(query, code)]);
    expect((await ask(address)).status).toBe('TIMEOUT');
  });

  it.each([1, 4])('makes us ask without EDNS where the question could not be read (%i)', async (code) => {
    const { address } = await startLiar((query) => [
      hasEdns(query) ? withoutQuestion(query, code) : Buffer.concat([start(query, 1), ANSWER]),
    ]);
    expect((await ask(address)).records[0]?.data).toBe('203.0.113.7');
  });

  it('does not keep the right answer away', async () => {
    const { address } = await startLiar((query) => [
      ...[1, 2, 3, 5].map((code) => withoutQuestion(query, code)),
      Buffer.concat([start(query, 1), ANSWER]),
    ]);
    expect((await ask(address)).records[0]?.data).toBe('203.0.113.7');
  });

  it.each([0, 2, 65_535])('and %i questions is no answer either', async (count) => {
    const { address } = await startLiar((query) => {
      const reply = Buffer.concat([start(query, 1), ANSWER]);
      reply.writeUInt16BE(count, 4);
      return [reply];
    });
    expect((await ask(address)).status).toBe('TIMEOUT');
  });

  it.each([2, 65_535])('and %i questions is no failure either', async (count) => {
    const { address } = await startLiar((query) => {
      const reply = start(query, 0, 0x8182);
      reply.writeUInt16BE(count, 4);
      return [reply];
    });
    expect((await ask(address)).status).toBe('TIMEOUT');
  });
});

/** A server that says over UDP that the answer is too long for it, and has `tcp` at the same port. */
async function startBesideTcp(tcp: Server): Promise<string> {
  for (;;) {
    const { address, socket } = await startLiar((query) => [start(query, 0, 0x8380)]);
    tcp.listen(socket.address().port, '127.0.0.1');
    const problem = await once(tcp, 'listening').then(
      () => null,
      (error: NodeJS.ErrnoException) => error,
    );
    if (problem === null) return address;
    // Another program has this port of TCP.
    if (problem.code !== 'EADDRINUSE') throw problem;
  }
}

describe('a reply over TCP', () => {
  /** Says over UDP that the answer is too long for it, and answers over TCP with `reply`. */
  async function startTruncating(reply: (query: Buffer) => Buffer) {
    const tcp = createServer((connection) => {
      connection.on('error', () => undefined);
      connection.once('data', (data: Buffer) => {
        const message = reply(data.subarray(2));
        const length = Buffer.alloc(2);
        length.writeUInt16BE(message.length, 0);
        connection.end(Buffer.concat([length, message]));
      });
    });
    const address = await startBesideTcp(tcp);
    cleanups.push(() => void tcp.close());
    return address;
  }
  const right = (query: Buffer) => Buffer.concat([start(query, 1), ANSWER]);

  it('is taken with the right id and question', async () => {
    expect((await ask(await startTruncating(right))).records[0]?.data).toBe('203.0.113.7');
  });

  it('is no answer with another id', async () => {
    const address = await startTruncating((query) => {
      const reply = right(query);
      reply.writeUInt16BE(query.readUInt16BE(0) ^ 1, 0);
      return reply;
    });
    expect((await ask(address)).status).toBe('TIMEOUT');
  });

  it.each([0, 1, 2, 3, 5])('is no answer without a question (code %i)', async (code) => {
    const address = await startTruncating((query) => withoutQuestion(query, code));
    expect((await ask(address)).status).toBe('TIMEOUT');
  });

  it('is no answer with another question', async () => {
    const address = await startTruncating((query) => {
      const reply = right(query);
      reply[13] = (reply[13] ?? 0) ^ 1;
      return reply;
    });
    expect((await ask(address)).status).toBe('TIMEOUT');
  });
});

describe('replies that lie', () => {
  it.each([
    ['a pointer to itself', Buffer.from([0xc0, 32])],
    ['a pointer forward', Buffer.from([0xc0, 60])],
    ['two pointers at each other', Buffer.from([0xc0, 34, 0xc0, 32])],
    ['a reserved label type', Buffer.from([0x80, 1])],
    ['a label beyond the end', Buffer.from([63, 1, 2])],
    ['nothing at all', Buffer.alloc(0)],
  ])('%s in the name', async (_what, name) => {
    const { address } = await startLiar((query) => [Buffer.concat([start(query, 1), name, A_RECORD])]);
    expect((await ask(address)).records).toEqual([]);
  });

  it('thousands of records that all lead through a long chain of pointers', async () => {
    const { address } = await startLiar((query) => {
      const pointers: Buffer[] = [Buffer.from([0])];
      const base = start(query, 65_535);
      let at = base.length;
      for (let previous = at++; at < 16_000; previous = at, at += 2) {
        pointers.push(Buffer.from([0xc0 | (previous >> 8), previous & 255]));
      }
      return [Buffer.concat([base, ...pointers])];
    });
    expect((await ask(address)).records).toEqual([]);
  });

  it('records of other names are not taken', async () => {
    const records = [
      { name: 'other.example', type: 'A' as const, ttl: 1, data: '203.0.113.66' },
      { name: NAME, type: 'A' as const, ttl: 1, data: '203.0.113.1' },
      { name: NAME, type: 'A' as const, class: 'CH' as const, ttl: 1, data: '203.0.113.67' },
    ];
    const { address } = await startLiar((query) => [
      encode({
        type: 'response',
        id: query.readUInt16BE(0),
        flags: 0x180,
        questions: [{ name: NAME, type: 'A', class: 'IN' }],
        answers: records,
      }),
    ]);
    expect((await ask(address)).records.map((record) => record.data)).toEqual(['203.0.113.1']);
  });

  it('a query sent back as it came is no answer', async () => {
    const { address } = await startLiar((query) => [Buffer.from(query)]);
    expect((await ask(address)).status).toBe('TIMEOUT');
  });

  it('a reply from somebody else than the server is not heard', async () => {
    const other = createSocket('udp4');
    other.bind(0, '127.0.0.1');
    await once(other, 'listening');
    cleanups.push(() => other.close());
    const { address, socket } = await startLiar(() => []);
    socket.on('message', (query, from) => {
      other.send(
        Buffer.concat([start(query, 1), Buffer.from([0xc0, 12]), A_RECORD]),
        from.port,
        from.address,
      );
    });
    expect((await ask(address)).status).toBe('TIMEOUT');
  });

  it('a server from before EDNS is asked again without it', async () => {
    const { address } = await startLiar((query) =>
      query.readUInt16BE(10) > 0
        ? [Buffer.concat([query.subarray(0, 2), Buffer.from('81810000000000000000', 'hex')])]
        : [Buffer.concat([start(query, 1), Buffer.from([0xc0, 12]), A_RECORD])],
    );
    expect((await ask(address)).records[0]?.data).toBe('203.0.113.7');
  });
});

describe('truncated, and TCP is no better', () => {
  it.each([
    ['closes at once', (): Buffer | null => null],
    ['sends half a frame and stays', () => Buffer.from([0xff, 0xff, 1, 2, 3])],
    ['sends 64 KB of rubbish', () => Buffer.alloc(65_537, 0xff)],
    ['sends an empty frame', () => Buffer.from([0, 0])],
  ])('%s', async (_what, reply) => {
    const tcp = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      const bytes = reply();
      if (bytes === null) socket.destroy();
      else socket.write(bytes);
    });
    const address = await startBesideTcp(tcp);
    const dns = await createDns({
      servers: [address],
      concurrency: 10,
      qps: 0,
      timeoutMs: 100,
      deadlineMs: 600,
    });
    cleanups.push(() => dns.close());
    expect(await dns.query(NAME, 'TXT')).toEqual({ status: 'TIMEOUT', records: [] });
    tcp.close();
  });
});

describe('reading', () => {
  const query = encodeQuery(NAME, 'A', true) ?? Buffer.alloc(0);

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const reply = readDnsReply(Buffer.from(bytes), query, NAME, 'A');
        expect(['other', 'broken', 'truncated', 'answer']).toContain(reply.kind);
      }),
    );
  });

  it('survives any bytes behind a right question, for every type', () => {
    const types = fc.constantFrom('A', 'AAAA', 'CNAME', 'SRV', 'TXT', 'NS', 'PTR');
    fc.assert(
      fc.property(types, fc.uint8Array({ maxLength: 300 }), fc.nat(65_535), (type, bytes, count) => {
        const asked = encodeQuery(NAME, type, false) ?? Buffer.alloc(0);
        const reply = readDnsReply(Buffer.concat([start(asked, count), bytes]), asked, NAME, type);
        expect(['broken', 'answer']).toContain(reply.kind);
      }),
      { numRuns: 500 },
    );
  });

  it('survives any single change of a good reply, and never takes another name for it', () => {
    const good = Buffer.concat([start(query, 1), Buffer.from([0xc0, 12]), A_RECORD]);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bad = Buffer.from(good);
        bad[at] = byte;
        const reply = readDnsReply(bad, query, NAME, 'A');
        if (reply.kind !== 'answer') return;
        for (const record of reply.answer.records) expect(record.name).toBe(NAME);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a question in other letter case', () => {
    const shouted = Buffer.concat([start(query, 1), Buffer.from([0xc0, 12]), A_RECORD]);
    shouted.write('VICTIM', 13);
    const reply = readDnsReply(shouted, query, NAME, 'A');
    expect(reply.kind === 'answer' && reply.answer.records[0]?.data).toBe('203.0.113.7');
  });
});
