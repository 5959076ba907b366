import { type Answer, type DecodedPacket, decode, encode, type OptAnswer } from 'dns-packet';
import type { Zone, ZoneAnswer } from './zone.ts';

export interface Query {
  /** Lower case. */
  readonly name: string;
  readonly type: string;
}

/** `query` is null where the packet was none; `replies` are sent in order, none at all for silence. */
export interface Outcome {
  readonly query: Query | null;
  readonly replies: readonly Buffer[];
}

export interface ReplyOptions {
  readonly zone: Zone;
  readonly transport: 'udp' | 'tcp';
  readonly noted: (query: Query) => void;
}

const AUTHORITATIVE = 0x0400;
const TRUNCATED = 0x0200;
const RECURSION_DESIRED = 0x0100;
const RECURSION_AVAILABLE = 0x0080;
/** RFC 1035, 4.1.1. */
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
/** The largest reply over UDP to a client without EDNS (RFC 1035, 4.2.1). */
const PLAIN_UDP_BYTES = 512;
const HEADER_BYTES = 12;

/** What the server answers to one packet, by the zone and by how the name behaves. Never throws. */
export function replyTo(packet: Buffer, options: ReplyOptions): Outcome {
  // A reply must never be answered: two servers would talk for ever.
  if (packet.length < HEADER_BYTES || (packet.readUInt8(2) & 0x80) !== 0) return { query: null, replies: [] };
  const request = decoded(packet);
  const question = request?.questions?.[0];
  if (request === null || request.questions?.length !== 1 || question === undefined) {
    return { query: null, replies: [bare(packet, 'FORMERR')] };
  }
  if ((request.flags ?? 0) & 0x7800) return { query: null, replies: [bare(packet, 'NOTIMP')] };
  // The codec carries names as text, which loses bytes outside ASCII: nothing here has such a name.
  if (question.class !== 'IN' || !/^[\x21-\x7e]+$/.test(question.name)) {
    return { query: null, replies: [bare(packet, 'REFUSED')] };
  }
  const query = { name: question.name.toLowerCase(), type: String(question.type) };
  options.noted(query);
  return { query, replies: behaved(request, question.name, query, options) };
}

function behaved(
  request: DecodedPacket,
  name: string,
  query: Query,
  { zone, transport }: ReplyOptions,
): Buffer[] {
  const reply = zone.behaviour(query.name)?.reply;
  const limit = transport === 'tcp' ? 65_535 : udpLimit(request);
  if (reply === 'silent') return [];
  if (reply === 'garbage') return [garbage(request)];
  if (reply === 'truncated' && transport === 'udp') {
    return [encoded(request, name, { rcode: 'NOERROR', answers: [] }, TRUNCATED)];
  }
  const right = fitted(request, name, zone.answer(name, query.type), limit);
  const forged = { ...request, id: ((request.id ?? 0) + 1) & 0xffff };
  if (reply === 'wrong-id') return [encoded(forged, name, lie(name, query), 0)];
  if (reply === 'forged-first') return [encoded(forged, name, lie(name, query), 0), right];
  if (reply === 'wrong-question') {
    const other = `other.${name}`;
    return [encoded(request, other, lie(other, query), 0)];
  }
  return [right];
}

/** The right id, so that a client looks further, and nothing after it that can be read. */
function garbage(request: DecodedPacket): Buffer {
  const bytes = Buffer.alloc(40, 0xff);
  bytes.writeUInt16BE(request.id ?? 0);
  return bytes;
}

/** A false answer that a careless client would take: an address where one was asked for. */
function lie(name: string, query: Query): ZoneAnswer {
  const answers: Answer[] = query.type === 'A' ? [{ name, type: 'A', ttl: 300, data: '8.8.4.4' }] : [];
  return { rcode: 'NOERROR', answers };
}

function fitted(request: DecodedPacket, name: string, answer: ZoneAnswer, limit: number): Buffer {
  const whole = encoded(request, name, answer, 0);
  if (whole.length <= limit) return whole;
  return encoded(request, name, { ...answer, answers: [] }, TRUNCATED);
}

function encoded(request: DecodedPacket, name: string, answer: ZoneAnswer, flags: number): Buffer {
  const asked = request.questions?.[0];
  const edns = option(request) !== undefined;
  return encode({
    type: 'response',
    id: request.id,
    flags:
      flags |
      AUTHORITATIVE |
      RECURSION_AVAILABLE |
      ((request.flags ?? 0) & RECURSION_DESIRED) |
      RCODES[answer.rcode],
    questions: asked === undefined ? [] : [{ ...asked, name }],
    answers: [...answer.answers],
    additionals: edns ? [EDNS] : [],
  });
}

const EDNS: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 4096,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

function option(request: DecodedPacket): OptAnswer | undefined {
  return request.additionals?.find((record): record is OptAnswer => record.type === 'OPT');
}

/** A size below 512 counts as 512 (RFC 6891, 6.2.3). */
function udpLimit(request: DecodedPacket): number {
  return Math.max(PLAIN_UDP_BYTES, option(request)?.udpPayloadSize ?? 0);
}

function decoded(packet: Buffer): DecodedPacket | null {
  try {
    return decode(packet);
  } catch {
    return null;
  }
}

/** A header and nothing else: for packets whose question cannot be read back. */
function bare(packet: Buffer, rcode: keyof typeof RCODES): Buffer {
  const reply = Buffer.alloc(HEADER_BYTES);
  packet.copy(reply, 0, 0, 2);
  reply.writeUInt16BE(0x8000 | (packet.readUInt16BE(2) & 0x7900) | RECURSION_AVAILABLE | RCODES[rcode], 2);
  return reply;
}
