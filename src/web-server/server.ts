import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { admit } from './admission.ts';
import { json, sendText } from './answer.ts';
import type { AnswerSources } from './answer-sources.ts';
import { createCompressor } from './compression.ts';
import type { JudgeInstallation } from './health-answer.ts';
import { createRequestCount, type MetricsOptions } from './metrics.ts';
import { createRateLimit, type Rate } from './rate-limit.ts';
import { createRoutes } from './routes.ts';
import { sendSiteFile } from './send-site-file.ts';

export interface ServerLog {
  info(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface ServerOptions {
  /** The folder that `writeSite` writes; it need not be there yet. */
  readonly siteDir: string;
  readonly answers: AnswerSources;
  /** 0 for any free one. */
  readonly port: number;
  readonly host: string;
  readonly log: ServerLog;
  readonly limits?: Partial<ServerLimits>;
  /** Addresses whose `X-Forwarded-For` is believed; loopback unless given. */
  readonly trustedProxies?: readonly string[];
  /** Judges the installation for `/api/health`; without it the site alone is judged. */
  readonly judge?: JudgeInstallation;
  /** What `/metrics` tells, and whom; without it, nothing. */
  readonly metrics?: MetricsOptions;
}

export interface ServerLimits {
  /** Of requests of any kind, for one client. */
  readonly requests: Rate;
  /** Fresh look-ups for one client: each sends packets to a third party. */
  readonly lookups: Rate;
  /** Longest time that a client waits for a look-up, in milliseconds. */
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
/** Where a reverse proxy is, unless the operator names others. */
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];
const CONNECTIONS = 2_000;
/** Answers under way may take as long when the server closes. */
const LAST_ANSWERS_MS = 2_000;

/**
 * Serves the static site, `/api/lookup`, `/server/`, `/api/health` and `/metrics`, for browsers directly or
 * behind a reverse proxy.
 * @throws Error if the port is unavailable
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = createServer(
    {
      requestTimeout: 15_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 10_000,
      // By default Node checks only every 30 seconds for clients that send their headers slowly.
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 8_192,
    },
    createListener(options),
  );
  server.maxConnections = CONNECTIONS;
  // Also for those who read slowly.
  server.setTimeout(60_000);
  const port = await listen(server, options.port, options.host);
  options.log.info({ host: options.host, port }, 'the site is served');
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref();
      }),
  };
}

/** Answers each request once: with a refusal, what a route makes, or a file of the site. */
function createListener(options: ServerOptions): RequestListener {
  const { siteDir, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const trusted = options.trustedProxies ?? LOOPBACK;
  const rules = {
    requests: createRateLimit(limits.requests),
    isTrusted: (address: string) => trusted.includes(address),
  };
  const count = createRequestCount();
  const source = { siteDir, compressor: createCompressor() };
  const routeOf = createRoutes({ ...options, limits, count });

  const handle = async (...[request, response]: Parameters<RequestListener>): Promise<void> => {
    const decision = admit(request, rules);
    if ('refusal' in decision) return sendText(request, response, decision.refusal);
    const { admitted } = decision;
    const route = routeOf(admitted);
    if (route === null) return await sendSiteFile(request, response, admitted.path, source);
    sendText(request, response, await route(admitted, request));
  };

  return (request, response) => {
    response.once('finish', () => count.add(response.statusCode));
    handle(request, response).catch((error: unknown) => {
      // Somebody who leaves early is no error of ours.
      if (!request.destroyed)
        log.error({ error: String(error), path: shortPath(request) }, 'a request failed');
      if (response.headersSent) response.destroy();
      else sendText(request, response, json(500, { error: 'something went wrong here' }));
    });
  };
}

function shortPath({ url }: IncomingMessage): string | undefined {
  return url?.slice(0, 200);
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
