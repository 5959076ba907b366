/**
 * The ISO 8601 week of a moment in a time zone, such as `2026-W47`. Weeks begin on Monday and belong to the
 * year that contains their Thursday.
 *
 * @param moment ISO 8601
 * @param timeZone IANA name. Scans and reports count weeks in UTC, the bot's posts in the zone of its
 * schedule.
 */
export function isoWeek(moment: string, timeZone = 'UTC'): string {
  const day = localDay(new Date(moment), timeZone);
  const thursday = new Date(day);
  thursday.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7) + 3);
  const dayOfYear = (thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY_MS;
  const week = Math.floor(dayOfYear / 7) + 1;
  return `${String(thursday.getUTCFullYear()).padStart(4, '0')}-W${String(week).padStart(2, '0')}`;
}

const DAY_MS = 86_400_000;
const calendars = new Map<string, Intl.DateTimeFormat>();

/** Midnight UTC of the local date of a moment in a time zone. */
function localDay(moment: Date, timeZone: string): Date {
  if (timeZone === 'UTC') {
    return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()));
  }
  let calendar = calendars.get(timeZone);
  if (calendar === undefined) {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    calendar = new Intl.DateTimeFormat('en-US', { calendar: 'gregory', timeZone, ...parts });
    calendars.set(timeZone, calendar);
  }
  const values = new Map(calendar.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return new Date(Date.UTC(values.get('year') ?? 0, (values.get('month') ?? 1) - 1, values.get('day') ?? 1));
}

/** The system's time zone, for schedules that specify none. */
export function systemTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
