/**
 * Whole numbers near the wanted ones, in their order, `apart` from each other and from 0 to `last`; closer together where
 * there is no room for all.
 *
 * @param wanted ascending
 */
export function spread(wanted: readonly number[], apart: number, last: number): readonly number[] {
  const gap = Math.min(apart, Math.floor(last / Math.max(1, wanted.length - 1)));
  const placed: number[] = [];
  for (const [index, want] of wanted.entries()) {
    placed.push(Math.max(want, index === 0 ? 0 : (placed[index - 1] ?? 0) + gap));
  }
  // What was pushed beyond the end moves back, and pushes those before it.
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    const limit = index === placed.length - 1 ? last : (placed[index + 1] ?? last) - gap;
    placed[index] = Math.min(placed[index] ?? 0, limit);
  }
  return placed;
}
