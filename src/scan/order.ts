import type { Domain } from '../model/domain.ts';

/**
 * Fraction of a scan within which servers are looked at that did not answer last time. A timeout that starts
 * at the very end would prolong the scan.
 */
const SLOW_WITHIN = 0.8;

/**
 * The order of a scan's looks. It is random, because neighbours on a list are often on the same machine,
 * which would get all requests at once. Slow servers are spread evenly over all but the end, so that their
 * timeouts overlap with other work.
 */
export function orderOf(domains: readonly Domain[], slow: ReadonlySet<Domain>): readonly Domain[] {
  const slowOnes = shuffled(domains.filter((domain) => slow.has(domain)));
  const others = shuffled(domains.filter((domain) => !slow.has(domain)));
  // These places are divided into equal runs, one for each slow server, which takes the last place of its
  // run.
  const places = Math.max(Math.floor(domains.length * SLOW_WITHIN), slowOnes.length);
  const order: Domain[] = [];
  for (let place = 0, given = 0; place < domains.length; place++) {
    const isDue = given * places < slowOnes.length * (place + 1);
    const next = (isDue ? slowOnes[given] : undefined) ?? others[place - given];
    if (next === undefined) break;
    if (isDue && given < slowOnes.length) given++;
    order.push(next);
  }
  return order;
}

/** Fisher–Yates shuffle. */
function shuffled<T>(items: readonly T[]): readonly T[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
  return order;
}
