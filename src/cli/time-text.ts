/** A moment for people: `Sat 28 Nov 2026, 03:17 CET, in 2 days`; `never` for null. */
export function timeText(moment: string | null, now: Date, timeZone: string | null): string {
  if (moment === null) return 'never';
  const date = new Date(moment);
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
    ...(timeZone === null ? {} : { timeZone }),
  });
  return `${format.format(date)}, ${distanceText(date.getTime() - now.getTime())}`;
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

function distanceText(milliseconds: number): string {
  for (const [unit, length] of UNITS) {
    // A unit is used from two on, because "in 1 day" may mean almost two.
    if (Math.abs(milliseconds) >= 2 * length) return relative.format(Math.trunc(milliseconds / length), unit);
  }
  return 'now';
}

/** `1 post`, `2 posts`: for words with a plural in s. */
export function countText(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
