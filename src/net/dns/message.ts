import type { DnsStatus } from '../../model/observation.ts';
import { formatIPv6Groups } from '../../text/ipv6-text.ts';
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
/** Bytes of a name with its lengths and its end (RFC 1035, 2.3.4). */
const MOST_NAME_BYTES = 255;
/** Pointers in one name: as many as it can have labels. */
const MOST_JUMPS = 127;

/**
 * A reply's fate: `other` is none of ours, `broken` cannot be read, `truncated` must be asked again over TCP.
 * `unread` is from a server that could not read our question and does not repeat it. Only its id is ours, and
 * anyone may guess that, so it is a reason to ask more simply but never an answer.
 */
export type Reply =
  | { readonly kind: 'other' | 'broken' | 'truncated' | 'unread' }
  | { readonly kind: 'answer'; readonly answer: DnsAnswer };

const TYPE_CODES: Readonly<Record<RecordType, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
};
const CLASS_IN = 1;
/** One question, recursion desired (RFC 1035, 4.1.1). */
const RECURSION_DESIRED = 0x01;
/** Root, type OPT, our size, no extended code, version 0, no flags, no options (RFC 6891, 6.1.2). */
const OPT = [0, 0, 41, UDP_BYTES >> 8, UDP_BYTES & 255, 0, 0, 0, 0, 0, 0];
const DOT = 0x2e;

/** A query's bytes with the id 0; null for a name that DNS cannot carry (RFC 1035, 2.3.4). */
export function encodeQuery(name: string, type: RecordType, edns: boolean): Buffer | null {
  const { length } = name;
  if (length === 0 || length > 253) return null;
  const nameEnd = HEADER_BYTES + length + 2;
  const message = Buffer.allocUnsafe(nameEnd + 4 + (edns ? OPT.length : 0));
  for (let at = 0; at < HEADER_BYTES; at++) message[at] = 0;
  message[2] = RECURSION_DESIRED;
  message[5] = 1;
  // Each label's length goes where its dot would, one place further on.
  let lengthAt = HEADER_BYTES;
  for (let index = 0; index <= length; index++) {
    const code = index === length ? DOT : name.charCodeAt(index);
    const at = HEADER_BYTES + 1 + index;
    if (code === DOT) {
      const label = at - lengthAt - 1;
      if (label === 0 || label > 63) return null;
      message[lengthAt] = label;
      lengthAt = at;
    } else if (code < 0x21 || code > 0x7e) return null;
    else message[at] = code;
  }
  message[lengthAt] = 0;
  message[nameEnd] = 0;
  message[nameEnd + 1] = TYPE_CODES[type];
  message[nameEnd + 2] = 0;
  message[nameEnd + 3] = CLASS_IN;
  if (edns) {
    message[11] = 1;
    for (let index = 0; index < OPT.length; index++) message[nameEnd + 4 + index] = OPT[index] ?? 0;
  }
  return message;
}

/**
 * Reads a reply whose id was already found to be ours. `query` is what was sent: the question must be the
 * same, letter case aside, or the reply belongs to another query.
 */
