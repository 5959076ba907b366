import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dns } from '../dns/dns.ts';
import { parseSocketAddress } from '../socket-address.ts';
import { afterInput } from '../timer.ts';
import { readBody, readUpTo } from './body.ts';
import { exhausted, FailureError, fail, failureOf } from './failure.ts';
import type { GetOptions, Headers, Http, HttpAnswer, HttpFailure, HttpSuccess, Streamed } from './http.ts';
import type { OriginResponse } from './origin-client.ts';
import { createRobots, ROBOTS_BYTES, ROBOTS_REDIRECTS, type Robots } from './robots.ts';
import { createSessions, type Session, type Sessions } from './sessions.ts';
import { handOver, ReceiverError } from './stream-body.ts';
import { checkUrl, type RequestTarget } from './target.ts';
import type { WorkBudget } from './work-budget.ts';

export interface HttpOptions {
  readonly dns: Dns;
  /** Name, version, URL and contact. */
  readonly userAgent: string;
  /** Connections at once. */
  readonly concurrency: number;
  /**
   * `ip:port`: every connection goes there; names are resolved and checked, and certificates verified, all
   * the same.
   */
  readonly connectTo: string | null;
  /** Gets the address that answered a connection, and how long its TCP handshake took. */
  readonly onConnected?: ((address: string, milliseconds: number) => void) | undefined;
}

export interface HttpClient extends Http {
  /** Connections that wait for a place among those that may be open at once. */
  readonly waiting: number;
}

/** What all requests of one client share. */
interface Client {
  readonly userAgent: string;
  readonly sessions: Sessions;
  readonly robots: Robots;
}

