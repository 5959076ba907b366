import { MastoHttpError, MastoTimeoutError } from 'masto';

/**
 * Why a call to the home server came to nothing. `refused`: permanent, do not repeat; `unauthorised`: the token or its
 * scopes; `limited`: not before `until` (milliseconds since 1970); `unavailable`: certainly not done, may be repeated;
 * `ambiguous`: it may have been done all the same.
 */
export type Problem =
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'unauthorised'; readonly status: 401 | 403; readonly detail: string }
  | { readonly kind: 'limited'; readonly until: number }
  | { readonly kind: 'unavailable'; readonly detail: string }
  | { readonly kind: 'ambiguous'; readonly detail: string };

/** What was seen on the wire, because masto's errors lose the status of an answer that is not JSON. */
export interface Wire {
  status: number | null;
  readonly headers: Map<string, string>;
}

/** Where a connection never came about, nothing was done. Node's names (errno, undici, OpenSSL). */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/;

const SECOND = 1000;
/** A reset that is missing or unreadable: wait this long. */
const DEFAULT_WAIT = 60 * SECOND;
/** No window of Mastodon's limits is longer (rack_attack.rb: 3 hours for new statuses). */
const LONGEST_WAIT = 3 * 60 * 60 * SECOND;

/** `X-RateLimit-Reset` is ISO 8601 with Mastodon (docs.joinmastodon.org/api/rate-limits); others count seconds. */
export function limitedUntil(headers: ReadonlyMap<string, string>, now: number): number {
  const reset = headers.get('x-ratelimit-reset') ?? '';
  const retry = headers.get('retry-after') ?? '';
  const stated = /^\d+(\.\d+)?$/.test(reset)
    ? Number(reset) * SECOND
    : /^\d+$/.test(retry) && reset === ''
      ? now + Number(retry) * SECOND
      : Date.parse(reset);
  const until = Number.isNaN(stated) ? now + DEFAULT_WAIT : stated;
  return Math.min(Math.max(until, now + SECOND), now + LONGEST_WAIT);
}

function codes(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(codes) : codes(error.cause);
  return [...own, ...inner];
}

function statusProblem(status: number, detail: string, wire: Wire, now: number): Problem {
  if (status === 429) return { kind: 'limited', until: limitedUntil(wire.headers, now) };
  if (status === 401 || status === 403) return { kind: 'unauthorised', status, detail };
  if (status >= 300 && status < 400) {
    return {
      kind: 'refused',
      status,
      detail: `it redirects to ${wire.headers.get('location') ?? 'elsewhere'}`,
    };
  }
  // Mastodon's answer to a post whose picture it still works on; the post was not made.
  if (status === 422 && /not finished processing/i.test(detail)) return { kind: 'unavailable', detail };
  if (status === 408 || status === 425 || status >= 500) {
    return status === 501 ? { kind: 'refused', status, detail } : { kind: 'ambiguous', detail };
  }
  if (status >= 400) return { kind: 'refused', status, detail };
  return { kind: 'ambiguous', detail: `answered ${status}, but not as the API says` };
}

/** The one place where what masto throws becomes one of our few problems. Details never hold a header or the token. */
export function problemOf(error: unknown, wire: Wire, now: number): Problem {
  if (wire.status !== null) {
    const said = error instanceof MastoHttpError ? `: ${String(error.message).slice(0, 200)}` : '';
    return statusProblem(wire.status, `HTTP ${wire.status}${said}`, wire, now);
  }
  const causes = codes(error);
  if (causes.length > 0 && causes.every((code) => NEVER_CONNECTED.test(code))) {
    return { kind: 'unavailable', detail: `no connection (${causes[0]})` };
  }
  if (error instanceof MastoTimeoutError) return { kind: 'ambiguous', detail: 'no answer in time' };
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: 'ambiguous', detail: `the connection ended without an answer (${causes[0] ?? name})` };
}

/** One line for people. */
export function describeProblem(problem: Problem): string {
  if (problem.kind === 'limited') return `rate limit until ${new Date(problem.until).toISOString()}`;
  return `${problem.kind}: ${problem.detail}`;
}
