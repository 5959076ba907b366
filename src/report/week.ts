/**
 * The ISO 8601 week that a moment falls into, in UTC, such as `2026-W47`. Weeks begin on Monday and belong to the year that
 * has their Thursday.
 *
 * @param moment ISO 8601
 */
export function isoWeek(moment: string): string {
  const day = new Date(moment);
  const thursday = new Date(
    Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - ((day.getUTCDay() + 6) % 7) + 3),
  );
  const dayOfYear = (thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000;
  const week = Math.floor(dayOfYear / 7) + 1;
  return `${String(thursday.getUTCFullYear()).padStart(4, '0')}-W${String(week).padStart(2, '0')}`;
}
