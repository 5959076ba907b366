import { hash } from 'node:crypto';

/**
 * Draws `size` of `items` uniformly at random without replacement, by hash: the items whose SHA-256 of `seed`, a newline
 * and the item is smallest. Anybody can repeat it in any language, and the list's order does not matter.
 * The sample keeps the list's order. All items when there are no more than `size`.
 */
export function drawSample<T extends string>(items: readonly T[], size: number, seed: string): readonly T[] {
  if (items.length <= size) return items;
  const ranks = items.map((item) => hash('sha256', `${seed}\n${item}`));
  const order = Array.from(items.keys()).sort((a, b) => ((ranks[a] ?? '') < (ranks[b] ?? '') ? -1 : 1));
  const drawn = new Set(order.slice(0, size));
  return items.filter((_, index) => drawn.has(index));
}
