import type { LawSlice } from '../../statistics/jurisdiction.ts';
import type { Numbers } from '../../text/numbers.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';

/** Number of countries with a row of their own, in addition to the EEA and the United States. */
const COUNTRIES = 5;

export interface NamedLaw {
  readonly name: string;
  readonly law: LawSlice;
}

/**
 * The jurisdictions with most servers: the EEA as one, the United States, then the largest other countries.
 */
export function largestLaws(
  { jurisdictions: { regions, countries } }: Report,
  numbers: Numbers,
  { chart }: ReportPhrases,
): readonly NamedLaw[] {
  const members = new Set(countries.filter(({ region }) => region !== 'other').map(({ country }) => country));
  const own = regions.flatMap((law): NamedLaw[] => {
    if (law.region === 'other') return [];
    return [{ name: law.region === 'us' ? numbers.country('US') : chart.eea, law }];
  });
  const others = countries
    .filter(({ country, min }) => !members.has(country) && min > 0)
    .toSorted((a, b) => b.min - a.min || (a.country < b.country ? -1 : 1))
    .slice(0, COUNTRIES)
    .map((law): NamedLaw => ({ name: numbers.country(law.country), law }));
  return [...own.toSorted((a, b) => b.law.min - a.law.min), ...others].filter(({ law }) => law.min > 0);
}
