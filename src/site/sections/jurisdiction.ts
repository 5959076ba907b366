import type { Report } from '../../report/report-shape.ts';
import type { CountryLaw, LawRegion, LawSlice, RegionLaw } from '../../statistics/jurisdiction.ts';
import { bar } from '../frame/bar.ts';
import type { Content, Html } from '../frame/html.ts';
import type { To } from '../frame/links.ts';
import { count, countryName, knowsUsers, percent } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { countryLink } from './hoster-link.ts';

export const REGION_NAMES: Readonly<Record<LawRegion, string>> = {
  eea: 'EU and EEA',
  us: 'United States',
  other: 'all other countries',
};

/** What a report, or a part of it, says of law. */
export type Judged = Pick<Report, 'jurisdictions' | 'activeUsers'>;

/** Whose law, in sentences: the two laws that most readers ask for, the larger first. */
export function lawSentence({ jurisdictions: { regions } }: Judged): string {
  const [first, second] = regions
    .filter(({ region, max }) => region !== 'other' && max > 0)
    .toSorted((a, b) => b.min - a.min);
  const share = ({ min, max }: RegionLaw) =>
    max > min ? `at least ${percent(min)} and at most ${percent(max)}` : percent(min);
  const named = ({ region }: RegionLaw) => `the ${REGION_NAMES[region]}`;
  if (first === undefined) return '';
  const rest = second === undefined ? '' : `, and ${share(second)} on one in ${named(second)}`;
  const sentence = `${share(first)} of servers depend on a company with its seat in ${named(first)}${rest}.`;
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}`;
}

/** The EEA, the United States, and the rest of the world: three rows that fit a phone. */
export function regionTable(report: Judged, label: string): Html {
  const { regions, unknown } = report.jurisdictions;
  return lawTable(regions, {
    report,
    head: 'Whose law',
    name: ({ region }) => REGION_NAMES[region],
    label,
    caption: `Servers by the seats of the companies that are seen to stand behind them: CDN, hoster, operator, and their owners. A server counts in each law that reaches it.${unknown.servers > 0 ? ` For ${percent(unknown.share)} no seat is known.` : ''}`,
  });
}

export function seatTable(
  site: Site,
  to: To,
  report: Judged,
  { label, limit }: { readonly label: string; readonly limit: number },
): Html {
  const { countries } = report.jurisdictions;
  return lawTable(countries.slice(0, limit), {
    report,
    head: 'Country of the seat',
    name: ({ country }) => countryLink(site, to, country),
    label,
    caption: `${countries.length > limit ? `The ${count(limit)} countries whose companies hold most` : 'By country of the seat'}. “Servers” counts each once, for its CDN or else its hoster; “at least” also for operators and owners; “at most” adds all whose hoster cannot be seen.`,
  });
}

function lawTable<Law extends LawSlice>(
  rows: readonly Law[],
  options: {
    readonly report: Judged;
    readonly head: string;
    readonly name: (row: Law) => Content;
    readonly label: string;
    readonly caption: string;
  },
): Html {
  const { report, head, name, label, caption } = options;
  const told = knowsUsers(report);
  const scale = rows.reduce((most, { max }) => Math.max(most, max), 0);
  const sampled = rows.some(({ marginOfError }) => marginOfError !== null);
  return table({
    label,
    caption: sampled ? `${caption} Of a random sample; see its margin of error above.` : caption,
    rows,
    columns: [
      { head, cell: name },
      { head: 'Servers', cell: (row) => count(row.servers), number: (row) => row.servers, minor: true },
      { head: 'At least', cell: (row) => percent(row.min), number: (row) => row.min },
      { head: 'At most', cell: (row) => percent(row.max), number: (row) => row.max },
      told && {
        head: 'Of users, at least',
        cell: (row) => percent(row.activeMin),
        number: (row) => row.activeMin,
      },
      told && {
        head: 'at most',
        cell: (row) => percent(row.activeMax),
        number: (row) => row.activeMax,
        minor: true,
      },
      {
        head: 'As hoster',
        cell: (row) => percent(row.hosters.share),
        number: (row) => row.hosters.share,
        minor: true,
      },
      {
        head: 'As CDN',
        cell: (row) => percent(row.fronts.share),
        number: (row) => row.fronts.share,
        minor: true,
      },
      { head: '', cell: (row) => bar(row.min, row.max, scale), minor: true },
    ],
  });
}

/** A country's own law, for its page; null where no company has its seat there. */
export function lawOfCountry({ jurisdictions }: Judged, country: string): CountryLaw | null {
  return jurisdictions.countries.find((law) => law.country === country) ?? null;
}

/** The same in a sentence. */
export function countryLawSentence(report: Judged, country: string): string {
  const law = lawOfCountry(report, country);
  const name = countryName(country);
  if (law === null) return `No server is seen to depend on a company with its seat in ${name}.`;
  const most = law.max > law.min ? `, at most ${percent(law.max)}` : '';
  return `Wherever they stand, at least ${percent(law.min)} of servers depend on a company with its seat in ${name}${most}: ${count(law.hosters.servers)} through their hoster, ${count(law.fronts.servers)} through a CDN.`;
}
