import * as v from 'valibot';
import { registrableDomain } from '../../model/domain.ts';
import type { Headers, HttpFailure } from '../../net/http/http.ts';
import { parseJson } from '../../text/json.ts';
import { type FetchDeps, isFailure, type SourceFailure, type Validators } from './source.ts';

/** The largest known list, the peers of a big server, has about 2 MB. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Two minutes: lists come from small machines that may be slow at night. */
const DEADLINE_MS = 120_000;
const LONGEST_VALIDATOR = 200;

export interface SourceRequest {
  readonly url: string;
  readonly accept?: string;
  readonly maxBytes?: number;
  /** Set to false only if the publisher's documentation invites programs to fetch this very document. */
  readonly robots?: boolean;
  /** Makes the request conditional on a change since the known copy. */
  readonly conditional?: boolean;
  readonly headers?: Headers;
  /** JSON to send as the body of a POST. */
  readonly json?: string;
  /** Other registrable domains that may serve the document, beside that of the URL. */
  readonly homes?: readonly string[];
}

export type FetchedDocument =
  | { readonly status: 'OK'; readonly body: Buffer; readonly validators: Validators }
  | { readonly status: 'UNCHANGED' }
  | SourceFailure;

/** Fetches one document of a source, only from the source's own registrable domain or `homes`. */
export async function fetchDocument(
  { http, known }: FetchDeps,
  request: SourceRequest,
): Promise<FetchedDocument> {
  const {
    url,
    accept,
    maxBytes = MOST_BYTES,
    robots = true,
    conditional = false,
    json,
    homes = [],
  } = request;
  const condition = conditional ? conditionOf(known) : {};
  const answer = await http.get(url, {
    maxBytes,
    robots,
    deadlineMs: DEADLINE_MS,
    headers: { ...condition, ...request.headers },
    ...(accept === undefined ? {} : { accept }),
    ...(json === undefined ? {} : { json }),
  });
  if (!answer.ok) {
    const unchanged = answer.code === 304 && Object.keys(condition).length > 0;
    return unchanged ? { status: 'UNCHANGED' } : failureOf(answer);
  }
  const home = registrableDomain(new URL(answer.url).hostname);
  if (home !== registrableDomain(new URL(url).hostname) && !homes.includes(home))
    return { status: 'MOVED', detail: 'redirected to another domain' };
  return { status: 'OK', body: answer.body, validators: validatorsOf(answer.headers) };
}

export type SourceDocument<T> =
  | { readonly status: 'OK'; readonly value: T; readonly validators: Validators }
  | { readonly status: 'UNCHANGED' }
  | SourceFailure;

/** Fetches a JSON document and validates it against a schema. */
export async function fetchSourceJson<T>(
  deps: FetchDeps,
  request: SourceRequest,
  schema: v.GenericSchema<unknown, T>,
): Promise<SourceDocument<T>> {
  const fetched = await fetchDocument(deps, { accept: 'application/json', ...request });
  if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
  if (fetched.body.length === 0) return { status: 'EMPTY', detail: 'empty response' };
  let value: unknown;
  try {
    value = parseJson(fetched.body.toString('utf8'));
  } catch {
    const start = fetched.body.subarray(0, 200).toString('latin1');
    return { status: 'NOT_JSON', detail: /^\s*</.test(start) ? 'a page instead of JSON' : 'broken JSON' };
  }
  const read = v.safeParse(schema, value, { abortEarly: true });
  if (read.success) return { status: 'OK', value: read.output, validators: fetched.validators };
  const [issue] = read.issues;
  const where = v.getDotPath(issue) ?? 'the document';
  return { status: 'WRONG_SHAPE', detail: `${where}: expected ${issue.expected ?? issue.type}` };
}

/**
 * A name in a list. Anything other than text becomes an empty name, because one bad entry among thousands is
 * junk and no reason to fail.
 */
export const nameSchema = v.fallback(v.string(), '');

function failureOf({ status, detail, code, headers }: HttpFailure): SourceFailure {
  if (code !== 429) return { status, detail };
  const after = headers?.['retry-after'] ?? '';
  return {
    status: 'RATE_LIMITED',
    detail: /^\d{1,7}$/.test(after) ? `asks to retry in ${after} s` : 'asks to retry later',
  };
}

/** `If-None-Match` takes precedence over `If-Modified-Since` (RFC 9110, 13.1.3). */
function conditionOf({ etag, lastModified }: Validators): Headers {
  if (etag !== null) return { 'if-none-match': etag };
  return lastModified === null ? {} : { 'if-modified-since': lastModified };
}

/** Keeps only well-formed values, because they are sent again as header fields. */
function validatorsOf(headers: Headers): Validators {
  const { etag, 'last-modified': lastModified } = headers;
  const fine = (text: string | undefined, pattern: RegExp) =>
    text !== undefined && text.length <= LONGEST_VALIDATOR && pattern.test(text) ? text : null;
  return {
    etag: fine(etag, /^(W\/)?"[\x21\x23-\x7e]*"$/),
    lastModified: fine(lastModified, /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/),
  };
}
