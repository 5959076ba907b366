import type { DnsStatus } from '../../model/observation.ts';
import type { Gate, Job } from '../gate.ts';
import type { SocketAddress } from '../socket-address.ts';
import { Alarm, type Sleeper } from '../timer.ts';
import type { DnsAnswer, DnsCounts, RecordType } from './dns.ts';
import { encodeQuery, readDnsReply } from './message.ts';
import type { DnsSocket, ReplyListener } from './socket.ts';
import { askOverTcp } from './tcp.ts';

export interface DnsChannel {
  readonly server: SocketAddress;
  readonly sockets: readonly DnsSocket[];
}

/** What the queries of one client have in common. */
export interface QueryContext {
  readonly channels: readonly DnsChannel[];
  readonly gate: Gate;
  readonly counts: { -readonly [Key in keyof DnsCounts]: DnsCounts[Key] };
  /** Wait after the first message, in milliseconds; doubles with each one. */
  readonly timeoutMs: number;
  /** Messages of one query at most. */
  readonly tries: number;
  /** End of a query, counted from its first message. */
  readonly deadlineMs: number;
  /** Whose turn it is to be asked first. */
  nextChannel: number;
  isClosed: boolean;
}

/**
 * Retries are spread by so much of their wait, so that what was lost together does not come back together.
 */
const JITTER = 0.1;
/** Longest wait for an answer over TCP. */
const TCP_MS = 4000;

/**
 * One question. It waits for its turn at the gate, then asks the servers in turn until one answers. A reply
 * to an earlier message counts as long as the query lives: a slow server would otherwise never be heard.
 */
export class DnsQuery implements Job, Sleeper {
  readonly answer: Promise<DnsAnswer>;
  readonly name: string;
  readonly type: RecordType;
  /** Its answer has come, or it was given up. */
  isOver = false;
  readonly #context: QueryContext;
  readonly #onEnd: (query: DnsQuery) => void;
  #onStart: (() => void) | undefined;
  #settle: (answer: DnsAnswer) => void = () => undefined;
  #isBegun = false;
  readonly #alarm = new Alarm(this);
  /** The last message; most queries have no other. */
  #message: SentMessage | null = null;
  #earlier: SentMessage[] | null = null;
  /** The server whose turn it is; a failure of another one changes nothing. */
  #current: DnsChannel | null = null;
  /** Servers that answered with a failure; it is used up where all of them did. */
  #failed: Set<DnsChannel> | null = null;
  #failure: DnsStatus | null = null;
  #deadline = 0;
  #tried = 0;
  #turn = 0;
  #hasEdns = true;
  #tcp: AbortController | null = null;

