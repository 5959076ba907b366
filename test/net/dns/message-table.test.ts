import { describe, expect, it } from 'vitest';
import type { RecordType } from '../../../src/net/dns/dns.ts';
import { encodeQuery, readDnsReply } from '../../../src/net/dns/message.ts';

/*
 * Replies octet by octet: what each field may do, and what a hostile one may not.
 */

const NAME = 'host.example';
const QUESTION_AT = 12;
const CODES = { A: 1, NS: 2, CNAME: 5, PTR: 12, TXT: 16, AAAA: 28, SRV: 33 } as const;

const queryOf = (type: RecordType, name = NAME) => encodeQuery(name, type, false) ?? Buffer.alloc(0);
const labels = (...all: readonly string[]) =>
  Buffer.concat(all.flatMap((label) => [Buffer.of(Buffer.byteLength(label)), Buffer.from(label)]));
const nameOf = (text: string) => Buffer.concat([labels(...text.split('.')), Buffer.of(0)]);
const pointer = (to: number) => Buffer.of(0xc0 | (to >> 8), to & 0xff);
const OWN = pointer(QUESTION_AT);
const octets = (...all: readonly number[]) => Buffer.from(all);

interface RecordParts {
  readonly class?: number;
  readonly ttl?: number;
  /** As it is written, if that is not true. */
  readonly length?: number;
}

function record(owner: Buffer, type: number, data: Buffer, parts: RecordParts = {}): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(parts.class ?? 1, 2);
  fixed.writeUInt32BE(parts.ttl ?? 60, 4);
  fixed.writeUInt16BE(parts.length ?? data.length, 8);
  return Buffer.concat([owner, fixed, data]);
}

interface Head {
  readonly flags?: number;
  readonly questions?: number;
  readonly count?: number;
}

function messageOf(type: RecordType, records: readonly Buffer[], head: Head = {}): Buffer {
  const start = Buffer.from(queryOf(type));
  start.writeUInt16BE(head.flags ?? 0x8180, 2);
  start.writeUInt16BE(head.questions ?? 1, 4);
  start.writeUInt16BE(head.count ?? records.length, 6);
  return Buffer.concat([start, ...records]);
}

const read = (type: RecordType, records: readonly Buffer[], head: Head = {}) =>
  readDnsReply(messageOf(type, records, head), queryOf(type), NAME, type);
const answer = (status: string, records: readonly unknown[] = []) => ({
  kind: 'answer',
  answer: { status, records },
});
const found = (type: RecordType, ...data: readonly unknown[]) =>
  answer(
    'NOERROR',
    data.map((each) => ({ name: NAME, type, ttl: 60, data: each })),
  );
const BROKEN = { kind: 'broken' };
const OTHER = { kind: 'other' };
const A = record(OWN, CODES.A, octets(116, 203, 0, 1));
const FOUND_A = found('A', '116.203.0.1');

describe('the head of a reply', () => {
  it.each(Array.from({ length: 12 }, (_, length) => length))('of %i octets is none', (length) => {
    expect(readDnsReply(messageOf('A', [A]).subarray(0, length), queryOf('A'), NAME, 'A')).toEqual(OTHER);
  });

  it('must be of a reply', () => {
    expect(read('A', [A])).toEqual(FOUND_A);
    expect(read('A', [A], { flags: 0x0180 })).toEqual(OTHER);
    expect(read('A', [A], { flags: 0x8000 })).toEqual(FOUND_A);
    expect(read('A', [A], { flags: 0x7dff })).toEqual(OTHER);
  });

  const STATUSES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'FORMERR', 'REFUSED'];
  it.each(Array.from({ length: 16 }, (_, code) => [code, STATUSES[code] ?? 'SERVFAIL'] as const))(
    'with response code %i is %s',
    (code, status) => {
      const records = status === 'NOERROR' || status === 'NXDOMAIN' ? FOUND_A.answer.records : [];
      expect(read('A', [A], { flags: 0x8180 | code })).toEqual(answer(status, records));
    },
  );

  it.each([
    [0, 'other'],
    [1, 'unread'],
    [2, 'other'],
    [3, 'other'],
    [4, 'unread'],
    [5, 'other'],
  ])('without a question and with response code %i is %s', (code, kind) => {
    const head = Buffer.alloc(12);
    head.writeUInt16BE(0x8180 | code, 2);
    expect(readDnsReply(head, queryOf('A'), NAME, 'A')).toEqual({ kind });
    expect(read('A', [A], { flags: 0x8180 | code, questions: 0 })).toEqual({ kind });
  });

  it.each([2, 256, 65_535])('with %i questions is none of ours', (questions) => {
    expect(read('A', [A], { questions })).toEqual(OTHER);
  });

  it('that is cut off is to be asked again, unless it failed', () => {
    expect(read('A', [A], { flags: 0x8380 })).toEqual({ kind: 'truncated' });
    expect(read('A', [], { flags: 0x8383 })).toEqual({ kind: 'truncated' });
    expect(read('A', [A], { flags: 0x8382 })).toEqual(answer('SERVFAIL'));
  });
});