export function readDnsReply(message: Buffer, query: Buffer, name: string, type: RecordType): Reply {
  if (message.length < HEADER_BYTES) return { kind: 'other' };
  const flags = message.readUInt16BE(2);
  const isResponse = (flags & 0x8000) !== 0;
  if (!isResponse) return { kind: 'other' };
  const status = statusOf(flags & 0xf);
  const questions = message.readUInt16BE(4);
  if (questions === 0) return { kind: status === 'FORMERR' ? 'unread' : 'other' };
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

/**
 * RFC 1035, 4.1.1; NOTIMP is another way of old servers to say that they do not know EDNS (RFC 6891, 7), as
 * FORMERR is.
 */
function statusOf(rcode: number): DnsStatus {
  if (rcode === 0) return 'NOERROR';
  if (rcode === 1 || rcode === 4) return 'FORMERR';
  if (rcode === 3) return 'NXDOMAIN';
  if (rcode === 5) return 'REFUSED';
  return 'SERVFAIL';
}

/** Letter case aside; only letters of a name are as large as letters. */
function isSameQuestion(message: Buffer, query: Buffer, name: string): boolean {
  const end = HEADER_BYTES + name.length + 2 + 4;
  for (let at = HEADER_BYTES; at < end; at++) {
    const theirs = message[at] ?? -1;
    if (theirs === query[at]) continue;
    const isUpperCase = theirs >= 0x41 && theirs <= 0x5a;
    if (!isUpperCase || theirs + 0x20 !== query[at]) return false;
  }
  return true;
}

/** A record of the answer section as it is in the message. */
interface RawRecord {
  readonly owner: string;
  readonly type: number;
  readonly ttl: number;
  /** Where its data begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** Null for a message that cannot be read. */
function readRecords(message: Buffer, name: string, type: RecordType): DnsRecord[] | null {
  const raw = readAnswerSection(message, name);
  return raw === null ? null : answersTo(name, type, raw, message);
}

/** Records of another class than the Internet's are left out. */
function readAnswerSection(message: Buffer, name: string): readonly RawRecord[] | null {
  const count = Math.min(message.readUInt16BE(6), MOST_RECORDS);
  const raw: RawRecord[] = [];
  let at = HEADER_BYTES + name.length + 2 + 4;
  for (let index = 0; index < count; index++) {
    let owner = name;
    if (message[at] === 0xc0 && message[at + 1] === HEADER_BYTES) at += 2;
    else {
      const read = readName(message, at);
      if (read === null) return null;
      owner = read.name;
      at = read.end;
    }
    const from = at + 10;
    if (from > message.length) return null;
    const to = from + message.readUInt16BE(at + 8);
    if (to > message.length) return null;
    const isInternet = message.readUInt16BE(at + 2) === CLASS_IN;
    if (isInternet) {
      raw.push({ owner, type: message.readUInt16BE(at), ttl: message.readUInt32BE(at + 4), from, to });
    }
    at = to;
  }
  return raw;
}

/**
 * Reads a name in lower case and without its trailing dot, `.` for the root. Pointers must lead backwards, so
 * that no chain of them is a loop (RFC 1035, 4.1.4).
 */
function readName(message: Buffer, start: number): { readonly name: string; readonly end: number } | null {
  let name = '';
  let total = 1;
  let at = start;
  let lowest = start;
  let end = 0;
  for (let jumps = 0; jumps <= MOST_JUMPS; ) {
    const length = message[at];
    if (length === undefined) return null;
    if (length === 0) return { name: name === '' ? '.' : name.toLowerCase(), end: end === 0 ? at + 1 : end };
    if (length >= 0xc0) {
      const low = message[at + 1];
      if (low === undefined) return null;
      const target = ((length & 0x3f) << 8) | low;
      if (target >= lowest) return null;
      if (end === 0) end = at + 2;
      at = target;
      lowest = target;
      jumps++;
      continue;
    }
    const labelEnd = at + 1 + length;
    total += length + 1;
    if (length > 63 || labelEnd > message.length || total > MOST_NAME_BYTES) return null;
    const label = message.toString('utf8', at + 1, labelEnd);
    name = name === '' ? label : `${name}.${label}`;
    at = labelEnd;
  }
  return null;
}

/** Ignores records of other names: a server could put anything there. Null where its own cannot be read. */
function answersTo(
  name: string,
  type: RecordType,
  raw: readonly RawRecord[],
  message: Buffer,
): DnsRecord[] | null {
  const records: DnsRecord[] = [];
  const code = TYPE_CODES[type];
  let owner = name;
  for (let links = 0; type !== 'CNAME' && links < MOST_LINKS; links++) {
    const link = find(raw, TYPE_CODES.CNAME, owner);
    if (link === null || find(raw, code, owner) !== null) break;
    const record = readRecord(message, link, 'CNAME');
    if (record?.type !== 'CNAME') return null;
    records.push(record);
    owner = record.data;
    if (owner === name) break;
  }
  for (const each of raw) {
    if (each.type !== code || each.owner !== owner) continue;
    const record = readRecord(message, each, type);
    if (record === null) return null;
    records.push(record);
  }
  return records;
}

function find(raw: readonly RawRecord[], type: number, owner: string): RawRecord | null {
  for (const each of raw) if (each.type === type && each.owner === owner) return each;
  return null;
}

function readRecord(
  message: Buffer,
  { owner, ttl, from, to }: RawRecord,
  type: RecordType,
): DnsRecord | null {
  switch (type) {
    case 'A': {
      if (to - from !== 4) return null;
      const data = `${message[from]}.${message[from + 1]}.${message[from + 2]}.${message[from + 3]}`;
      return { name: owner, type, ttl, data };
    }
    case 'AAAA': {
      if (to - from !== 16) return null;
      return {
        name: owner,
        type,
        ttl,
        data: formatIPv6Groups((index) => message.readUInt16BE(from + 2 * index)),
      };
    }
    case 'TXT': {
      const data = readText(message, from, to);
      return data === null ? null : { name: owner, type, ttl, data };
    }
    case 'SRV': {
      const target = to - from < 7 ? null : readName(message, from + 6);
      if (target === null || target.end > to) return null;
      const [priority, weight, port] = [0, 2, 4].map((offset) => message.readUInt16BE(from + offset));
      const data = { priority: priority ?? 0, weight: weight ?? 0, port: port ?? 0, target: target.name };
      return { name: owner, type, ttl, data };
    }
    default: {
      const target = readName(message, from);
      return target === null || target.end > to ? null : { name: owner, type, ttl, data: target.name };
    }
  }
}

/** The joined strings of a TXT record (RFC 1035, 3.3.14). */
function readText(message: Buffer, from: number, to: number): string | null {
  const strings: Buffer[] = [];
  for (let at = from; at < to; ) {
    const end = at + 1 + (message[at] ?? 0);
    if (end > to) return null;
    strings.push(message.subarray(at + 1, end));
    at = end;
  }
  return Buffer.concat(strings).subarray(0, MOST_TEXT).toString('utf8');
}
