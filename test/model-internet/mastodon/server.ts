import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type Faults, faultAnswer, milliseconds } from './faults.ts';
import { bearer, type ModelAnswer, type ModelRequest, Refusal, readParams } from './http.ts';
import type { Limiter } from './limits.ts';
import { type Router, refusalAnswer } from './router.ts';
import type { Streaming } from './streaming.ts';
import type { World } from './world.ts';

/** One request as it came in; `status` is null where it got no answer. */
export interface RequestRecord {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingMessage['headers'];
  readonly fault: Fault | null;
  status: number | null;
}

export interface ModelListener {
  readonly requests: RequestRecord[];
  /** Listens on 127.0.0.1; the first time on a free port, later on the same again. */
  up(): Promise<void>;
  /** Cuts every connection and listens no more. */
  down(): Promise<void>;
}

type Bare = Omit<ModelRequest, 'names'>;

function bodyOf(answer: ModelAnswer): Buffer {
  if (Buffer.isBuffer(answer.body)) return answer.body;
  return Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
}

function headersOf(answer: ModelAnswer, length: number): Record<string, string> {
  const type = answer.type ?? 'application/json; charset=utf-8';
  return {
    ...answer.headers,
    ...(type === '' ? {} : { 'content-type': type }),
    'content-length': String(length),
  };
}

/** Joins world, routes, limits, faults and streaming behind one port. */
export function createListener(options: {
  readonly world: World;
  readonly router: Router;
  readonly limiter: Limiter;
  readonly faults: Faults;
  readonly streaming: Streaming;
}): ModelListener {
  const { world, router, limiter, faults, streaming } = options;
  const requests: RequestRecord[] = [];
  const sockets = new Set<Duplex>();
  let port = 0;

  const trueAnswer = (request: Bare): ModelAnswer => {
    const { headers, refused } = limiter.take(request);
    if (refused !== null) return refused;
    const answer = router.answer(request);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };

  const send = (response: ServerResponse, record: RequestRecord, answer: ModelAnswer, half = false) => {
    if (response.destroyed) return;
    const body = bodyOf(answer);
    record.status = answer.status;
    response.writeHead(answer.status, headersOf(answer, body.length));
    if (half) response.write(body.subarray(0, Math.floor(body.length / 2)));
    else response.end(body);
  };

  const goWrong = async (fault: Fault, request: Bare, response: ServerResponse, record: RequestRecord) => {
    const { action, commit = 'no' } = fault;
    if (action.kind === 'delay') {
      const ms = milliseconds(action.ms);
      const early = commit === 'yes' ? trueAnswer(request) : null;
      await sleep(ms);
      send(response, record, early ?? trueAnswer(request));
      return;
    }
    if (action.kind === 'stall') {
      send(response, record, trueAnswer(request), true);
      return;
    }
    if (commit === 'yes') trueAnswer(request);
    const answer = faultAnswer(action, world.now());
    if (answer !== null) send(response, record, answer);
    else if (action.kind === 'close') response.destroy();
    if (typeof commit === 'object') {
      await sleep(milliseconds(commit.lateMs));
      trueAnswer(request);
    }
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const url = new URL(incoming.url ?? '/', world.origin);
    const method = incoming.method ?? 'GET';
    const fault = faults.take(method, url.pathname);
    const record: RequestRecord = {
      at: world.now(),
      method,
      path: url.pathname,
      query: url.search,
      headers: incoming.headers,
      fault,
      status: null,
    };
    requests.push(record);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    try {
      const contentType = incoming.headers['content-type'] ?? '';
      const params = await readParams(url.searchParams, Buffer.concat(chunks), contentType);
      const token = bearer(incoming.headers, url.searchParams);
      const account = token === null ? null : (world.tokens.get(token) ?? null);
      const request = {
        method,
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        params,
        token,
        account,
      };
      if (fault === null) send(response, record, trueAnswer(request));
      else await goWrong(fault, request, response, record);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      send(response, record, refusalAnswer(error, world));
    }
  };

  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      // A client that went away in the middle of its request is no fault of the model; anything else must be
      // seen.
      if (incoming.destroyed && !incoming.complete) return;
      throw error;
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = new URL(incoming.url ?? '/', world.origin);
    const fault = faults.take('GET', path.pathname);
    const { headers } = incoming;
    requests.push({
      at: world.now(),
      method: 'GET',
      path: path.pathname,
      query: path.search,
      headers,
      fault,
      status: null,
    });
    if (fault === null) {
      streaming.upgrade(incoming, socket, head);
      return;
    }
    socket.on('error', () => socket.destroy());
    const answer = faultAnswer(fault.action, world.now());
    if (fault.action.kind === 'delay') {
      setTimeout(() => streaming.upgrade(incoming, socket, head), milliseconds(fault.action.ms));
    } else if (answer !== null) {
      const body = bodyOf(answer);
      const lines = Object.entries(headersOf(answer, body.length)).map(
        ([name, value]) => `${name}: ${value}\r\n`,
      );
      socket.end(`HTTP/1.1 ${answer.status} Error\r\nconnection: close\r\n${lines.join('')}\r\n${body}`);
    } else if (fault.action.kind === 'close') socket.destroy();
  });

  return {
    requests,
    async up() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      port = (server.address() as AddressInfo).port;
      world.origin = `http://127.0.0.1:${port}`;
    },
    async down() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
