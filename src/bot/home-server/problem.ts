/**
 * Why a call to the home server failed.
 *
 * - `refused`: permanent, do not repeat.
 * - `unauthorised`: the token or its scopes.
 * - `limited`: not before `until` (milliseconds since 1970).
 * - `unavailable`: certainly not done, may be repeated.
 * - `ambiguous`: it may have been done nevertheless.
 *
 * Only an answer in the API's format can be `refused` or `unauthorised`. Any other answer comes from a proxy
 * or CDN, and says nothing about the post.
 */
export type Problem =
  | { readonly kind: 'refused'; readonly status: number; readonly detail: string }
  | { readonly kind: 'unauthorised'; readonly status: 401 | 403; readonly detail: string }
  | { readonly kind: 'limited'; readonly until: number }
  | { readonly kind: 'unavailable'; readonly detail: string; readonly status?: number }
  | { readonly kind: 'ambiguous'; readonly detail: string; readonly status?: number };

/**
 * Whether the server says that it has moved permanently. At the start that means that the configured address
 * is wrong.
 */
export function isMoved(problem: Problem): problem is Extract<Problem, { kind: 'unavailable' }> {
  return problem.kind === 'unavailable' && (problem.status === 301 || problem.status === 308);
}

/**
 * Whether a server lacks an endpoint, even if it answers with a page instead of JSON, as snac does. A proxy
 * may answer the same for a while.
 */
export function isMissing(problem: Problem): boolean {
  if (problem.kind === 'refused') return true;
  return problem.kind === 'unavailable' && [404, 405, 410, 501].includes(problem.status ?? 0);
}

/** One line of text. */
export function describeProblem(problem: Problem): string {
  if (problem.kind === 'limited') return `rate limit until ${new Date(problem.until).toISOString()}`;
  return `${problem.kind}: ${problem.detail}`;
}