describe('the question of a reply', () => {
  const whole = messageOf('A', [A]);
  const end = queryOf('A').length;

  it('may be in capitals', () => {
    const message = Buffer.from(whole);
    for (let at = QUESTION_AT; at < end; at++) {
      const octet = message[at] ?? 0;
      if (octet >= 0x61 && octet <= 0x7a) message[at] = octet - 0x20;
    }
    expect(message.toString('latin1')).toContain('HOST');
    expect(readDnsReply(message, queryOf('A'), NAME, 'A')).toEqual(FOUND_A);
  });

  it('must be ours in every bit of every octet', () => {
    for (let at = QUESTION_AT; at < end; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const message = Buffer.from(whole);
        message[at] = (message[at] ?? 0) ^ (1 << bit);
        const isCase = bit === 5 && /[a-z]/.test(String.fromCharCode(whole[at] ?? 0));
        const reply = readDnsReply(message, queryOf('A'), NAME, 'A');
        expect(reply, `octet ${at}, bit ${bit}`).toEqual(isCase ? FOUND_A : OTHER);
      }
    }
  });

  it.each(['a`b.example', 'a{b.example', 'aab.example', 'azb.example'])(
    '%s has case only in letters',
    (name) => {
      const message = Buffer.concat([queryOf('A', name)]);
      message.writeUInt16BE(0x8180, 2);
      const at = QUESTION_AT + 2;
      message[at] = (message[at] ?? 0) - 0x20;
      const isLetter = /[az]b/.test(name.slice(1));
      expect(readDnsReply(message, queryOf('A', name), name, 'A')).toEqual(
        isLetter ? answer('NODATA') : OTHER,
      );
    },
  );

  it('must be there as a whole', () => {
    for (let length = 12; length < end; length++) {
      expect(readDnsReply(whole.subarray(0, length), queryOf('A'), NAME, 'A')).toEqual(OTHER);
    }
  });
});

