import { createHash } from 'node:crypto';

/**
 * Draws `size` of `items` uniformly at random without replacement, by hash: the items whose SHA-256 of `seed`, a newline
 * and the item is smallest. Anybody can repeat it in any language, and the list's order does not matter.
 * The sample keeps the list's order. All items when there are no more than `size`.
 */
export function drawSample<T extends string>(items: readonly T[], size: number, seed: string): readonly T[] {
  if (items.length <= size) return items;
  const ranked = items.map((item) => ({
    item,
    rank: createHash('sha256').update(`${seed}\n${item}`).digest('hex'),
  }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const drawn = new Set(ranked.slice(0, size).map(({ item }) => item));
  return items.filter((item) => drawn.has(item));
}
