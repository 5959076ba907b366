import { type Answer, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import type { DnsStatus } from '../model/observation.ts';
import type { DnsAnswer, DnsRecord, RecordType } from './dns.ts';

/** Largest reply asked for over UDP: it passes every path unfragmented (DNS flag day 2020, RFC 9715). */
const UDP_BYTES = 1232;
const HEADER_BYTES = 12;
/** No honest name has more records; the rest of a longer answer is not read. */
const MOST_RECORDS = 256;
/** One TXT record is read up to here, in bytes. */
const MOST_TEXT = 4096;
/** One more than resolve.ts allows, so that it can tell a long chain from one that it may follow. */
const MOST_LINKS = 9;

/** A reply's fate: `other` is none of ours, `broken` cannot be read, `truncated` must be asked again over TCP. */
export type Reply =
  | { readonly kind: 'other' | 'broken' | 'truncated' }
  | { readonly kind: 'answer'; readonly answer: DnsAnswer };

/** A query's bytes with the id 0; null for a name that DNS cannot carry (RFC 1035, 2.3.4). */
export function encodeQuery(name: string, type: RecordType, edns: boolean): Buffer | null {
  if (!canBeAsked(name)) return null;
  return encode({
    type: 'query',
    id: 0,
    flags: RECURSION_DESIRED,
    questions: [{ name, type, class: 'IN' }],
    additionals: edns
      ? [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: UDP_BYTES,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: [],
          },
        ]
      : [],
  });
}

function canBeAsked(name: string): boolean {
  if (name.length === 0 || name.length > 253) return false;
  return name
    .split('.')
    .every((label) => label.length > 0 && label.length <= 63 && /^[\x21-\x7e]+$/.test(label));
}

/**
 * Reads a reply whose id was already found to be ours. `query` is what was sent: the question must be the same, letter
 * case aside, or the reply is somebody else's. `message` is written to.
 */
export function readReply(message: Buffer, query: Buffer, name: string, type: RecordType): Reply {
  if (message.length < HEADER_BYTES) return { kind: 'other' };
  const flags = message.readUInt16BE(2);
  const isResponse = (flags & 0x8000) !== 0;
  if (!isResponse) return { kind: 'other' };
  const status = statusOf(flags & 0xf);
  const questions = message.readUInt16BE(4);
  // A server that could not read the question need not repeat it (RFC 1035, 4.1.1 leaves it open; several do not).
  if (questions === 0 && status !== 'NOERROR' && status !== 'NXDOMAIN') return failure(status);
  if (questions !== 1 || !isSameQuestion(message, query, name)) return { kind: 'other' };
  if (status !== 'NOERROR' && status !== 'NXDOMAIN') return failure(status);
  if ((flags & 0x0200) !== 0) return { kind: 'truncated' };
  const records = readRecords(message, name, type);
  if (records === null) return { kind: 'broken' };
  if (status === 'NXDOMAIN') return { kind: 'answer', answer: { status, records } };
  const found = records.some((record) => record.type === type);
  return { kind: 'answer', answer: { status: found ? 'NOERROR' : 'NODATA', records } };
}

function failure(status: DnsStatus): Reply {
  return { kind: 'answer', answer: { status, records: [] } };
}

/** RFC 1035, 4.1.1; NOTIMP is another way of old servers to say that they do not know EDNS (RFC 6891, 7), as FORMERR is. */
function statusOf(rcode: number): DnsStatus {
  if (rcode === 0) return 'NOERROR';
  if (rcode === 1 || rcode === 4) return 'FORMERR';
  if (rcode === 3) return 'NXDOMAIN';
  if (rcode === 5) return 'REFUSED';
  return 'SERVFAIL';
}

function isSameQuestion(message: Buffer, query: Buffer, name: string): boolean {
  const nameEnd = HEADER_BYTES + name.length + 2;
  const end = nameEnd + 4;
  if (message.length < end) return false;
  for (let at = HEADER_BYTES; at < end; at++) {
    const theirs = message[at] ?? 0;
    if (theirs === query[at]) continue;
    const isUpperCase = at < nameEnd && theirs >= 0x41 && theirs <= 0x5a;
    if (!isUpperCase || theirs + 0x20 !== query[at]) return false;
  }
  return true;
}

function readRecords(message: Buffer, name: string, type: RecordType): DnsRecord[] | null {
  // Only the answer section is of use, and its count is a stranger's word: the codec must not work through more.
  message.writeUInt16BE(Math.min(message.readUInt16BE(6), MOST_RECORDS), 6);
  message.writeUInt32BE(0, 8);
  try {
    return answersTo(name, type, decode(message).answers ?? []);
  } catch {
    return null;
  }
}

/** Records of other names are nobody's answer: a server could put anything there. */
function answersTo(name: string, type: RecordType, answers: readonly Answer[]): DnsRecord[] {
  const records: DnsRecord[] = [];
  let owner = name;
  for (let links = 0; type !== 'CNAME' && links < MOST_LINKS; links++) {
    const link = answers.find((each) => each.type === 'CNAME' && isOwnedBy(each, owner));
    const record = link === undefined ? null : readRecord(link, owner, 'CNAME');
    if (record?.type !== 'CNAME') break;
    if (answers.some((each) => each.type === type && isOwnedBy(each, owner))) break;
    records.push(record);
    owner = record.data;
    if (owner === name) break;
  }
  for (const each of answers) {
    if (each.type !== type || !isOwnedBy(each, owner)) continue;
    const record = readRecord(each, owner, type);
    if (record !== null) records.push(record);
  }
  return records;
}

function isOwnedBy(answer: Answer, owner: string): boolean {
  if (answer.type === 'OPT' || (answer.class ?? 'IN') !== 'IN') return false;
  return answer.name === owner || answer.name.toLowerCase() === owner;
}

function readRecord(answer: Answer, name: string, type: RecordType): DnsRecord | null {
  if (answer.type === 'OPT') return null;
  const ttl = answer.ttl ?? 0;
  if (answer.type === 'SRV' && type === 'SRV') {
    const { priority, weight, port, target } = answer.data;
    const data = { priority: priority ?? 0, weight: weight ?? 0, port, target: target.toLowerCase() };
    return { name, type, ttl, data };
  }
  if (answer.type === 'TXT' && type === 'TXT') return { name, type, ttl, data: joined(answer.data) };
  if (type === 'TXT' || type === 'SRV' || typeof answer.data !== 'string') return null;
  return { name, type, ttl, data: answer.data.toLowerCase() };
}

function joined(strings: unknown): string {
  if (!Array.isArray(strings)) return '';
  const bytes = strings.filter((each): each is Buffer => Buffer.isBuffer(each));
  return Buffer.concat(bytes).subarray(0, MOST_TEXT).toString('utf8');
}
