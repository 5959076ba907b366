import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import type { Duplex, Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { codeOf, FailureError } from './failure.ts';
import type { Headers } from './http.ts';
import { mendHeads } from './mend-head.ts';

export interface OriginRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Names in lower case, without Host. */
  readonly headers: Headers;
  readonly body: string | null;
  /** Milliseconds of silence before the headers and in the body; 0 for no limit. */
  readonly stallMs: number;
  /** Ends the request with the error that it is aborted with. */
  readonly giveUp: AbortController;
}

export interface OriginResponse {
  readonly code: number;
  readonly headers: IncomingHttpHeaders;
  /** As sent. It must be read or destroyed, or the next request of the same client waits. */
  readonly body: Readable;
}

/** Requests to one origin, one after the other over one connection where the server keeps it open. */
export interface OriginClient {
  request(request: OriginRequest): Promise<OriginResponse>;
  /** Fails what is under way as `UNREACHABLE`. */
  destroy(): void;
}

/** curl reads 300 KB of headers, browsers 256 KB; policies of 20 KB exist. */
const MOST_HEADER_BYTES = 128 * 1024;

/**
 * Node's own HTTP in its lenient mode over the connections that `open` makes. It reads what browsers and curl
 * read: bare line feeds, Content-Length beside Transfer-Encoding. A server whose head it refuses all the same
 * is asked again, once, and read with {@link mendHeads} from then on. Servers that speak HTTP/2 alone are
 * spoken to in that.
 */
export function createOriginClient(origin: string, open: () => Promise<TLSSocket>): OriginClient {
  const running = new Set<AbortController>();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** For servers whose heads Node refuses; each of its connections serves one request. */
  const mendingAgent = new Agent({ keepAlive: false, maxSockets: 1 });
  let isMending = false;
  let opened: Promise<TLSSocket> | null = null;
  let unused: TLSSocket | null = null;
  let http2: ClientHttp2Session | null = null;
  let isDestroyed = false;

  connectBy(agent, () => {
    const socket = unused;
    unused = null;
    return socket === null ? open() : Promise.resolve(socket);
  });
  connectBy(mendingAgent, async () => mendHeads(await open(), MOST_HEADER_BYTES));

  const openFirst = async (): Promise<TLSSocket> => {
    const socket = await open();
    if (isDestroyed) socket.destroy();
    else if (socket.alpnProtocol === 'h2') http2 = startHttp2(origin, socket);
    else unused = socket;
    return socket;
  };

  const ready = async (): Promise<void> => {
    if (http2?.closed) {
      http2 = null;
      opened = null;
    }
    opened ??= openFirst();
    await opened.catch((error: Error) => {
      opened = null;
      throw error;
    });
  };

  const ask = async (wish: OriginRequest): Promise<OriginResponse> => {
    if (isMending) return requestOverHttp1(mendingAgent, origin, wish);
    await unlessAborted(ready(), wish.giveUp.signal);
    if (http2 !== null) return requestOverHttp2(http2, origin, wish);
    try {
      return await requestOverHttp1(agent, origin, wish);
    } catch (error) {
      if (wish.method !== 'GET' || !isRefusedHead(error)) throw error;
      isMending = true;
      return requestOverHttp1(mendingAgent, origin, wish);
    }
  };

  return {
    async request(wish) {
      if (isDestroyed) throw new FailureError('UNREACHABLE', 'closed');
      running.add(wish.giveUp);
      try {
        const response = await ask(wish);
        response.body.once('close', () => running.delete(wish.giveUp));
        return response;
      } catch (error) {
        running.delete(wish.giveUp);
        throw error;
      }
    },
    destroy() {
      isDestroyed = true;
      for (const giveUp of running) giveUp.abort(new FailureError('UNREACHABLE', 'closed'));
      unused?.destroy();
      http2?.destroy();
      agent.destroy();
      mendingAgent.destroy();
    },
  };
}

function connectBy(agent: Agent, open: () => Promise<Duplex>): void {
  agent.createConnection = (_options, callback) => {
    // The failed one has no socket; the types of Node's callback want one all the same.
    open().then(
      (ready) => callback?.(null, ready),
      (error: Error) => callback?.(error, undefined as never),
    );
    return undefined;
  };
}

