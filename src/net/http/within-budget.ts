import type { Dns } from '../dns/dns.ts';
import type { Http } from './http.ts';
import { type BudgetLimits, createWorkBudget } from './work-budget.ts';

/** Gives work its own counted clients; what they may cost together is limited. */
export async function withinBudget<T>(
  limits: BudgetLimits,
  { dns, http }: { readonly dns: Dns; readonly http: Http | null },
  work: (clients: { readonly dns: Dns; readonly http: Http | null }) => Promise<T>,
): Promise<T> {
  const budget = createWorkBudget(limits);
  const counted: Http | null = http && {
    get: (url, options) => http.get(url, { ...options, budget }),
    stream: (url, options) => http.stream(url, { ...options, budget }),
    close: () => http.close(),
  };
  try {
    return await work({ dns: budget.dns(dns), http: counted });
  } finally {
    budget.end();
  }
}
