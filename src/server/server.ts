import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPublic, parseAddress } from '../model/address.ts';
import { json, sendFile, sendText } from './answer.ts';
import { createCompressor } from './compression.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { createLookUps, type LookUp } from './look-ups.ts';
import { answerLookup } from './lookup-answer.ts';
import { createLookupPages } from './lookup-pages.ts';
import { clientOf, createRateLimit, type Rate } from './rate-limit.ts';
import { findFile } from './site-files.ts';

export interface ServerLog {
  info(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface ServerOptions {
  /** The folder that `writeSite` writes; it need not be there yet. */
  readonly siteDir: string;
  readonly lookUp: LookUp;
  /** 0 for any free one. */
  readonly port: number;
  readonly host: string;
  readonly log: ServerLog;
  readonly limits?: Partial<ServerLimits>;
}

export interface ServerLimits {
  /** Of requests of any kind, for one client. */
  readonly requests: Rate;
  /** Of fresh look-ups, for one client: each costs packets to somebody else. */
  readonly lookups: Rate;
  /** How long somebody waits for a look-up, milliseconds. */
  readonly lookupMs: number;
  readonly lookupsAtOnce: number;
}

export interface RunningServer {
  readonly port: number;
  /** Stops taking connections, ends idle ones, and waits a moment for answers under way. */
  close(): Promise<void>;
}

const LIMITS: ServerLimits = {
  requests: { burst: 300, perSecond: 30 },
  lookups: { burst: 20, perSecond: 0.2 },
  lookupMs: 15_000,
  lookupsAtOnce: 8,
};
const FRESH_MS = 5 * 60 * 1000;
/** A page of ours needs none that is longer. */
const LONGEST_URL = 2_000;
const CONNECTIONS = 2_000;

/**
 * Serves the static site, `/api/lookup` and `/api/health`, for browsers directly or behind a reverse proxy.
 * @throws Error if the port cannot be had
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { siteDir, lookUp, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const compressor = createCompressor();
  const requests = createRateLimit(limits.requests);
  const lookups = createRateLimit(limits.lookups);
  const pages = createLookupPages(siteDir);
  const lookUps = createLookUps({
    lookUp,
    deadlineMs: limits.lookupMs,
    atOnce: limits.lookupsAtOnce,
    freshMs: FRESH_MS,
  });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '' } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      return sendText(request, response, json(405, { error: 'only GET and HEAD' }, { Allow: 'GET, HEAD' }));
    }
    if (url.length > LONGEST_URL) return sendText(request, response, json(414, { error: 'too long' }));
    const [path = '', query = ''] = url.split(/\?(.*)/s);
    const client = clientOf(request.socket.remoteAddress, lastOf(request.headers['x-forwarded-for']), isNear);
    const wait = requests.take(client);
    if (wait > 0) {
      const headers = { 'Retry-After': String(wait) };
      return sendText(request, response, json(429, { error: `too many requests; wait ${wait} s` }, headers));
    }
    if (path === '/api/lookup') {
      const answer = await answerLookup(request, new URLSearchParams(query), {
        ...{ lookUps, pages },
        admit: () => lookups.take(client),
      });
      return sendText(request, response, answer);
    }
    if (path === '/api/health') return sendText(request, response, await health(siteDir));
    await serveFile(request, response, path);
  };

  const serveFile = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> => {
    const found = await findFile(siteDir, path);
    switch (found.kind) {
      case 'file':
        return await sendFile(request, response, found, { status: 200, compressor });
      case 'folder':
        // Relative to the folder above, so that it holds under any address that a proxy gives us.
        return void response
          .writeHead(301, { ...SECURITY_HEADERS, Location: `./${path.slice(path.lastIndexOf('/') + 1)}/` })
          .end();
      case 'no site':
        return sendText(request, response, {
          status: 503,
          type: 'text/plain; charset=utf-8',
          body: 'No scan is complete yet. Come back later.\n',
          headers: { 'Retry-After': '600' },
        });
      case 'none': {
        const page = await findFile(siteDir, '/404.html');
        if (page.kind === 'file') return await sendFile(request, response, page, { status: 404, compressor });
        return sendText(request, response, json(404, { error: 'not found' }));
      }
    }
  };

  const server = createServer(
    {
      requestTimeout: 15_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 10_000,
      // Else those who send their headers slowly would be told apart every 30 seconds only.
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 8_192,
    },
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        // Somebody who leaves early is no error of ours.
        if (!request.destroyed)
          log.error({ error: String(error), path: request.url?.slice(0, 200) }, 'a request failed');
        if (response.headersSent) response.destroy();
        else sendText(request, response, json(500, { error: 'something went wrong here' }));
      });
    },
  );
  server.maxConnections = CONNECTIONS;
  // Also for those who read slowly.
  server.setTimeout(60_000);
  const port = await listen(server, options.port, options.host);
  log.info({ host: options.host, port }, 'the site is served');
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      }),
  };
}

async function health(siteDir: string) {
  const found = await findFile(siteDir, '/api/networks.json');
  if (found.kind !== 'file') return json(503, { status: 'no scan is complete yet' });
  try {
    const { networks } = JSON.parse(await found.handle.readFile('utf8')) as { networks: unknown };
    return json(200, { status: 'ok', networks });
  } finally {
    await found.handle.close();
  }
}

/** Node joins repeated headers of this name with a comma. */
function lastOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.at(-1);
}

/** Loopback and private addresses: where a reverse proxy is. */
function isNear(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && !isPublic(parsed);
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
