import type { FaultAction } from '../model-internet/mastodon/faults.ts';

const page = (status: number): FaultAction => ({ kind: 'html', status });
const json = (status: number, error?: string): FaultAction => ({
  kind: 'json',
  status,
  ...(error === undefined ? {} : { error }),
});

/** Answers that are not the API's: from a proxy, a CDN, a restarting backend, or a broken connection. */
export const PASSING: readonly FaultAction[] = [
  ...[400, 401, 403, 404, 409, 413, 422, 500, 502, 503, 504].map(page),
  ...[404, 500, 503].map((status): FaultAction => ({ kind: 'text', status })),
  ...[404, 410, 500].map((status): FaultAction => ({ kind: 'empty', status })),
  ...[401, 403, 404, 422, 503].map((status): FaultAction => ({ kind: 'gateway', status })),
  ...[301, 302, 307, 308].map((status): FaultAction => ({ kind: 'redirect', status })),
  ...[200, 404, 500].map((status): FaultAction => ({ kind: 'malformed', status })),
  ...[401, 403, 500, 503].map((status) => json(status)),
  { kind: 'html', status: 200 },
  { kind: 'rate-limit', resetInMs: 100 },
  { kind: 'rate-limit', resetInMs: -600_000 },
  { kind: 'close' },
  { kind: 'silence' },
];
/** Refused in the API's format, although the post was made. */
export const REFUSED_BUT_MADE: readonly FaultAction[] = [
  json(404),
  json(409),
  json(413),
  json(422, 'Duplicate record'),
  json(422, 'Datei wurde noch nicht fertig verarbeitet'),
  json(422, 'Votre demande n’a pas pu être traitée'),
];
