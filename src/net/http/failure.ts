import type { HttpFailure } from './http.ts';

/** Carries a failure through code that can only throw, such as a connection that an agent asks for. */
export class FailureError extends Error {
  readonly failure: HttpFailure;

  constructor(status: HttpFailure['status'], detail: string) {
    super(`${status}: ${detail}`);
    this.failure = fail(status, detail);
  }
}

export function fail(status: HttpFailure['status'], detail: string): HttpFailure {
  return { ok: false, status, detail, code: null };
}

/** The one place where errors of Node's HTTP, sockets and decoders become statuses. */
export function failureOf(error: unknown): HttpFailure {
  if (error instanceof FailureError) return error.failure;
  const code = codeOf(error);
  if (code === 'HPE_HEADER_OVERFLOW') return fail('TOO_LARGE', 'headers');
  // The HTTP parser (HPE_), zlib (Z_), brotli, zstd and HTTP/2 (ERR_).
  if (/^(HPE_|Z_|ZSTD_|ERR_)/.test(code)) return fail('BAD_BODY', code);
  return fail('UNREACHABLE', code);
}

/** An error's code and never its text: certificates and servers write into that. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown';
}

/** The detail of failures that an exhausted budget makes: they say nothing about the server. */
const EXHAUSTED = 'budget';

/** The failure of work whose budget is spent, whatever it looked like. */
export function exhausted(failure: HttpFailure): HttpFailure {
  return { ...failure, detail: EXHAUSTED };
}

export function isExhausted({ detail }: HttpFailure): boolean {
  return detail === EXHAUSTED;
}
