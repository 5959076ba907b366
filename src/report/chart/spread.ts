/**
 * Places each wanted position on a whole number from 0 to `last`, in order, at least `apart` from its
 * neighbour. If there is not enough room for all, the distance shrinks.
 *
 * @param wanted ascending
 */
export function spread(wanted: readonly number[], apart: number, last: number): readonly number[] {
  const gap = Math.min(apart, Math.floor(last / Math.max(1, wanted.length - 1)));
  const placed: number[] = [];
  for (const [index, want] of wanted.entries()) {
    placed.push(Math.max(want, index === 0 ? 0 : (placed[index - 1] ?? 0) + gap));
  }
  // Positions beyond the end move back, and push those before them.
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    const limit = index === placed.length - 1 ? last : (placed[index + 1] ?? last) - gap;
    placed[index] = Math.min(placed[index] ?? 0, limit);
  }
  return placed;
}
