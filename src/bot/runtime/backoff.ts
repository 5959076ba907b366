/** The first and the longest wait after a failure, in milliseconds. */
export interface RetryDelays {
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface Backoff {
  /**
   * Milliseconds until the next try. The upper bound doubles each time, up to the longest wait; jitter
   * selects a value in its upper half.
   */
  next(): number;
  reset(): void;
}

/** Exponential backoff with jitter, so that clients of one server do not all return at once. */
export function createBackoff(options: RetryDelays & { readonly random?: () => number }): Backoff {
  const random = options.random ?? Math.random;
  let tries = 0;
  return {
    next: () => backoffMs(tries++, options, random),
    reset() {
      tries = 0;
    },
  };
}

/** As {@link createBackoff}, for callers that count the tries themselves; `tries` starts at 0. */
export function backoffMs(
  tries: number,
  { firstMs, longestMs }: RetryDelays,
  random: () => number = Math.random,
): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(tries, 30));
  return Math.round(whole / 2 + (whole / 2) * random());
}
