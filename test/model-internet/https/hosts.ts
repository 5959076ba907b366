import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Authority, Leaf } from './authority.ts';
import { type Routes, serve } from './routes.ts';

/**
 * What happens when a client greets a host. `hang`: the handshake never goes on, as with a dead host;
 * `reset`: the connection is reset; `gibberish`: bytes that are not TLS; otherwise a handshake with that
 * certificate.
 */
export type Handshake = Leaf | 'hang' | 'reset' | 'gibberish';

export interface HttpsHost {
  readonly routes: Routes;
  readonly handshake?: Handshake;
  /** Headers of every answer, such as a CDN's. */
  readonly headers?: Readonly<Record<string, string>>;
  /** On top of the network's latency, for every request. */
  readonly delayMs?: number;
  /** Hosts of one group share a certificate: signing is slow, and big zones have many names. */
  readonly group?: string;
}

export interface HttpsRequest {
  /** The Host header in lower case, without the port. */
  readonly host: string;
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** What came with it; empty until it has come. */
  readonly body: string;
}

export interface HttpsHosts {
  /** `ip:port`. */
  readonly address: string;
  set(name: string, host: HttpsHost | null): void;
  /** Requests seen, of one host or of all; empty where the log is off. */
  requests(host?: string): readonly HttpsRequest[];
  readonly count: { connections: number; handshakes: number; requests: number; open: number };
  stop(): Promise<void>;
}

export interface HttpsHostsOptions {
  readonly authority: Authority;
  readonly host?: string;
  /** Milliseconds that each answer takes to come. */
  readonly delay?: (host: string, path: string) => number;
  readonly log?: boolean;
}

/** Characters of a request's body that the log keeps. */
const LOGGED_BODY = 64 * 1024;

/** Starts HTTPS virtual hosts behind one port on loopback, told apart by SNI and by the Host header. */
export async function startHttpsHosts(options: HttpsHostsOptions): Promise<HttpsHosts> {
  const ip = options.host ?? '127.0.0.1';
  const hosts = new Map<string, HttpsHost>();
  const groups = new Map<string, Set<string>>();
  const contexts = new Map<string, Promise<SecureContext>>();
  const sockets = new Set<Socket>();
  const log: HttpsRequest[] = [];
  const count = { connections: 0, handshakes: 0, requests: 0, open: 0 };
  const fallback = await options.authority.issue(['unknown.invalid']);

  const contextOf = (name: string, host: HttpsHost, leaf: Leaf): Promise<SecureContext> => {
    const grouped = leaf === 'good' && host.group !== undefined;
    const key = `${leaf} ${grouped ? host.group : name}`;
    const known = contexts.get(key);
    if (known !== undefined) return known;
    const names = grouped ? [...(groups.get(host.group ?? '') ?? [name])] : [name];
    const context = options.authority.issue(names, leaf);
    contexts.set(key, context);
    return context;
  };

  const http = createHttpServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000 });
  http.on('request', (request, response) => {
    const name = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const host = hosts.get(name);
    count.requests++;
    if (options.log !== false) {
      const { method = 'GET', headers } = request;
      const entry = { host: name, path: request.url ?? '/', method, headers, time: Date.now(), body: '' };
      log.push(entry);
      request.on('data', (chunk: Buffer) => {
        if (entry.body.length < LOGGED_BODY) entry.body += chunk.toString('latin1');
      });
    }
    request.resume();
    response.on('error', () => undefined);
    const delay = (options.delay?.(name, path) ?? 0) + (host?.delayMs ?? 0);
    const route = host?.routes[request.url ?? '/'] ?? host?.routes[path];
    const answer = () => void serve(route, request, response, host?.headers ?? {});
    if (delay > 0) setTimeout(answer, Math.round(delay)).unref();
    else answer();
  });
  http.on('clientError', (_error, socket) => socket.destroy());

  const tcp = createServer((socket) => {
    count.connections++;
    count.open++;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      count.open--;
      sockets.delete(socket);
    });
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext: fallback,
      ALPNProtocols: ['http/1.1'],
      SNICallback: (sni, callback) => {
        const name = sni.toLowerCase();
        const host = hosts.get(name);
        const handshake = host?.handshake ?? 'good';
        if (host === undefined) return callback(new Error(`no host ${name}`));
        if (handshake === 'hang') return;
        if (handshake === 'reset') return void socket.resetAndDestroy();
        if (handshake === 'gibberish') return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\nspeak plain');
        count.handshakes++;
        contextOf(name, host, handshake).then(
          (context) => callback(null, context),
          (error: Error) => callback(error),
        );
      },
    });
    secure.on('error', () => socket.destroy());
    // The documented way to serve HTTP on a connection of one's own making.
    http.emit('connection', secure);
  });
  tcp.listen(0, ip, 4096);
  await once(tcp, 'listening');

  return {
    address: `${ip.includes(':') ? `[${ip}]` : ip}:${(tcp.address() as AddressInfo).port}`,
    set(name, host) {
      const key = name.toLowerCase();
      const before = hosts.get(key);
      if (before?.group !== undefined) {
        groups.get(before.group)?.delete(key);
        contexts.delete(`good ${before.group}`);
      }
      if (host === null) {
        hosts.delete(key);
        return;
      }
      hosts.set(key, host);
      if (host.group === undefined) return;
      groups.set(host.group, (groups.get(host.group) ?? new Set()).add(key));
      contexts.delete(`good ${host.group}`);
    },
    requests: (host) => (host === undefined ? log : log.filter((entry) => entry.host === host.toLowerCase())),
    count,
    async stop() {
      const closed = once(tcp, 'close');
      tcp.close();
      for (const socket of sockets) socket.destroy();
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}
