import type { Problem } from '../home-server/problem.ts';
import { createBackoff, type RetryDelays } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';

/** A pause shared by all posts: what stops one would stop the next. */
export interface Pause {
  /** Milliseconds since 1970; in the past if there is no pause. */
  readonly until: number;
  /** Counts a failure and returns until when to wait. */
  extend(problem: Problem): number;
  /** As {@link extend}, for when the home server answered but a post must be sent again. */
  extendBriefly(): void;
  /** A request succeeded: the next failure starts with the first delay again. */
  reset(): void;
}

export function createPause(clock: Clock, retry: RetryDelays): Pause {
  const backoff = createBackoff(retry);
  let until = 0;
  const grown = () => clock.now() + backoff.next();
  return {
    get until() {
      return until;
    },
    extend(problem) {
      // If rate limits end at once, but occur again and again, the wait grows.
      until = Math.max(until, problem.kind === 'limited' ? Math.max(limitOver(problem), grown()) : grown());
      return until;
    },
    extendBriefly() {
      until = Math.max(until, grown());
    },
    reset: backoff.reset,
  };
}

/** When a rate limit is over, with jitter so that not all callers return at once. */
export function limitOver({ until }: { readonly until: number }): number {
  return until + Math.round(Math.random() * 1000);
}