interface HttpRequest<Taken> {
  readonly take: (body: Readable, headers: Headers, maxBytes: number) => Promise<Taken>;
  readonly maxBytes: number;
  readonly budget: WorkBudget | null;
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

type HopResult<Taken> =
  | { readonly kind: 'end'; readonly answer: Streamed<Taken> | HttpFailure }
  | { readonly kind: 'redirect'; readonly to: string; readonly code: number };

const DEADLINE_MS = 10_000;
const STALL_MS = 30_000;
const MAX_REDIRECTS = 3;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** An unwanted body up to this size is read, because that keeps the connection. */
const UNWANTED_BYTES = 16 * 1024;

/**
 * The client for servers that we do not know: https only, public addresses only, the address that was checked
 * is the one connected to, every redirect checked again, all of it limited in bytes and time. Throws where
 * `connectTo` is not an `ip:port`.
 */
export function createHttp(options: HttpOptions): HttpClient {
  const connectTo = options.connectTo === null ? null : parseSocketAddress(options.connectTo);
  if (options.connectTo !== null && connectTo === null) {
    throw new Error(`connectTo: expected ip:port, given ${options.connectTo}`);
  }
  const { dns, concurrency, onConnected, userAgent } = options;
  const sessions = createSessions({ dns, concurrency, connectTo, onConnected });
  const robots = createRobots({ fetch: (url) => fetchRobots(client, url, null) });
  const client: Client = { userAgent, sessions, robots };

  return {
    get waiting() {
      return sessions.waiting;
    },
    async get(url, wish) {
      const answer = await follow(client, url, {
        ...wishOf(wish),
        take: (body, headers, maxBytes) => readBody(body, headers, { maxBytes, beyond: 'fail' }),
      });
      return answer.ok ? withBody(answer) : answer;
    },
    stream: (url, wish) =>
      follow(client, url, {
        ...wishOf(wish),
        // What is kept packed, such as `.gz`, gains nothing by another packing.
        encodings: 'identity',
        stallMs: wish.stallMs ?? STALL_MS,
        take: (body, headers) => handOver(body, headers, wish),
      }),
    close: () => sessions.close(),
  };
}

async function fetchRobots(client: Client, url: string, budget: WorkBudget | null): Promise<HttpAnswer> {
  const answer = await follow(client, url, {
    ...wishOf({
      accept: 'text/plain, */*;q=0.1',
      maxBytes: ROBOTS_BYTES,
      maxRedirects: ROBOTS_REDIRECTS,
      robots: false,
    }),
    budget,
    take: (body, headers, maxBytes) => readBody(body, headers, { maxBytes, beyond: 'cut' }),
  });
  return answer.ok ? withBody(answer) : answer;
}

/** A failure of a spent budget says nothing of the server. */
async function follow<Taken>(
  client: Client,
  url: string,
  wish: HttpRequest<Taken>,
): Promise<Streamed<Taken> | HttpFailure> {
  const answer = await followRedirects(client, url, wish);
  return !answer.ok && wish.budget?.isSpent ? exhausted(answer) : answer;
}

async function followRedirects<Taken>(
  client: Client,
  url: string,
  wish: HttpRequest<Taken>,
): Promise<Streamed<Taken> | HttpFailure> {
  let leftMs = wish.deadlineMs;
  let checked = checkUrl(url);
  const home = checked.ok ? checked.target.origin : null;
  for (let redirects = 0; ; redirects++) {
    if (!checked.ok) {
      return fail(redirects > 0 && checked.wrong === 'shape' ? 'REDIRECTS' : 'NOT_PUBLIC', checked.detail);
    }
    const { target } = checked;
    const session = await admit(client, target, wish);
    if (!session.ok) return session;
    const began = performance.now();
    const headers = target.origin === home ? wish.headers : {};
    const asking = ask({ client, session, target }, { ...wish, headers, deadlineMs: leftMs });
    const step = await asking.finally(() => session.end());
    if (step.kind === 'end') return step.answer;
    if (wish.json !== null) return { ...fail('REDIRECTS', 'of a POST'), code: step.code };
    if (redirects === wish.maxRedirects) {
      return { ...fail('REDIRECTS', `more than ${wish.maxRedirects}`), code: step.code };
    }
    leftMs -= performance.now() - began;
    checked = checkUrl(...securely(step.to, target));
  }
}

/** A connection, where robots.txt, the budget and politeness allow a request. */
async function admit<Taken>(
  client: Client,
  target: RequestTarget,
  { robots, budget }: HttpRequest<Taken>,
): Promise<Session | HttpFailure> {
  if (robots) {
    const fetch = budget === null ? undefined : (url: string) => fetchRobots(client, url, budget);
    const forbidden = await client.robots.forbids(target, fetch);
    if (forbidden !== null) return forbidden;
  }
  const refused = budget?.takeRequest() ?? null;
  if (refused !== null) return fail(refused, 'budget');
  return client.sessions.begin(target, budget);
}

interface Place {
  readonly client: Client;
  readonly session: Session;
  readonly target: RequestTarget;
}

/** One request, by its deadline. */
async function ask<Taken>(place: Place, wish: HttpRequest<Taken>): Promise<HopResult<Taken>> {
  const { budget } = wish;
  const deadline = new AbortController();
  const ms = Math.max(Math.min(wish.deadlineMs, budget?.msLeft ?? wish.deadlineMs), 0);
  const cancel = afterInput(ms, () => deadline.abort(new FailureError('TIMEOUT', 'deadline')));
  try {
    const response = await place.session.client.request({
      method: wish.json === null ? 'GET' : 'POST',
      path: place.target.path,
      body: wish.json,
      headers: {
        ...wish.headers,
        ...(wish.json === null ? {} : { 'content-type': 'application/json' }),
        'user-agent': place.client.userAgent,
        accept: wish.accept,
        'accept-encoding': wish.encodings,
      },
      stallMs: wish.stallMs,
      giveUp: deadline,
    });
    return await takeResponse(response, place.target, wish);
  } catch (error) {
    if (error instanceof ReceiverError) throw error.cause;
    return { kind: 'end', answer: failureOf(error) };
  } finally {
    cancel();
  }
}

async function takeResponse<Taken>(
  response: OriginResponse,
  { origin, path }: RequestTarget,
  { budget, take, ...wish }: HttpRequest<Taken>,
): Promise<HopResult<Taken>> {
  const { code } = response;
  const headers = plain(response.headers);
  if (code >= 200 && code < 300) {
    const maxBytes = Math.min(wish.maxBytes, budget?.bytesLeft ?? wish.maxBytes);
    budget?.takeBytes(maxBytes);
    const taken = await take(response.body, headers, maxBytes);
    // Until the length is known, the body may be as long as it is allowed to be.
    if (Buffer.isBuffer(taken)) budget?.takeBytes(taken.length - maxBytes);
    return { kind: 'end', answer: { ok: true, code, headers, taken, url: `${origin}${path}` } };
  }
  // Read the body even without a budget, so that the connection can be used again.
  const unwanted = await drain(response.body, UNWANTED_BYTES);
  budget?.takeBytes(unwanted);
  if (REDIRECTS.includes(code) && headers.location !== undefined) {
    return { kind: 'redirect', to: headers.location, code };
  }
  return { kind: 'end', answer: { ok: false, status: 'STATUS', detail: `HTTP ${code}`, code, headers } };
}

function wishOf(options: GetOptions): Omit<HttpRequest<never>, 'take'> {
  return {
    accept: options.accept ?? '*/*',
    encodings: 'gzip, br',
    deadlineMs: options.deadlineMs ?? DEADLINE_MS,
    maxRedirects: options.maxRedirects ?? MAX_REDIRECTS,
    robots: options.robots ?? true,
    maxBytes: options.maxBytes,
    budget: options.budget ?? null,
    headers: options.headers ?? {},
    json: options.json ?? null,
    stallMs: 0,
  };
}

/** A redirect to `http:` on the same host is asked by https, as software behind a proxy means it. */
function securely(to: string, { host, origin, path }: RequestTarget): [url: string, base: string] {
  const base = `${origin}${path}`;
  const url = URL.parse(to, base);
  if (url?.protocol !== 'http:' || url.hostname !== host || url.port !== '') return [to, base];
  url.protocol = 'https:';
  return [url.href, base];
}

/** Reads what is left of a body, or gives it up where that is too much. Gives its length; never rejects. */
async function drain(body: Readable, maxBytes: number): Promise<number> {
  try {
    return (await readUpTo(body, maxBytes)).bytes.length;
  } catch {
    // The status is known, and the end of the body cannot change it.
    return 0;
  }
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
