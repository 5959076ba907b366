import { type Answer, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import type { RecordType } from '../../../src/net/dns/dns.ts';
import { encodeQuery, readDnsReply } from '../../../src/net/dns/message.ts';

/*
 * Our encoder and reader against those of dns-packet, which others wrote.
 */

const TYPES: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'TXT', 'NS', 'PTR'];
const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
const hostName = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.'));
/** Few, so that chains and repeated owners are common; some in capitals. */
const ownName = fc.constantFrom('a.example', 'b.example', 'c.example', 'A.Example');
const byte = fc.nat(255);
const ipv6 = fc.array(fc.constantFrom(0, 0, 1, 0xdb8, 0xffff), { minLength: 8, maxLength: 8 });

const record: fc.Arbitrary<Answer> = fc.record({ name: ownName, ttl: fc.nat(2 ** 31 - 1) }).chain((head) =>
  fc.oneof(
    fc
      .tuple(byte, byte, byte, byte)
      .map((octets): Answer => ({ ...head, type: 'A', class: 'IN', data: octets.join('.') })),
    ipv6.map((groups): Answer => {
      const data = groups.map((group) => group.toString(16)).join(':');
      return { ...head, type: 'AAAA', class: 'IN', data };
    }),
    fc
      .tuple(fc.constantFrom('CNAME' as const, 'NS' as const, 'PTR' as const), fc.oneof(ownName, hostName))
      .map(([type, data]): Answer => ({ ...head, type, class: 'IN', data })),
    fc
      .array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 3 })
      .map((strings): Answer => {
        return { ...head, type: 'TXT', class: 'IN', data: strings.map((each) => Buffer.from(each)) };
      }),
    fc
      .tuple(fc.nat(65_535), fc.nat(65_535), fc.nat(65_535), hostName)
      .map(([priority, weight, port, target]): Answer => {
        return { ...head, type: 'SRV', class: 'IN', data: { priority, weight, port, target } };
      }),
  ),
);

/** The data of a record as dns-packet reads it, in our form. */
function dataOf(answer: Answer): unknown {
  if (answer.type === 'TXT') return Buffer.concat(answer.data as Buffer[]).toString('utf8');
  if (answer.type === 'SRV') return { ...answer.data, target: answer.data.target.toLowerCase() };
  return 'data' in answer && typeof answer.data === 'string' ? answer.data.toLowerCase() : null;
}

describe('encodeQuery', () => {
  it('writes what dns-packet writes', () => {
    fc.assert(
      fc.property(hostName, fc.constantFrom(...TYPES), fc.boolean(), (name, type, edns) => {
        const opt = { type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0, options: [] } as never;
        const theirs = encode({
          type: 'query',
          id: 0,
          flags: RECURSION_DESIRED,
          questions: [{ name, type, class: 'IN' }],
          additionals: edns ? [opt] : [],
        });
        expect(encodeQuery(name, type, edns)?.toString('hex')).toBe(theirs.toString('hex'));
      }),
    );
  });

  it.each([
    '',
    '.',
    'a..b',
    '.a',
    'a.',
    'ä.example',
    'a b.example',
    `${'a'.repeat(64)}.example`,
    'a.'.repeat(127),
  ])('refuses %j', (name) => {
    expect(encodeQuery(name, 'A', true)).toBeNull();
  });

  it('takes the longest label and the longest name', () => {
    const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;
    expect(longest).toHaveLength(253);
    expect(decode(encodeQuery(longest, 'A', false) ?? Buffer.alloc(0)).questions?.[0]?.name).toBe(longest);
    expect(encodeQuery(`${longest}d`, 'A', false)).toBeNull();
  });
});

describe('readDnsReply', () => {
  it('reads the records that dns-packet reads, those of the name asked for', () => {
    const types = fc.constantFrom<RecordType>('A', 'AAAA', 'SRV', 'TXT', 'NS', 'PTR');
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), types, (answers, type) => {
        const own = answers.filter(({ type: each }) => each !== 'CNAME');
        const query = encodeQuery('a.example', type, true) ?? Buffer.alloc(0);
        const message = encode({
          type: 'response',
          id: 0,
          flags: 0x180,
          questions: [{ name: 'a.example', type, class: 'IN' }],
          answers: own,
        });
        const reply = readDnsReply(message, query, 'a.example', type);
        const expected = (decode(message).answers ?? [])
          .filter((each) => each.type === type && each.name.toLowerCase() === 'a.example')
          .map((each) => ({
            name: 'a.example',
            type,
            ttl: 'ttl' in each ? each.ttl : 0,
            data: type === 'AAAA' ? parseAddress(String(dataOf(each))) : dataOf(each),
          }));
        const records = reply.kind === 'answer' ? reply.answer.records : null;
        const canonical = records?.map((each) =>
          each.type === 'AAAA' ? { ...each, data: parseAddress(each.data) } : each,
        );
        expect(canonical).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('writes IPv6 addresses in their canonical form', () => {
    fc.assert(
      fc.property(ipv6, (groups) => {
        const text = groups.map((group) => group.toString(16)).join(':');
        // An IPv4-mapped address has another canonical text.
        fc.pre(!groups.slice(0, 5).every((group) => group === 0));
        const query = encodeQuery('a.example', 'AAAA', false) ?? Buffer.alloc(0);
        const answers = [{ name: 'a.example', type: 'AAAA' as const, ttl: 1, data: text }];
        const questions = [{ name: 'a.example', type: 'AAAA' as const, class: 'IN' as const }];
        const message = encode({ type: 'response', id: 0, flags: 0x180, questions, answers });
        const reply = readDnsReply(message, query, 'a.example', 'AAAA');
        expect(reply.kind === 'answer' && reply.answer.records[0]?.data).toBe(parseAddress(text));
      }),
    );
  });
});
