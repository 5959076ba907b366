/** Formats numbers, dates and lists in one language. */
export interface Numbers {
  count(value: number): string;
  /** Three significant digits: claimed counts are no more precise than that. */
  rounded(value: number): string;
  /** A fraction as a percentage with `decimals`. Anything above zero never shows as 0 %. */
  share(fraction: number, decimals: number): string;
  /** A difference of two fractions in percentage points, with a sign; empty if it rounds to zero. */
  change(difference: number, decimals: number): string;
  /** Percentage points without a sign. */
  points(fraction: number, decimals: number): string;
  /** The day in UTC. @param moment ISO 8601 */
  date(moment: string): string;
  /** The day in UTC without the year. @param moment ISO 8601 */
  day(moment: string): string;
  /** Month (abbreviated) and year in UTC. @param moment ISO 8601 */
  month(moment: string): string;
  list(items: readonly string[]): string;
  /** Degrees with one decimal, without a sign. */
  degrees(value: number): string;
  /** The name of a country by its code; the code itself if it has no name. */
  country(code: string): string;
}

/** @param locale BCP 47 */
export function createNumbers(locale: string): Numbers {
  const count = new Intl.NumberFormat(locale);
  const rounded = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const day = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });
  const digits = (decimals: number) => ({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const percent = (fraction: number, decimals: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', ...digits(decimals) }).format(fraction);
  const decimal = (value: number, decimals: number, signDisplay: 'never' | 'always') =>
    new Intl.NumberFormat(locale, { ...digits(decimals), signDisplay }).format(value);

  return {
    count: (value) => count.format(value),
    rounded: (value) => rounded.format(value),
    share(fraction, decimals) {
      const least = 10 ** -(decimals + 2);
      return fraction > 0 && fraction < least / 2
        ? `<${percent(least, decimals)}`
        : percent(fraction, decimals);
    },
    change(difference, decimals) {
      const points = Number((difference * 100).toFixed(decimals));
      // Screen readers skip a hyphen but read a minus sign.
      return points === 0 ? '' : decimal(points, decimals, 'always').replace('-', '−');
    },
    points: (fraction, decimals) => decimal(fraction * 100, decimals, 'never'),
    date: (moment) => date.format(new Date(moment)),
    day: (moment) => day.format(new Date(moment)),
    month: (moment) => month.format(new Date(moment)),
    list: (items) => list.format(items),
    degrees: (value) => decimal(value, 1, 'never'),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
  };
}
