import type { IncomingHttpHeaders } from 'node:http';
import type { BodyLimit } from './body.ts';
import { readBody } from './body.ts';
import type { Dns } from './dns.ts';
import type { Headers, Http, HttpAnswer, HttpFailure } from './http.ts';
import { FailureError, fail, failureOf } from './http-failure.ts';
import { createRobots, ROBOTS_BYTES, ROBOTS_REDIRECTS } from './robots.ts';
import { createSessions, type Session } from './sessions.ts';
import { parseSocketAddress } from './socket-address.ts';
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

interface Wish extends BodyLimit {
  readonly accept: string;
  readonly deadlineMs: number;
  readonly maxRedirects: number;
  readonly robots: boolean;
  readonly headers: Headers;
  readonly json: string | null;
}

type Step =
  | { readonly kind: 'end'; readonly answer: HttpAnswer }
  | { readonly kind: 'redirect'; readonly to: string; readonly code: number };

const DEADLINE_MS = 10_000;
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
    fetch: (url) =>
      follow(url, {
        accept: 'text/plain, */*;q=0.1',
        maxBytes: ROBOTS_BYTES,
        beyond: 'cut',
        deadlineMs: DEADLINE_MS,
        maxRedirects: ROBOTS_REDIRECTS,
        robots: false,
        headers: {},
        json: null,
      }),
  });

  async function follow(url: string, wish: Wish): Promise<HttpAnswer> {
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
      const step = await ask(session, target, { ...wish, headers, deadlineMs: leftMs });
      session.end();
      if (step.kind === 'end') return step.answer;
      if (wish.json !== null) return { ...fail('REDIRECTS', 'of a POST'), code: step.code };
      if (redirects === wish.maxRedirects) {
        return { ...fail('REDIRECTS', `more than ${wish.maxRedirects}`), code: step.code };
      }
      leftMs -= performance.now() - began;
      checked = checkUrl(step.to, `${target.origin}${target.path}`);
    }
  }

  async function ask(session: Session, target: Target, wish: Wish): Promise<Step> {
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
          'accept-encoding': 'gzip, br',
        },
        signal: deadline.signal,
      });
      const code = response.statusCode;
      const headers = plain(response.headers);
      if (code >= 200 && code < 300) {
        const body = await readBody(response.body, headers, wish);
        return {
          kind: 'end',
          answer: { ok: true, code, headers, body, url: `${target.origin}${target.path}` },
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
      return { kind: 'end', answer: failureOf(error) };
    } finally {
      cancel();
    }
  }

  return {
    get: (url, wish) =>
      follow(url, {
        accept: wish.accept ?? '*/*',
        maxBytes: wish.maxBytes,
        beyond: 'fail',
        deadlineMs: wish.deadlineMs ?? DEADLINE_MS,
        maxRedirects: wish.maxRedirects ?? MAX_REDIRECTS,
        robots: wish.robots ?? true,
        headers: wish.headers ?? {},
        json: wish.json ?? null,
      }),
    close: () => sessions.close(),
  };
}

function plain(headers: IncomingHttpHeaders): Headers {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}