/** Whether Node's parser could not read what began as an answer of HTTP; too long a head stays too long. */
function isRefusedHead(error: unknown): boolean {
  const code = codeOf(error);
  if (!code.startsWith('HPE_') || code === 'HPE_HEADER_OVERFLOW') return false;
  return error instanceof Error && 'rawPacket' in error && /^http/i.test(String(error.rawPacket).slice(0, 4));
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function requestOverHttp1(agent: Agent, origin: string, wish: OriginRequest): Promise<OriginResponse> {
  const { signal } = wish.giveUp;
  const { hostname, host, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | null = null;
    let isOver = false;
    const request = requestHttp({
      agent,
      host: hostname,
      port,
      method: wish.method,
      path: wish.path,
      headers: { host, ...wish.headers },
      insecureHTTPParser: true,
      maxHeaderSize: MOST_HEADER_BYTES,
    });
    const fail = (error: Error) => {
      if (isOver) return;
      isOver = true;
      // What was received so far must fail with the same error as the request.
      response?.destroy(error);
      request.destroy(error);
      reject(error);
    };
    const abort = () => fail(signal.reason);
    signal.addEventListener('abort', abort);
    request.on('close', () => signal.removeEventListener('abort', abort));
    request.on('error', (error) => {
      // Whatever follows a whole answer is none of its business.
      if (response?.complete) return;
      if (isOver || response !== null || wish.method !== 'GET' || !isStale(request.reusedSocket, error)) {
        return fail(error);
      }
      isOver = true;
      requestOverHttp1(agent, origin, wish).then(resolve, reject);
    });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      fail(new FailureError('BAD_BODY', 'HTTP 101'));
    });
    request.on('response', (incoming) => {
      response = incoming;
      // The reader of the body sees what goes wrong. A body that is given up unread fails as well, unheard.
      incoming.on('error', () => undefined);
      resolve({ code: incoming.statusCode ?? 0, headers: incoming.headers, body: incoming });
    });
    if (wish.stallMs > 0) {
      request.setTimeout(wish.stallMs, () => fail(silence(response !== null)));
    }
    request.end(wish.body ?? undefined);
  });
}

/**
 * The server closed a connection that was kept open just when the next request was sent (RFC 9112, 9.3.1).
 */
function isStale(isReused: boolean, error: Error): boolean {
  return isReused && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function startHttp2(origin: string, socket: TLSSocket): ClientHttp2Session {
  const session = connectHttp2(origin, {
    createConnection: () => socket,
    settings: { enablePush: false, maxHeaderListSize: MOST_HEADER_BYTES },
  });
  session.on('error', () => undefined);
  return session;
}

function requestOverHttp2(
  session: ClientHttp2Session,
  origin: string,
  wish: OriginRequest,
): Promise<OriginResponse> {
  const { host } = new URL(origin);
  const { signal } = wish.giveUp;
  return new Promise((resolve, reject) => {
    const stream = session.request(
      { ':method': wish.method, ':path': wish.path, ':authority': host, ...wish.headers },
      { endStream: wish.body === null },
    );
    let hasHeaders = false;
    const fail = (error: Error) => {
      stream.destroy(error);
      reject(error);
    };
    const abort = () => fail(signal.reason);
    signal.addEventListener('abort', abort);
    stream.on('error', reject);
    stream.on('close', () => signal.removeEventListener('abort', abort));
    stream.on('close', () => reject(new FailureError('UNREACHABLE', 'closed without an answer')));
    stream.on('response', ({ ':status': code, ...headers }) => {
      hasHeaders = true;
      const plain = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
      resolve({ code: code ?? 0, headers: Object.fromEntries(plain), body: stream });
    });
    if (wish.stallMs > 0) stream.setTimeout(wish.stallMs, () => fail(silence(hasHeaders)));
    if (wish.body !== null) stream.end(wish.body);
  });
}

function silence(hasHeaders: boolean): FailureError {
  return new FailureError('TIMEOUT', hasHeaders ? 'silence in the body' : 'silence before the headers');
}
