import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { readBody } from './body.ts';
import type { Dns } from './dns.ts';
import type { GetOptions, Headers, Http, HttpFailure, HttpSuccess, Streamed } from './http.ts';
import { FailureError, fail, failureOf } from './http-failure.ts';
import { createRobots, ROBOTS_BYTES, ROBOTS_REDIRECTS } from './robots.ts';
import { createSessions, type Session } from './sessions.ts';
import { parseSocketAddress } from './socket-address.ts';
import { handOver, ReceiverError } from './stream-body.ts';
import { checkUrl, type Target } from './target.ts';
import { afterInput } from './timer.ts';

export interface HttpOptions {
  readonly dns: Dns;
  /** Name, version, URL and contact. */
  readonly userAgent: string;
  /** Connections at once. */
  readonly concurrency: number;
  /** `ip:port`: every connection goes there; names are resolved and checked, and certificates verified, all the same. */
  readonly connectTo: string | null;
}

interface Wish<Taken> {
  readonly take: (body: Readable, headers: Headers) => Promise<Taken>;
  readonly accept: string;
  readonly encodings: string;
  readonly deadlineMs: number;
  readonly maxRedirects: number;
  readonly robots: boolean;
  readonly headers: Headers;
  readonly json: string | null;
  /** Milliseconds of silence before the headers and in the body; 0 for no limit but the deadline. */
  readonly stallMs: number;
}

type Step<Taken> =
  | { readonly kind: 'end'; readonly answer: Streamed<Taken> | HttpFailure }
  | { readonly kind: 'redirect'; readonly to: string; readonly code: number };

const DEADLINE_MS = 10_000;
const STALL_MS = 30_000;
const MAX_REDIRECTS = 3;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Of a body that nobody wants: reading it keeps the connection, up to here. */
const UNWANTED_BYTES = 16 * 1024;

/**
 * The client for servers that we do not know: https only, public addresses only, the address that was checked is the one
 * connected to, every redirect checked anew, all of it limited in bytes and time. Throws where `connectTo` is no `ip:port`.
 */
export function createHttp(options: HttpOptions): Http {
  const connectTo = options.connectTo === null ? null : parseSocketAddress(options.connectTo);
  if (options.connectTo !== null && connectTo === null) {
    throw new Error(`connectTo: expected ip:port, given ${options.connectTo}`);
  }
  const sessions = createSessions({ dns: options.dns, concurrency: options.concurrency, connectTo });

  const robots = createRobots({
    fetch: async (url) => {
      const answer = await follow(url, {
        ...wishOf({
          accept: 'text/plain, */*;q=0.1',
          maxBytes: ROBOTS_BYTES,
          maxRedirects: ROBOTS_REDIRECTS,
          robots: false,
        }),
        take: (body, headers) => readBody(body, headers, { maxBytes: ROBOTS_BYTES, beyond: 'cut' }),
      });
      return answer.ok ? withBody(answer) : answer;
    },
  });

  async function follow<Taken>(url: string, wish: Wish<Taken>): Promise<Streamed<Taken> | HttpFailure> {
    let leftMs = wish.deadlineMs;
    let checked = checkUrl(url);
    const home = checked.ok ? checked.target.origin : null;
    for (let redirects = 0; ; redirects++) {
      if (!checked.ok) {
        return fail(redirects > 0 && checked.wrong === 'shape' ? 'REDIRECTS' : 'NOT_PUBLIC', checked.detail);
      }
      const { target } = checked;
      const forbidden = wish.robots ? await robots.forbids(target) : null;
      if (forbidden !== null) return forbidden;
      const session = await sessions.begin(target);
      if (!session.ok) return session;
      const began = performance.now();
      const headers = target.origin === home ? wish.headers : {};
      const asking = ask(session, target, { ...wish, headers, deadlineMs: leftMs });
      const step = await asking.finally(() => session.end());
      if (step.kind === 'end') return step.answer;
      if (wish.json !== null) return { ...fail('REDIRECTS', 'of a POST'), code: step.code };
      if (redirects === wish.maxRedirects) {
        return { ...fail('REDIRECTS', `more than ${wish.maxRedirects}`), code: step.code };
      }
      leftMs -= performance.now() - began;
      checked = checkUrl(step.to, `${target.origin}${target.path}`);
    }
  }

  async function ask<Taken>(session: Session, target: Target, wish: Wish<Taken>): Promise<Step<Taken>> {
    const deadline = new AbortController();
    const cancel = afterInput(Math.max(wish.deadlineMs, 0), () =>
      deadline.abort(new FailureError('TIMEOUT', 'deadline')),
    );
    try {
      const response = await session.client.request({
        method: wish.json === null ? 'GET' : 'POST',
        path: target.path,
        body: wish.json,
        headers: {
          ...wish.headers,
          ...(wish.json === null ? {} : { 'content-type': 'application/json' }),
          'user-agent': options.userAgent,
          accept: wish.accept,
          'accept-encoding': wish.encodings,
        },
        headersTimeout: wish.stallMs,
        bodyTimeout: wish.stallMs,
        signal: deadline.signal,
      });
      // Whoever reads the body is told what goes wrong. A body that is given up unread says so as well: nobody hears that,
      // and an error that nobody hears would end the process.
      response.body.on('error', () => undefined);
      const code = response.statusCode;
      const headers = plain(response.headers);
      if (code >= 200 && code < 300) {
        const taken = await wish.take(response.body, headers);
        return {
          kind: 'end',
          answer: { ok: true, code, headers, taken, url: `${target.origin}${target.path}` },
        };
      }
      // The status is known; however the rest of the answer ends cannot change it.
      await response.body.dump({ limit: UNWANTED_BYTES }).catch(() => undefined);
      if (REDIRECTS.includes(code) && headers.location !== undefined) {
        return { kind: 'redirect', to: headers.location, code };
      }
      const failure: HttpFailure = { ok: false, status: 'STATUS', detail: `HTTP ${code}`, code, headers };
      return { kind: 'end', answer: failure };
    } catch (error) {
      if (error instanceof ReceiverError) throw error.cause;
      return { kind: 'end', answer: failureOf(error) };
    } finally {
      cancel();
    }
  }

  return {
    async get(url, options) {
      const answer = await follow(url, {
        ...wishOf(options),
        take: (body, headers) => readBody(body, headers, { maxBytes: options.maxBytes, beyond: 'fail' }),
      });
      return answer.ok ? withBody(answer) : answer;
    },
    stream: (url, options) =>
      follow(url, {
        ...wishOf(options),
        // What is kept packed, such as `.gz`, gains nothing by another packing.
        encodings: 'identity',
        stallMs: options.stallMs ?? STALL_MS,
        take: (body, headers) => handOver(body, headers, options),
      }),
    close: () => sessions.close(),
  };
}

function wishOf(options: GetOptions): Omit<Wish<never>, 'take'> {
  return {
    accept: options.accept ?? '*/*',
    encodings: 'gzip, br',
    deadlineMs: options.deadlineMs ?? DEADLINE_MS,
    maxRedirects: options.maxRedirects ?? MAX_REDIRECTS,
    robots: options.robots ?? true,
    headers: options.headers ?? {},
    json: options.json ?? null,
    stallMs: 0,
  };
}

function withBody({ taken, ...answer }: Streamed<Buffer>): HttpSuccess {
  return { ...answer, body: taken };
}

function plain(headers: IncomingHttpHeaders): Headers {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}
