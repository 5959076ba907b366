import type { LawSlice } from '../../statistics/jurisdiction.ts';
import type { ReportFigures } from '../headline/figures.ts';
import { largestLaws } from '../headline/laws.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { rowChart } from './bars.ts';
import { NEUTRAL, PALETTE } from './colours.ts';
import type { ReportChart } from './frame.ts';
import type { ChartRow } from './rows.ts';

/**
 * One bar for each jurisdiction: the share of servers that depend on a company there, with its upper bound.
 * Bars overlap, because a server can depend on companies in several places.
 */
export function lawChart(report: Report, figures: ReportFigures, language: ReportPhrases): ReportChart {
  const { unknown } = report.jurisdictions;
  const row = (label: string, { min, max, activeMin }: Reach, colour: string): ChartRow => ({
    label,
    line: {
      name: label,
      share: figures.share(min),
      change: null,
      max: figures.share(max),
      userShare: figures.userShare(activeMin),
    },
    share: min,
    max,
    activeShare: activeMin,
    colour,
  });
  const rows = largestLaws(report, figures.numbers, language).map(({ name, law }) =>
    row(name, law, PALETTE[0]),
  );
  if (unknown.servers > 0) {
    const { share, activeShare } = unknown;
    rows.push(row(language.chart.seatUnknown, { min: share, max: share, activeMin: activeShare }, NEUTRAL));
  }
  const coverage = `${language.coverage(figures.coverage, null)}${language.code === 'ja' ? '' : ' '}${language.chart.overlap}`;
  return rowChart({ rows, coverage }, report, figures, language);
}

type Reach = Pick<LawSlice, 'min' | 'max' | 'activeMin'>;