  constructor(
    context: QueryContext,
    name: string,
    type: RecordType,
    {
      onStart,
      onEnd,
    }: { readonly onStart: (() => void) | undefined; readonly onEnd: (query: DnsQuery) => void },
  ) {
    this.#context = context;
    this.name = name;
    this.type = type;
    this.#onStart = onStart;
    this.#onEnd = onEnd;
    this.answer = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** It is its turn. */
  begin(): void {
    this.#isBegun = true;
    this.#onStart?.();
    this.#onStart = undefined;
    const context = this.#context;
    if (context.isClosed) {
      this.cancel();
      return;
    }
    this.#deadline = performance.now() + context.deadlineMs;
    this.#turn = context.nextChannel++;
    this.#askNext();
  }

  /** Ends it as `TIMEOUT`; one that waits for its turn ends then. */
  cancel(): void {
    if (this.#isBegun) this.#end('TIMEOUT');
  }

  /** No answer came in time. */
  wake(): void {
    if (this.#tcp === null) this.#askNext();
    else this.#tcp.abort();
  }

  /** A reply to one of its messages, as far as its id tells. */
  take(reply: Buffer, to: SentMessage): void {
    const read = readDnsReply(reply, to.message, this.name, this.type);
    if (read.kind === 'answer') {
      this.#context.counts.answered++;
      if (read.answer.status === 'FORMERR' && to.hasEdns) this.#askPlainly(to.channel);
      else this.#judge(read.answer, to.channel);
    } else if (read.kind === 'truncated') void this.#askOverTcp(to);
    else if (read.kind === 'unread' && to.hasEdns) this.#askPlainly(to.channel);
  }

  #askNext(): void {
    const { tries, timeoutMs } = this.#context;
    const left = this.#deadline - performance.now();
    const channel = this.#nextChannel();
    if (channel === null || this.#tried >= tries || left <= 0) {
      this.#end(this.#failure ?? 'TIMEOUT');
      return;
    }
    const wait = timeoutMs * 2 ** this.#tried * (1 + JITTER * Math.random());
    this.#tried++;
    this.#current = channel;
    this.#alarm.start(Math.min(wait, left));
    this.#send(channel);
  }

  #nextChannel(): DnsChannel | null {
    const { channels } = this.#context;
    for (let step = 0; step < channels.length; step++) {
      const channel = channels[this.#turn++ % channels.length];
      if (channel !== undefined && this.#failed?.has(channel) !== true) return channel;
    }
    return null;
  }

  #send(channel: DnsChannel): void {
    const message = encodeQuery(this.name, this.type, this.#hasEdns);
    const socket = channel.sockets[Math.floor(Math.random() * channel.sockets.length)];
    if (message === null || socket === undefined) {
      this.#end('FORMERR');
      return;
    }
    const { counts, gate } = this.#context;
    counts.sent++;
    if (this.#message !== null) {
      this.#earlier ??= [];
      this.#earlier.push(this.#message);
      counts.retried++;
      gate.spend();
    }
    this.#message = new SentMessage(this, channel, message, this.#hasEdns);
    this.#message.send(socket);
  }

  /** For a server from before EDNS (RFC 6891, 6.2.2). */
  #askPlainly(channel: DnsChannel): void {
    if (!this.#hasEdns || this.#tcp !== null) return;
    this.#hasEdns = false;
    this.#send(channel);
  }

  #judge(answer: DnsAnswer, channel: DnsChannel): void {
    const { status } = answer;
    if (status === 'NOERROR' || status === 'NXDOMAIN' || status === 'NODATA') {
      this.#end(status, answer);
      return;
    }
    this.#failed ??= new Set();
    this.#failed.add(channel);
    this.#failure ??= status;
    if (channel === this.#current && this.#tcp === null) this.#askNext();
  }

  async #askOverTcp({ channel, message }: SentMessage): Promise<void> {
    if (this.#tcp !== null) return;
    this.#tcp = new AbortController();
    this.#alarm.start(Math.max(Math.min(TCP_MS, this.#deadline - performance.now()), 0));
    const reply = await askOverTcp(channel.server, message, this.#tcp.signal);
    if (this.isOver) return;
    this.#tcp = null;
    this.#current = channel;
    this.#alarm.stop();
    const read = reply === null ? null : readDnsReply(reply, message, this.name, this.type);
    const isAnswer = read?.kind === 'answer';
    if (isAnswer) this.#context.counts.answered++;
    this.#judge(isAnswer ? read.answer : { status: 'TIMEOUT', records: [] }, channel);
  }

  #end(status: DnsStatus, answer: DnsAnswer = { status, records: [] }): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#alarm.stop();
    this.#message?.forget();
    if (this.#earlier !== null) for (const message of this.#earlier) message.forget();
    this.#tcp?.abort();
    if (status === 'TIMEOUT') this.#context.counts.timedOut++;
    this.#settle(answer);
    this.#onEnd(this);
    this.#context.gate.leave();
  }
}

/** A message on its way, and what it takes to judge the replies to it. */
class SentMessage implements ReplyListener {
  readonly channel: DnsChannel;
  readonly message: Buffer;
  readonly hasEdns: boolean;
  readonly #query: DnsQuery;
  #socket: DnsSocket | null = null;
  #id = 0;

  constructor(query: DnsQuery, channel: DnsChannel, message: Buffer, hasEdns: boolean) {
    this.channel = channel;
    this.message = message;
    this.hasEdns = hasEdns;
    this.#query = query;
  }

  send(socket: DnsSocket): void {
    this.#socket = socket;
    this.#id = socket.send(this.message, this);
  }

  receive(reply: Buffer): void {
    this.#query.take(reply, this);
  }

  forget(): void {
    this.#socket?.release(this.#id);
  }
}
