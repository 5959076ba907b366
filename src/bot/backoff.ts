export interface Backoff {
  /** Milliseconds to wait before the next try: doubled each time up to the ceiling, then somewhere in its upper half. */
  next(): number;
  reset(): void;
}

/** Waiting that grows, with jitter so that many clients of one server do not come back at once. */
export function createBackoff(options: {
  readonly firstMs: number;
  readonly longestMs: number;
  readonly random?: () => number;
}): Backoff {
  const random = options.random ?? Math.random;
  let tries = 0;
  return {
    next: () => backoffMs(tries++, options, random),
    reset() {
      tries = 0;
    },
  };
}

/** As {@link createBackoff} for a number of tries that is kept elsewhere; `tries` counts from 0. */
export function backoffMs(
  tries: number,
  { firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number },
  random: () => number = Math.random,
): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(tries, 30));
  return Math.round(whole / 2 + (whole / 2) * random());
}
