import { barsChart } from './chart-bars.ts';
import type { ReportChart } from './chart-frame.ts';
import { latitudeChart } from './chart-latitude.ts';
import { usersChart } from './chart-users.ts';
import { yearChart } from './chart-year.ts';
import { createFigures, type Figures } from './figures.ts';
import { writeHeadline } from './headline.ts';
import type { ChartKind, Language } from './language/language.ts';
import { findNews } from './news.ts';
import type { Report } from './report-shape.ts';
import { standingOf } from './standing.ts';

/** Fewer weeks make no year worth drawing. */
const FEWEST_WEEKS = 8;

const CHARTS: Readonly<
  Record<ChartKind, (report: Report, figures: Figures, language: Language) => ReportChart>
> = { bars: barsChart, year: yearChart, users: usersChart, latitude: latitudeChart };

/** The chart that shows the week's finding. */
export function pickChart(report: Report): ChartKind {
  const { finding } = findNews(report);
  switch (finding?.kind) {
    case 'users':
      return 'users';
    case 'band':
      return 'latitude';
    case 'five':
    case 'change':
    case 'record':
      return report.trend.weeks.length >= FEWEST_WEEKS ? 'year' : 'bars';
    default:
      return 'bars';
  }
}

/**
 * A chart of the report as one Chart.js 4 configuration in plain JSON (no functions, labels formatted beforehand), so that
 * the embedded renderer, a QuickChart server and a browser draw the same. Its title is the finding of the week; a chart that
 * does not show that one says what it does show.
 */
export function chartConfiguration(
  report: Report,
  language: Language,
  kind: ChartKind = pickChart(report),
): ReportChart {
  const figures = createFigures(report, language);
  if (kind === pickChart(report)) return CHARTS[kind](report, figures, language);
  const shown = standingOf(kind, report);
  const headed = shown === null ? null : writeHeadline(shown, report, figures.numbers);
  return CHARTS[kind](report, { ...figures, headed }, language);
}
