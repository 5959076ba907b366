import type { ReportFigures } from '../headline/figures.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { NEUTRAL, tint } from './colours.ts';
import { frame, type ReportChart, type ReportDataset } from './frame.ts';
import { type ChartRow, hosterRows, rowScales, withHead } from './rows.ts';

/**
 * Servers against users: two marks for each hoster, and a bar for the gap between them. The marks differ in
 * shape, not only in colour.
 */
export function usersChart(report: Report, figures: ReportFigures, language: ReportPhrases): ReportChart {
  const rows = hosterRows(report, figures, language).map((row) => ({ ...row, max: row.share }));
  const users = figures.activeUsers !== null;
  const marks = (
    label: string,
    pointStyle: 'rect' | 'circle',
    value: (row: ChartRow) => number | null,
    fill: (colour: string) => string,
  ): ReportDataset => ({
    type: 'line',
    label,
    data: withHead(rows, null, value),
    showLine: false,
    pointStyle,
    pointRadius: pointStyle === 'rect' ? 13 : 16,
    pointBorderWidth: 4,
    pointBorderColor: withHead(rows, NEUTRAL, (row) => row.colour),
    pointBackgroundColor: withHead(rows, fill(NEUTRAL), (row) => fill(row.colour)),
    borderColor: NEUTRAL,
    backgroundColor: fill(NEUTRAL),
    borderWidth: 4,
    clip: false,
    order: pointStyle === 'rect' ? 0 : 1,
  });
  const datasets: ReportDataset[] = [
    marks(
      language.chart.servers,
      'rect',
      (row) => row.share,
      (colour) => colour,
    ),
  ];
  if (users) {
    datasets.push(
      marks(
        language.chart.users,
        'circle',
        (row) => row.activeShare,
        (colour) => tint(colour, 0.25),
      ),
      {
        type: 'bar',
        label: '',
        data: withHead<[number, number] | null>(rows, null, ({ share, activeShare }) =>
          activeShare === null ? null : [Math.min(share, activeShare), Math.max(share, activeShare)],
        ),
        backgroundColor: withHead(rows, NEUTRAL, (row) => tint(row.colour, 0.5)),
        barPercentage: 1,
        maxBarThickness: 8,
        pointStyle: false,
        order: 2,
      },
    );
  }
  const { plugins, ...options } = frame(report, figures, language, language.coverage(figures.coverage, null));
  return {
    type: 'bar',
    data: { labels: withHead(rows, '', (row) => row.label), datasets },
    options: { ...options, plugins, indexAxis: 'y', scales: rowScales(rows, language, users) },
  };
}
