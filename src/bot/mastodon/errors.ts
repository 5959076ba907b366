import { MastoHttpError, MastoTimeoutError } from 'masto';
import type { Problem } from '../home-server/problem.ts';

/** What was received, because masto's errors lose the status of answers that are not JSON. */
export interface Wire {
  status: number | null;
  readonly headers: Map<string, string>;
}

/**
 * Codes of errors before a connection was made, when nothing was done yet (Node's errno names, undici,
 * OpenSSL).
 */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/;

const SECOND = 1000;
/** Shortest wait for a rate limit in milliseconds. Its reset may be in the past by our clock. */
const SHORTEST_WAIT = 2 * SECOND;
/** The wait in milliseconds if the reset is missing or unreadable. */
const DEFAULT_WAIT = 60 * SECOND;
/** Milliseconds. Mastodon has no longer window (rack_attack.rb: 3 hours for new statuses). */
const LONGEST_WAIT = 3 * 60 * 60 * SECOND;

/**
 * When a rate limit ends, in milliseconds since 1970 by our clock. `X-RateLimit-Reset` is ISO 8601 in
 * Mastodon (docs.joinmastodon.org/api/rate-limits) and Unix time elsewhere. `Retry-After` is seconds or a
 * date (RFC 9110, section 10.2.3). Times are relative to the server's own `Date`, because the clocks may
 * differ. If both headers are present, the later time counts.
 */
export function limitedUntil(headers: ReadonlyMap<string, string>, now: number): number {
  const serverNow = Date.parse(headers.get('date') ?? '');
  const offset = Number.isNaN(serverNow) ? 0 : now - serverNow;
  const waits = [resetWait(headers.get('x-ratelimit-reset')), retryWait(headers.get('retry-after'))].filter(
    (until) => until !== null,
  );
  const until = waits.length === 0 ? now + DEFAULT_WAIT : Math.max(...waits);
  return Math.min(Math.max(until, now + SHORTEST_WAIT), now + LONGEST_WAIT);

  function resetWait(reset: string | undefined): number | null {
    if (reset === undefined || reset.trim() === '') return null;
    const moment = /^\d+(\.\d+)?$/.test(reset.trim()) ? Number(reset) * SECOND : Date.parse(reset);
    return Number.isNaN(moment) ? null : moment + offset;
  }
  function retryWait(retry: string | undefined): number | null {
    if (retry === undefined || retry.trim() === '') return null;
    if (/^\d+(\.\d+)?$/.test(retry.trim())) return now + Number(retry) * SECOND;
    const moment = Date.parse(retry);
    return Number.isNaN(moment) ? null : moment + offset;
  }
}

function codes(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(codes) : codes(error.cause);
  return [...own, ...inner];
}

/** A response, as far as it could be read. */
interface Answered {
  readonly status: number;
  readonly detail: string;
  /** It has the API's format: JSON with `error` (docs.joinmastodon.org/entities/Error). */
  readonly isFromApi: boolean;
}

function statusProblem({ status, detail, isFromApi }: Answered, wire: Wire, now: number): Problem {
  if (status === 429) return { kind: 'limited', until: limitedUntil(wire.headers, now) };
  if (status === 301 || status === 308) {
    const location = wire.headers.get('location') ?? 'elsewhere';
    return { kind: 'ambiguous', status, detail: `it redirects to ${location}` };
  }
  const passes = status < 400 || status === 408 || status === 425 || (status >= 500 && status !== 501);
  if (passes || !isFromApi) return { kind: 'ambiguous', status, detail };
  if (status === 401 || status === 403) return { kind: 'unauthorised', status, detail };
  return { kind: 'refused', status, detail };
}

/**
 * The only place that turns masto's exceptions into a {@link Problem}. Details never contain a header or the
 * token.
 */
export function problemOf(error: unknown, wire: Wire, now: number): Problem {
  if (wire.status !== null) {
    // Gateways send JSON too, but without the field `error`, which becomes masto's message.
    const isFromApi = error instanceof MastoHttpError && Boolean(error.message);
    const said = isFromApi ? `: ${String(error.message).slice(0, 200)}` : '';
    return statusProblem({ status: wire.status, detail: `HTTP ${wire.status}${said}`, isFromApi }, wire, now);
  }
  const causes = codes(error);
  if (causes.length > 0 && causes.every((code) => NEVER_CONNECTED.test(code))) {
    return { kind: 'unavailable', detail: `no connection (${causes[0]})` };
  }
  if (error instanceof MastoTimeoutError) return { kind: 'ambiguous', detail: 'no answer in time' };
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: 'ambiguous', detail: `the connection ended without an answer (${causes[0] ?? name})` };
}
