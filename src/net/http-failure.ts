import type { HttpFailure } from './http.ts';

/** Carries a failure through code that can only throw, such as undici's connector. */
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

/** The one place where errors of undici, sockets and decoders become statuses. */
export function failureOf(error: unknown): HttpFailure {
  if (error instanceof FailureError) return error.failure;
  const code = codeOf(error);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return fail('TOO_LARGE', 'headers');
  if (code === 'UND_ERR_HEADERS_TIMEOUT') return fail('TIMEOUT', 'silence before the headers');
  if (code === 'UND_ERR_BODY_TIMEOUT') return fail('TIMEOUT', 'silence in the body');
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return fail('BAD_BODY', code);
  // The HTTP parser (HPE_), zlib (Z_) and brotli (ERR_).
  if (/^(HPE_|Z_|ERR_)/.test(code)) return fail('BAD_BODY', code);
  return fail('UNREACHABLE', code);
}

/** An error's code and never its text: certificates and servers write into that. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown';
}
