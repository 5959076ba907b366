import type { Dns, DnsAnswer, RecordType } from './dns.ts';
import { type DnsChannel, type DnsQuery, startDnsQuery } from './dns-query.ts';
import { openDnsSocket } from './dns-socket.ts';
import { createGate } from './gate.ts';
import { parseSocketAddress, type SocketAddress } from './socket-address.ts';

export interface DnsOptions {
  /** `ip:port` or `[ip6]:port` of recursive resolvers; trusted, and may be on loopback. */
  readonly servers: readonly string[];
  /** Queries in flight. */
  readonly concurrency: number;
  /** Messages a second, 0 for no limit. */
  readonly qps: number;
  /** Wait for the first message's answer; each further message of a query waits twice as long. */
  readonly timeoutMs?: number;
  /** Messages of one query at most. */
  readonly tries?: number;
  /** End of a query, counted from its first message. */
  readonly deadlineMs?: number;
}

/** Queries in flight that one socket's receive buffer is trusted with. */
const QUERIES_PER_SOCKET = 200;
const FEWEST_SOCKETS = 4;
const MOST_SOCKETS = 32;

/**
 * A DNS client of our own over UDP: Node's resolver ignores its timeouts, drops replies beyond some 200 in flight and has
 * no EDNS. Servers take turns in being asked first. Throws where a server's text is no address or no server can have
 * a socket.
 */
export async function createDns(options: DnsOptions): Promise<Dns> {
  const { timeoutMs = 1000, tries = 3, deadlineMs = 8000 } = options;
  const channels = await openChannels(options.servers.map(serverOf), options.concurrency);
  const gate = createGate({ concurrency: options.concurrency, perSecond: options.qps });
  const counts = { sent: 0, answered: 0, retried: 0, timedOut: 0 };
  const running = new Set<DnsQuery>();
  const shared = new Map<string, Promise<DnsAnswer>>();
  let first = 0;
  let closed = false;

  const ask = async (name: string, type: RecordType): Promise<DnsAnswer> => {
    await gate.enter();
    try {
      if (closed) return { status: 'TIMEOUT', records: [] };
      const start = first++ % channels.length;
      const query = startDnsQuery({
        name,
        type,
        channels: start === 0 ? channels : [...channels.slice(start), ...channels.slice(0, start)],
        timeoutMs,
        tries,
        deadlineMs,
        onSent(isRetry) {
          counts.sent++;
          if (!isRetry) return;
          counts.retried++;
          gate.spend();
        },
        onReply() {
          counts.answered++;
        },
      });
      running.add(query);
      const answer = await query.answer;
      running.delete(query);
      if (answer.status === 'TIMEOUT') counts.timedOut++;
      return answer;
    } finally {
      gate.leave();
    }
  };

  return {
    counts,
    query(name, type) {
      const plain = name.toLowerCase().replace(/\.$/, '');
      const key = `${type} ${plain}`;
      const known = shared.get(key);
      if (known !== undefined) return known;
      const answer = ask(plain, type).finally(() => shared.delete(key));
      shared.set(key, answer);
      return answer;
    },
    close() {
      closed = true;
      for (const query of running) query.cancel();
      for (const channel of channels) for (const socket of channel.sockets) socket.close();
      gate.open();
    },
  };
}

function serverOf(text: string): SocketAddress {
  const server = parseSocketAddress(text);
  if (server === null) throw new Error(`DNS server: expected ip:port or [ip6]:port, given ${text}`);
  return server;
}

/** A server that the system has no route to (IPv6 in resolv.conf, none on the line) is left out. */
async function openChannels(
  servers: readonly SocketAddress[],
  concurrency: number,
): Promise<readonly DnsChannel[]> {
  const wanted = Math.ceil(concurrency / QUERIES_PER_SOCKET / Math.max(servers.length, 1));
  const count = Math.min(Math.max(wanted, FEWEST_SOCKETS), MOST_SOCKETS);
  const channels: DnsChannel[] = [];
  let cause: unknown;
  for (const server of servers) {
    try {
      const sockets = await Promise.all(Array.from({ length: count }, () => openDnsSocket(server)));
      channels.push({ server, sockets });
    } catch (error) {
      cause = error;
    }
  }
  if (channels.length === 0) throw new Error('DNS: no server can be reached', { cause });
  return channels;
}
