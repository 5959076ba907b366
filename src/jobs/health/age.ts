export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Whole hours since a moment.
 *
 * @param moment ISO 8601
 */
export function ageHours(moment: string, now: Date): number {
  return Math.floor((now.getTime() - Date.parse(moment)) / HOUR_MS);
}
