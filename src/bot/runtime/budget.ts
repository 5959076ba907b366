export interface Budget {
  /** Milliseconds until something may be spent; 0: now. */
  wait(now: number): number;
  /** Spending more than is left creates a debt. */
  spend(count: number): void;
}

/**
 * A token bucket below the home server's limit: holds `burst` tokens, and gains `refill` tokens evenly per
 * `perMs` milliseconds.
 */
export function createBudget(options: {
  readonly burst: number;
  readonly refill: number;
  readonly perMs: number;
}): Budget {
  const perMs = options.refill / options.perMs;
  let left = options.burst;
  let since: number | null = null;
  return {
    wait(now) {
      if (since !== null) left = Math.min(options.burst, left + Math.max(0, now - since) * perMs);
      since = now;
      return left >= 1 ? 0 : Math.ceil((1 - left) / perMs);
    },
    spend(count) {
      left -= count;
    },
  };
}
