import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createGzip } from 'node:zlib';

/** How one path of a host answers. */
export type Route =
  | {
      readonly kind: 'reply';
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
      readonly delayMs?: number;
    }
  /** The body comes byte by byte. */
  | { readonly kind: 'drip'; readonly body: string; readonly everyMs: number }
  /** The body never ends. */
  | { readonly kind: 'endless'; readonly headers?: Readonly<Record<string, string>> }
  /** A small gzip body that unpacks to so many zero bytes. */
  | { readonly kind: 'gzip-bomb'; readonly bytes: number }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** So many redirects on the same host before the last one goes to `to`. */
  | { readonly kind: 'redirect-chain'; readonly length: number; readonly to: string }
  /** Promises more bytes than it sends, then closes. */
  | { readonly kind: 'cut'; readonly body: string }
  /** Closes the connection in place of an answer. */
  | { readonly kind: 'reset' }
  /** Takes the request and never answers. */
  | { readonly kind: 'silent' };

/** By path; a path with a query stands before the same path without one. */
export type Routes = Readonly<Record<string, Route>>;

/** A JSON document as a route. */
export function json(value: unknown, contentType = 'application/json; charset=utf-8'): Route {
  return { kind: 'reply', headers: { 'content-type': contentType }, body: JSON.stringify(value) };
}

export function text(body: string, contentType = 'text/plain; charset=utf-8'): Route {
  return { kind: 'reply', headers: { 'content-type': contentType }, body };
}

const NO_ROUTE: Route = {
  kind: 'reply',
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: '<h1>404</h1>',
};

/**
 * Answers one request; resolves when the answer is sent, cut off or given up. `headers` come with every
 * answer.
 */
export async function serve(
  route: Route | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const chosen = route ?? NO_ROUTE;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  switch (chosen.kind) {
    case 'reply':
      if (chosen.delayMs !== undefined) await wait(chosen.delayMs, undefined, { ref: false });
      response.writeHead(chosen.status ?? 200, chosen.headers).end(chosen.body ?? '');
      return;
    case 'redirect':
      response.writeHead(chosen.status ?? 302, { location: chosen.to }).end();
      return;
    case 'redirect-chain':
      response.writeHead(302, { location: nextHop(chosen, request) }).end();
      return;
    case 'gzip-bomb':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      return bomb(chosen.bytes, response);
    case 'cut':
      response.writeHead(200, { 'content-length': String(Buffer.byteLength(chosen.body) + 1000) });
      response.write(chosen.body, () => request.socket.destroy());
      return;
    case 'drip':
      return drip(chosen, response);
    case 'endless':
      response.writeHead(200, chosen.headers ?? { 'content-type': 'application/json' });
      return endless(response);
    case 'reset':
      request.socket.destroy();
      return;
    case 'silent':
      return;
  }
}

function nextHop(route: { readonly length: number; readonly to: string }, request: IncomingMessage): string {
  const url = new URL(request.url ?? '/', 'https://host.invalid');
  const hop = Number(url.searchParams.get('hop') ?? 0) + 1;
  return hop > route.length ? route.to : `${url.pathname}?hop=${hop}`;
}

/** Zeros, compressed as they go: the client may stop early, and so do we. */
async function bomb(bytes: number, response: ServerResponse): Promise<void> {
  const block = Buffer.alloc(64 * 1024);
  const zeros = Readable.from(
    (function* () {
      for (let left = bytes; left > 0; left -= block.length)
        yield block.subarray(0, Math.min(left, block.length));
    })(),
  );
  await pipeline(zeros, createGzip(), response).catch(() => undefined);
}

async function drip(
  route: { readonly body: string; readonly everyMs: number },
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(route.body),
  });
  for (const byte of Buffer.from(route.body)) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await wait(route.everyMs, undefined, { ref: false });
  }
  response.end();
}

async function endless(response: ServerResponse): Promise<void> {
  const chunk = Buffer.alloc(16_384, ' ');
  while (!response.destroyed) {
    if (response.write(chunk)) await wait(1, undefined, { ref: false });
    else await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
}
