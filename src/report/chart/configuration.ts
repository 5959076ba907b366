import { createReportFigures, type ReportFigures } from '../headline/figures.ts';
import { writeHeadline } from '../headline/headline.ts';
import { findNews } from '../headline/news.ts';
import { standingOf } from '../headline/ranking.ts';
import type { ChartKind, ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { barsChart } from './bars.ts';
import type { ReportChart } from './frame.ts';
import { latitudeChart } from './latitude.ts';
import { lawChart } from './law.ts';
import { usersChart } from './users.ts';
import { yearChart } from './year.ts';

/** A chart of the year with fewer weeks shows too little to be worth drawing. */
export const FEWEST_WEEKS_FOR_YEAR_CHART = 8;

const CHARTS: Readonly<
  Record<ChartKind, (report: Report, figures: ReportFigures, language: ReportPhrases) => ReportChart>
> = { bars: barsChart, law: lawChart, year: yearChart, users: usersChart, latitude: latitudeChart };

/** The kind of chart that shows this week's finding. */
export function pickChart(report: Report): ChartKind {
  const { finding } = findNews(report);
  switch (finding?.kind) {
    case 'users':
      return 'users';
    case 'law':
      return 'law';
    case 'band':
      return 'latitude';
    case 'five':
    case 'change':
    case 'record':
      return report.trend.weeks.length >= FEWEST_WEEKS_FOR_YEAR_CHART ? 'year' : 'bars';
    default:
      return 'bars';
  }
}

/**
 * One Chart.js 4 configuration for a chart of the report. It is plain JSON (no functions, labels already
 * formatted), so that the embedded renderer, a QuickChart server and a browser draw the same picture. The
 * title is the week's finding, or a headline of its own if this chart does not show that finding.
 */
export function chartConfiguration(
  report: Report,
  language: ReportPhrases,
  kind: ChartKind = pickChart(report),
): ReportChart {
  const figures = createReportFigures(report, language);
  if (kind === pickChart(report)) return CHARTS[kind](report, figures, language);
  const shown = standingOf(kind, report);
  const headed = shown === null ? null : writeHeadline(shown, report, figures.numbers);
  return CHARTS[kind](report, { ...figures, headed }, language);
}
