import { hash } from 'node:crypto';

/**
 * Draws `size` of `items` uniformly at random without replacement: the items with the smallest SHA-256 of
 * `seed`, a newline and the item. The draw can be repeated in any language, and does not depend on the order
 * of the list. The sample keeps the list's order. Returns all items if there are at most `size`.
 */
export function drawSample<T extends string>(items: readonly T[], size: number, seed: string): readonly T[] {
  if (items.length <= size) return items;
  const ranks = items.map((item) => hash('sha256', `${seed}\n${item}`));
  const order = Array.from(items.keys()).sort((a, b) => ((ranks[a] ?? '') < (ranks[b] ?? '') ? -1 : 1));
  const drawn = new Set(order.slice(0, size));
  return items.filter((_, index) => drawn.has(index));
}
