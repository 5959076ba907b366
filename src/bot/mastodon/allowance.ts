import { createBudget } from '../runtime/budget.ts';

/** The additional limits that a request may count towards. */
export type Cost = 'paging' | 'media' | 'statuses' | 'deletes';

export interface Allowance {
  /** Milliseconds until a request with these costs may be sent; 0: now. */
  wait(costs: readonly Cost[], now: number): number;
  spend(costs: readonly Cost[]): void;
}

const MINUTE = 60_000;

/**
 * Our own limits for one token, below Mastodon's (docs.joinmastodon.org/api/rate-limits and its
 * rack_attack.rb). Burst and refill together stay under 300 requests in 5 minutes, 300 pages in 15, 30
 * uploads and 30 deletions in 30, and 300 posts in 180.
 */
export function createAllowance(): Allowance {
  // One burst covers an hour's answers, each with three pages and a post: many people ask at once after the
  // weekly post.
  const requests = createBudget({ burst: 160, refill: 130, perMs: 5 * MINUTE });
  const budgets = {
    paging: createBudget({ burst: 150, refill: 140, perMs: 15 * MINUTE }),
    media: createBudget({ burst: 10, refill: 18, perMs: 30 * MINUTE }),
    statuses: createBudget({ burst: 100, refill: 180, perMs: 180 * MINUTE }),
    deletes: createBudget({ burst: 10, refill: 18, perMs: 30 * MINUTE }),
  };
  const all = (costs: readonly Cost[]) => [requests, ...costs.map((cost) => budgets[cost])];
  return {
    wait: (costs, now) => Math.max(...all(costs).map((budget) => budget.wait(now))),
    spend(costs) {
      for (const budget of all(costs)) budget.spend(1);
    },
  };
}
