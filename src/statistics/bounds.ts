/** The least and the most that a hoster may hold, as fractions from 0 to 1. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * A hoster holds at least what is seen on its network. At most it also holds everything behind fronts: any
 * single hoster could have all of that, though not every hoster at once.
 *
 * @param count servers or users seen on the network
 * @param hidden servers or users behind fronts
 * @param total the denominator; 0 gives 0 and 0
 */
export function hosterBounds(count: number, hidden: number, total: number): Bounds {
  if (total === 0) return { min: 0, max: 0 };
  return { min: count / total, max: (count + hidden) / total };
}
