import type { DnsStatus } from '../model/observation.ts';
import type { DnsAnswer, RecordType } from './dns.ts';
import { encodeQuery, readReply } from './dns-message.ts';
import type { DnsSocket } from './dns-socket.ts';
import { askOverTcp } from './dns-tcp.ts';
import type { SocketAddress } from './socket-address.ts';
import { afterInput } from './timer.ts';

export interface DnsChannel {
  readonly server: SocketAddress;
  readonly sockets: readonly DnsSocket[];
}

export interface DnsQueryOptions {
  readonly name: string;
  readonly type: RecordType;
  /** In the order in which to ask them. */
  readonly channels: readonly DnsChannel[];
  /** Wait after the first message, in milliseconds; doubles with each one. */
  readonly timeoutMs: number;
  readonly tries: number;
  readonly deadlineMs: number;
  readonly onSent: (isRetry: boolean) => void;
  readonly onReply: () => void;
}

/** One question on its way; `cancel` ends it as `TIMEOUT`. */
export interface DnsQuery {
  readonly answer: Promise<DnsAnswer>;
  cancel(): void;
}

/** Retries are spread by so much of their wait, so that what was lost together does not come back together. */
const JITTER = 0.1;
/** Longest wait for an answer over TCP. */
const TCP_MS = 4000;

/**
 * Asks the servers in turn until one answers. A reply to an earlier message counts as long as the query lives: a slow
 * server would otherwise never be heard.
 */
export function startDnsQuery(options: DnsQueryOptions): DnsQuery {
  const { name, type, channels, timeoutMs, tries, deadlineMs } = options;
  const sent: { readonly socket: DnsSocket; readonly id: number }[] = [];
  const failed = new Set<DnsChannel>();
  const deadline = performance.now() + deadlineMs;
  let edns = true;
  let tried = 0;
  let turn = 0;
  let current: DnsChannel | null = null;
  let failure: DnsStatus | null = null;
  let cancelTimer: () => void = () => undefined;
  let tcp: AbortController | null = null;
  let isSettled = false;
  let settle: (answer: DnsAnswer) => void = () => undefined;
  const answer = new Promise<DnsAnswer>((resolve) => {
    settle = resolve;
  });

  const end = (result: DnsAnswer) => {
    if (isSettled) return;
    isSettled = true;
    cancelTimer();
    for (const { socket, id } of sent) socket.release(id);
    tcp?.abort();
    settle(result);
  };
  const giveUp = () => end({ status: failure ?? 'TIMEOUT', records: [] });

  const pick = (): DnsChannel | null => {
    for (let step = 0; step < channels.length; step++) {
      const channel = channels[turn++ % channels.length];
      if (channel !== undefined && !failed.has(channel)) return channel;
    }
    return null;
  };

  const next = () => {
    cancelTimer();
    current = pick();
    if (current === null || tried >= tries || performance.now() >= deadline) return giveUp();
    tried++;
    send(current);
    const wait = timeoutMs * 2 ** (tried - 1) * (1 + JITTER * Math.random());
    cancelTimer = afterInput(Math.max(Math.min(wait, deadline - performance.now()), 0), next);
  };

  const send = (channel: DnsChannel) => {
    const query = encodeQuery(name, type, edns);
    const socket = channel.sockets[Math.floor(Math.random() * channel.sockets.length)];
    if (query === null || socket === undefined) return end({ status: 'FORMERR', records: [] });
    const withEdns = edns;
    options.onSent(sent.length > 0);
    const id = socket.send(query, (message) => receive(message, query, channel, withEdns));
    sent.push({ socket, id });
  };

  const receive = (message: Buffer, query: Buffer, channel: DnsChannel, withEdns: boolean) => {
    const reply = readReply(message, query, name, type);
    if (reply.kind === 'truncated') return void overTcp(channel, query);
    if (reply.kind !== 'answer') return;
    options.onReply();
    if (reply.answer.status === 'FORMERR' && withEdns) {
      // RFC 6891, 6.2.2: a server from before EDNS.
      if (edns && tcp === null) {
        edns = false;
        send(channel);
      }
      return;
    }
    take(reply.answer, channel);
  };

  const take = (reply: DnsAnswer, channel: DnsChannel) => {
    if (reply.status === 'NOERROR' || reply.status === 'NXDOMAIN' || reply.status === 'NODATA') {
      return end(reply);
    }
    failed.add(channel);
    failure ??= reply.status;
    if (channel === current && tcp === null) next();
  };

  const overTcp = async (channel: DnsChannel, query: Buffer) => {
    if (tcp !== null) return;
    cancelTimer();
    tcp = new AbortController();
    const { signal } = tcp;
    const wait = Math.max(Math.min(TCP_MS, deadline - performance.now()), 0);
    cancelTimer = afterInput(wait, () => tcp?.abort());
    const message = await askOverTcp(channel.server, query, signal);
    if (isSettled) return;
    tcp = null;
    current = channel;
    const reply = message === null ? null : readReply(message, query, name, type);
    const isAnswer = reply?.kind === 'answer';
    if (isAnswer) options.onReply();
    take(isAnswer ? reply.answer : { status: 'TIMEOUT', records: [] }, channel);
  };

  next();
  return { answer, cancel: () => end({ status: 'TIMEOUT', records: [] }) };
}