describe('the answer section', () => {
  it('that is cut off anywhere cannot be read', () => {
    const records = [A, record(nameOf(NAME), CODES.A, octets(116, 203, 0, 2))];
    const whole = messageOf('A', records);
    expect(readDnsReply(whole, queryOf('A'), NAME, 'A')).toEqual(found('A', '116.203.0.1', '116.203.0.2'));
    for (let length = queryOf('A').length; length < whole.length; length++) {
      expect(readDnsReply(whole.subarray(0, length), queryOf('A'), NAME, 'A'), `${length}`).toEqual(BROKEN);
    }
  });

  it('may be followed by other sections', () => {
    expect(read('A', [A, Buffer.alloc(50, 0xff)], { count: 1 })).toEqual(FOUND_A);
  });

  it.each([
    ['nothing', 'A', [], answer('NODATA')],
    ['another type', 'A', [record(OWN, CODES.TXT, octets(1, 97))], answer('NODATA')],
    ['another owner', 'A', [record(nameOf('other.example'), CODES.A, octets(1, 1, 1, 1))], answer('NODATA')],
    ['another class', 'A', [record(OWN, CODES.A, octets(1, 1, 1, 1), { class: 3 })], answer('NODATA')],
    ['another type behind ours', 'A', [A, record(OWN, CODES.TXT, octets(1, 97))], FOUND_A],
    ['an owner in capitals', 'A', [record(nameOf('HOST.Example'), CODES.A, octets(116, 203, 0, 1))], FOUND_A],
    [
      'an owner by a pointer into a name',
      'A',
      [record(Buffer.concat([labels('host'), pointer(QUESTION_AT + 5)]), CODES.A, octets(116, 203, 0, 1))],
      FOUND_A,
    ],
    [
      'a pointer to the domain above',
      'A',
      [record(pointer(QUESTION_AT + 5), CODES.A, octets(1, 1, 1, 1))],
      answer('NODATA'),
    ],
    ['the root as owner', 'A', [record(octets(0), CODES.A, octets(1, 1, 1, 1))], answer('NODATA')],
    [
      'SRV',
      'SRV',
      [record(OWN, CODES.SRV, Buffer.concat([octets(0, 1, 0, 2, 0x14, 0x95), nameOf('t.example')]))],
      found('SRV', { priority: 1, weight: 2, port: 5269, target: 't.example' }),
    ],
    [
      'SRV to the root',
      'SRV',
      [record(OWN, CODES.SRV, octets(0, 0, 0, 0, 0, 0, 0))],
      found('SRV', { priority: 0, weight: 0, port: 0, target: '.' }),
    ],
    ['TXT of no strings', 'TXT', [record(OWN, CODES.TXT, octets())], found('TXT', '')],
    ['TXT of two strings', 'TXT', [record(OWN, CODES.TXT, octets(1, 97, 2, 98, 99))], found('TXT', 'abc')],
    ['NS', 'NS', [record(OWN, CODES.NS, pointer(QUESTION_AT + 5))], found('NS', 'example')],
    [
      'AAAA',
      'AAAA',
      [record(OWN, CODES.AAAA, Buffer.concat([octets(0x2a, 1), Buffer.alloc(14)]))],
      found('AAAA', '2a01::'),
    ],
  ] as const)('with %s', (_what, type, records, expected) => {
    expect(read(type, records)).toEqual(expected);
  });

  it.each([
    ['A of 3 octets', 'A', octets(1, 1, 1)],
    ['A of 5 octets', 'A', octets(1, 1, 1, 1, 1)],
    ['AAAA of 15 octets', 'AAAA', Buffer.alloc(15, 32)],
    ['AAAA of 17 octets', 'AAAA', Buffer.alloc(17, 32)],
    ['SRV of 6 octets', 'SRV', Buffer.alloc(6)],
    ['SRV without the end of its target', 'SRV', Buffer.concat([Buffer.alloc(6), labels('t')])],
    ['SRV with a target that has no letters left', 'SRV', Buffer.concat([Buffer.alloc(6), octets(9, 97)])],
    ['TXT with a string that has no letters left', 'TXT', octets(3, 97, 98)],
    ['NS without an end', 'NS', labels('ns')],
    ['NS of nothing', 'NS', octets()],
    ['PTR with half a pointer', 'PTR', octets(0xc0)],
  ] as const)('with %s cannot be read', (_what, type, data) => {
    const next = record(OWN, CODES.A, octets(0, 0, 0, 0));
    expect(read(type, [record(OWN, CODES[type], data)])).toEqual(BROKEN);
    expect(read(type, [record(OWN, CODES[type], data), next])).toEqual(BROKEN);
  });

  it('with data beyond its end cannot be read', () => {
    expect(read('A', [record(OWN, CODES.TXT, octets(1), { length: 2 })])).toEqual(BROKEN);
    expect(read('A', [A, record(OWN, CODES.TXT, octets(1), { length: 65_535 })])).toEqual(BROKEN);
  });

  it('is read up to 256 records', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      record(OWN, CODES.A, octets(1, 1, index >> 8, index & 255)),
    );
    const reply = read('A', many);
    expect(reply.kind === 'answer' && reply.answer.records.length).toBe(256);
  });

  it('is read up to 4096 octets of text', () => {
    const strings = Array.from({ length: 20 }, () => Buffer.concat([octets(255), Buffer.alloc(255, 97)]));
    expect(read('TXT', [record(OWN, CODES.TXT, Buffer.concat(strings))])).toEqual(
      found('TXT', 'a'.repeat(4096)),
    );
  });
});

