import type { IncomingMessage } from 'node:http';
import { json, type Text } from './answer.ts';
import { clientOf, type RateLimit } from './rate-limit.ts';

/** A request that is answered. */
export interface Admitted {
  readonly path: string;
  readonly query: string;
  /** The client, as the rate limits identify it. */
  readonly client: string;
}

export interface AdmissionRules {
  readonly requests: RateLimit;
  /** Whether the peer is a proxy whose `X-Forwarded-For` is believed. */
  readonly isTrusted: (address: string) => boolean;
}

/** Longer than any address of the site. */
const LONGEST_URL = 2_000;

/** The request's path and client, or the response that refuses it. */
export function admit(
  { method, url = '', socket, headers }: IncomingMessage,
  { requests, isTrusted }: AdmissionRules,
): { readonly admitted: Admitted } | { readonly refusal: Text } {
  if (method !== 'GET' && method !== 'HEAD') {
    return { refusal: json(405, { error: 'only GET and HEAD' }, { Allow: 'GET, HEAD' }) };
  }
  if (url.length > LONGEST_URL) return { refusal: json(414, { error: 'too long' }) };
  const client = clientOf(socket.remoteAddress, lastOf(headers['x-forwarded-for']), isTrusted);
  const wait = requests.take(client);
  if (wait > 0) {
    const retry = { 'Retry-After': String(wait) };
    return { refusal: json(429, { error: `too many requests; wait ${wait} s` }, retry) };
  }
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  return { admitted: { path, query, client } };
}

/** Node joins repeated headers of this name with a comma. */
function lastOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.at(-1);
}
