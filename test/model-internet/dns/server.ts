import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Query, replyTo } from './reply.ts';
import { closeTcp, openTcp } from './tcp.ts';
import type { Zone } from './zone.ts';

export interface DnsQuery {
  /** Lower case. */
  readonly name: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export interface DnsServer {
  /** `ip:port`, the same port for UDP and TCP. */
  readonly address: string;
  readonly zone: Zone;
  /** Queries seen, of one name or of all; empty where the log is off. */
  queries(name?: string): readonly DnsQuery[];
  /** Queries seen, counted even where the log is off. */
  readonly count: { udp: number; tcp: number; malformed: number };
  stop(): Promise<void>;
}

export interface DnsServerOptions {
  readonly zone: Zone;
  /** A loopback address. */
  readonly host?: string;
  /** Milliseconds that an answer takes to come. */
  readonly delay?: (name: string, type: string) => number;
  readonly log?: boolean;
}

/** The usual buffer of 208 KiB overflows at a few hundred packets; the system caps what is asked for. */
const BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * Starts a DNS server on loopback that answers for its zone as a recursive resolver would, over UDP and TCP.
 */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const host = options.host ?? '127.0.0.1';
  const log: DnsQuery[] = [];
  const count = { udp: 0, tcp: 0, malformed: 0 };
  const lost = new Map<string, number>();
  let stopped = false;

  const isLost = (key: string, first: number) => {
    const before = lost.get(key) ?? 0;
    lost.set(key, before + 1);
    return before < first;
  };

  const handle = (packet: Buffer, transport: 'udp' | 'tcp', send: (reply: Buffer) => void) => {
    const noted = (query: Query) => {
      if (options.log !== false) log.push({ ...query, transport, time: Date.now() });
    };
    count[transport]++;
    const outcome = replyTo(packet, { zone: options.zone, transport, noted });
    if (outcome.query === null) {
      count.malformed++;
      for (const reply of outcome.replies) send(reply);
      return;
    }
    const { name, type } = outcome.query;
    const behaviour = options.zone.behaviour(name);
    if (behaviour?.loseFirst !== undefined && isLost(`${name} ${type}`, behaviour.loseFirst)) return;
    const delay = (options.delay?.(name, type) ?? 0) + (behaviour?.delayMs ?? 0);
    const sendAll = () => {
      if (!stopped) for (const reply of outcome.replies) send(reply);
    };
    if (outcome.replies.length === 0) return;
    if (delay > 0) setTimeout(sendAll, Math.round(delay)).unref();
    else sendAll();
  };

  const { udp, tcp } = await bindBoth(host, handle);
  udp.on('message', (packet: Buffer, from: RemoteInfo) => {
    // A client that has gone away makes sending fail; that is its own affair.
    handle(packet, 'udp', (reply) => udp.send(reply, from.port, from.address, () => undefined));
  });

  return {
    address: `${host.includes(':') ? `[${host}]` : host}:${udp.address().port}`,
    zone: options.zone,
    count,
    queries: (name) => (name === undefined ? log : log.filter((query) => query.name === name.toLowerCase())),
    async stop() {
      if (stopped) return;
      stopped = true;
      const closed = once(udp, 'close');
      udp.close();
      await Promise.all([closed, closeTcp(tcp)]);
    },
  };
}

/** UDP takes a free port; TCP wants the same one, which somebody else may have: then the pair tries again. */
async function bindBoth(
  host: string,
  handle: (packet: Buffer, transport: 'tcp', send: (reply: Buffer) => void) => void,
): Promise<{ udp: UdpSocket; tcp: Awaited<ReturnType<typeof openTcp>> }> {
  for (let attempt = 1; ; attempt++) {
    const udp = createSocket({
      type: host.includes(':') ? 'udp6' : 'udp4',
      recvBufferSize: BUFFER_BYTES,
      sendBufferSize: BUFFER_BYTES,
    });
    udp.bind(0, host);
    await once(udp, 'listening');
    udp.on('error', () => undefined);
    try {
      const { port } = udp.address() as AddressInfo;
      return { udp, tcp: await openTcp(host, port, (packet, send) => handle(packet, 'tcp', send)) };
    } catch (error) {
      udp.close();
      if (attempt === 20) throw error;
    }
  }
}
