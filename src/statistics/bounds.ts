/** What a hoster holds at least and at most, as fractions 0 to 1. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * A hoster holds at least what is seen on its network, and at most that and everything that hides behind a front: any one
 * hoster could be behind all of it, though not every hoster at once.
 *
 * @param count what is seen, in servers or users
 * @param hidden what hides behind fronts, in the same unit
 * @param total the denominator; 0 gives 0 and 0
 */
export function hosterBounds(count: number, hidden: number, total: number): Bounds {
  if (total === 0) return { min: 0, max: 0 };
  return { min: count / total, max: (count + hidden) / total };
}
