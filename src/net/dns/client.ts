import { ResolversError } from '../../model/expected-errors.ts';
import { errorMessage } from '../../text/error-text.ts';
import { createGate } from '../gate.ts';
import { parseSocketAddress, type SocketAddress } from '../socket-address.ts';
import type { Dns, RecordType } from './dns.ts';
import { type DnsChannel, DnsQuery, type QueryContext } from './query.ts';
import { openDnsSocket } from './socket.ts';

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

export interface DnsClient extends Dns {
  /** Queries that wait for their turn. */
  readonly waiting: number;
}

/** Queries in flight that one socket's receive buffer is trusted with. */
const QUERIES_PER_SOCKET = 200;
const FEWEST_SOCKETS = 4;
const MOST_SOCKETS = 32;
/** A query is short work to begin, and as many must begin as replies are read in one turn. */
const STARTS_PER_TURN = 100;

/**
 * A DNS client of our own over UDP: Node's resolver ignores its timeouts, drops replies beyond some 200 in
 * flight and has no EDNS. Servers take turns in being asked first. Throws where a server's text is not an
 * address or no server can have a socket.
 */
export async function createDns(options: DnsOptions): Promise<DnsClient> {
  const { timeoutMs = 1000, tries = 3, deadlineMs = 8000 } = options;
  const channels = await openChannels(options.servers.map(serverOf), options.concurrency);
  const gate = createGate({
    concurrency: options.concurrency,
    perSecond: options.qps,
    perTurn: STARTS_PER_TURN,
  });
  const counts = { sent: 0, answered: 0, retried: 0, timedOut: 0 };
  const context: QueryContext = {
    ...{ channels, gate, counts, timeoutMs, tries, deadlineMs },
    nextChannel: 0,
    isClosed: false,
  };
  const running = new Map<RecordType, Map<string, DnsQuery>>();
  const onEnd = ({ name, type }: DnsQuery): void => {
    running.get(type)?.delete(name);
  };

  return {
    counts,
    get waiting() {
      return gate.waiting;
    },
    query(name, type, onStart) {
      const plain = plainName(name);
      let ofType = running.get(type);
      if (ofType === undefined) {
        ofType = new Map();
        running.set(type, ofType);
      }
      const known = ofType.get(plain);
      if (known !== undefined) {
        onStart?.();
        return known.answer;
      }
      const query = new DnsQuery(context, plain, type, { onStart, onEnd });
      ofType.set(plain, query);
      gate.admit(query);
      return query.answer;
    },
    close() {
      context.isClosed = true;
      for (const ofType of running.values()) for (const query of [...ofType.values()]) query.cancel();
      for (const channel of channels) for (const socket of channel.sockets) socket.close();
      gate.open();
    },
  };
}

function plainName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
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
  if (channels.length === 0) {
    const named = servers.map(({ host, port }) =>
      host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    );
    throw new ResolversError(
      `DNS_SERVERS: this machine has no way to ${named.length === 0 ? 'any resolver' : named.join(', ')} (${errorMessage(cause)})`,
      { cause },
    );
  }
  return channels;
}