describe('names', () => {
  /** Where the first record's data begins, after an owner by pointer. */
  const dataAt = queryOf('PTR').length + OWN.length + 10;
  const ptr = (data: Buffer) => read('PTR', [record(OWN, CODES.PTR, data)]);

  it.each([64, 65, 127, 128, 191])('a label of %i octets is none', (length) => {
    expect(ptr(Buffer.concat([octets(length), Buffer.alloc(length, 97), octets(0)]))).toEqual(BROKEN);
  });

  it('may have a label of 63 octets', () => {
    expect(ptr(nameOf(`${'a'.repeat(63)}.b`))).toEqual(found('PTR', `${'a'.repeat(63)}.b`));
  });

  it('may have 255 octets and no more', () => {
    const long = [63, 63, 63, 61].map((length) => 'a'.repeat(length)).join('.');
    expect(nameOf(long)).toHaveLength(255);
    expect(ptr(nameOf(long))).toEqual(found('PTR', long));
    expect(ptr(nameOf(`a${long}`.replace('.', 'a.').slice(1)))).toEqual(BROKEN);
    expect(ptr(nameOf(`${long}a`))).toEqual(BROKEN);
  });

  it('counts the octets behind pointers', () => {
    const half = nameOf([63, 63].map((length) => 'a'.repeat(length)).join('.'));
    const twice = (length: number) =>
      read('PTR', [
        record(OWN, CODES.TXT, half),
        record(OWN, CODES.PTR, Buffer.concat([labels('b'.repeat(63), 'b'.repeat(length)), pointer(dataAt)])),
      ]);
    expect(twice(61).kind).toBe('answer');
    expect(twice(62)).toEqual(BROKEN);
  });

  it('may not point to themselves, forwards or in circles', () => {
    expect(ptr(pointer(dataAt))).toEqual(BROKEN);
    expect(ptr(pointer(dataAt + 1))).toEqual(BROKEN);
    expect(ptr(Buffer.concat([labels('a'), pointer(dataAt)]))).toEqual(BROKEN);
    expect(ptr(Buffer.concat([labels('a'), pointer(dataAt + 2)]))).toEqual(BROKEN);
    expect(ptr(pointer(0x3fff))).toEqual(BROKEN);
  });

  it('may point backwards through 127 pointers and no more', () => {
    const chain = (length: number) => {
      // The first leads to the question, each other one to the one before it.
      const links = Array.from({ length }, (_, index) =>
        pointer(index === 0 ? QUESTION_AT : dataAt + 2 * (index - 1)),
      );
      const last = dataAt + 2 * (length - 1);
      return read('PTR', [
        record(OWN, CODES.TXT, Buffer.concat(links)),
        record(OWN, CODES.PTR, pointer(last)),
      ]);
    };
    expect(chain(1)).toEqual(found('PTR', NAME));
    expect(chain(126)).toEqual(found('PTR', NAME));
    expect(chain(127)).toEqual(BROKEN);
  });
});

describe('aliases', () => {
  const alias = (from: string, to: string, ttl = 60) =>
    record(nameOf(from), CODES.CNAME, nameOf(to), { ttl });
  const address = (owner: string, last = 1) => record(nameOf(owner), CODES.A, octets(1, 1, 1, last));
  const link = (name: string, data: string) => ({ name, type: 'CNAME', ttl: 60, data });
  const at = (name: string, last = 1) => ({ name, type: 'A', ttl: 60, data: `1.1.1.${last}` });

  it.each([
    ['one', [alias(NAME, 'b'), address('b')], answer('NOERROR', [link(NAME, 'b'), at('b')])],
    [
      'two, in reverse',
      [address('c'), alias('b', 'c'), alias(NAME, 'b')],
      answer('NOERROR', [link(NAME, 'b'), link('b', 'c'), at('c')]),
    ],
    ['one to nowhere', [alias(NAME, 'b')], answer('NODATA', [link(NAME, 'b')])],
    ['one of another name', [alias('b', 'c'), address('c')], answer('NODATA')],
    [
      'one beside an address',
      [alias(NAME, 'b'), address(NAME), address('b', 2)],
      answer('NOERROR', [at(NAME)]),
    ],
    ['a circle', [alias(NAME, 'b'), alias('b', NAME)], answer('NODATA', [link(NAME, 'b'), link('b', NAME)])],
    ['one to itself', [alias(NAME, NAME)], answer('NODATA', [link(NAME, NAME)])],
    ['one that cannot be read', [record(nameOf(NAME), CODES.CNAME, labels('b'))], BROKEN],
  ])('%s', (_what, records, expected) => {
    expect(read('A', records)).toEqual(expected);
  });

  it('are answers themselves where they are asked for', () => {
    expect(read('CNAME', [alias(NAME, 'b'), alias('b', 'c')])).toEqual(found('CNAME', 'b'));
  });

  it('are kept where the last name does not exist', () => {
    expect(read('A', [alias(NAME, 'b')], { flags: 0x8183 })).toEqual(answer('NXDOMAIN', [link(NAME, 'b')]));
  });

  it('are followed through nine links', () => {
    const chain = (length: number) => {
      const names = [NAME, ...Array.from({ length }, (_, index) => `n${index}`)];
      const links = names.slice(1).map((name, index) => alias(names[index] ?? '', name));
      return read('A', [...links, address(names.at(-1) ?? '')]);
    };
    const count = (length: number) => {
      const reply = chain(length);
      return reply.kind === 'answer' ? [reply.answer.status, reply.answer.records.length] : reply;
    };
    expect(count(9)).toEqual(['NOERROR', 10]);
    expect(count(10)).toEqual(['NODATA', 9]);
  });
});
