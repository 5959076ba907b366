import { barsChart } from './chart-bars.ts';
import type { ReportChart } from './chart-frame.ts';
import { latitudeChart } from './chart-latitude.ts';
import { usersChart } from './chart-users.ts';
import { yearChart } from './chart-year.ts';
import { createFigures, type Figures } from './figures.ts';
import type { ChartKind, Language } from './language/language.ts';
import { findNews } from './news.ts';
import type { Report } from './report-shape.ts';

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
 * the embedded renderer, a QuickChart server and a browser draw the same. Its title is the finding of the week, whatever
 * the kind.
 */
export function chartConfiguration(
  report: Report,
  language: Language,
  kind: ChartKind = pickChart(report),
): ReportChart {
  return CHARTS[kind](report, createFigures(report, language), language);
}
