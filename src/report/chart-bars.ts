import { INK, NEUTRAL, tint } from './chart-colours.ts';
import { frame, type ReportChart, type ReportDataset } from './chart-frame.ts';
import { hosterRows, type Row, rowScales, withHead } from './chart-rows.ts';
import type { Figures } from './figures.ts';
import type { Language } from './language/language.ts';
import type { Report } from './report-shape.ts';

/**
 * This week's bars: the largest hosters by servers with their upper bound, each with its share of active users, then
 * everything behind CDNs as a bar of its own.
 */
export function barsChart(report: Report, figures: Figures, language: Language): ReportChart {
  const rows = hosterRows(report, figures, language);
  return rowChart(rows, report, figures, language, language.coverage(figures.coverage, null));
}

/** Bars of rows, with a thinner one for users below each. The head row has no bar; its colours are those that the legend shows. */
export function rowChart(
  rows: readonly Row[],
  report: Report,
  figures: Figures,
  language: Language,
  coverage: string,
): ReportChart {
  const users = figures.activeUsers !== null && rows.some((row) => row.activeShare !== null);
  const bounds = rows.some((row) => row.max > row.share);
  const data = <T>(head: T, cell: (row: Row) => T): T[] => withHead(rows, head, cell);
  const bar = {
    type: 'bar' as const,
    categoryPercentage: 0.86,
    borderSkipped: false as const,
    borderRadius: 2,
    pointStyle: 'rect' as const,
  };
  const sample = rows.every(({ colour }) => colour === rows[0]?.colour)
    ? (rows[0]?.colour ?? NEUTRAL)
    : NEUTRAL;
  const datasets: ReportDataset[] = [
    {
      ...bar,
      label: language.chart.servers,
      data: data<number | null>(null, (row) => row.share),
      backgroundColor: data(sample, (row) => row.colour),
      barPercentage: 0.96,
      maxBarThickness: 36,
      stack: 'servers',
    },
  ];
  if (users)
    datasets.push({
      ...bar,
      label: language.chart.users,
      data: data<number | null>(null, (row) => row.activeShare),
      backgroundColor: data(tint(sample, 0.5), (row) => tint(row.colour, 0.5)),
      barPercentage: 0.72,
      maxBarThickness: 26,
      stack: 'users',
    });
  if (bounds)
    datasets.push({
      ...bar,
      label: language.chart.bound,
      data: data<[number, number] | null>(null, (row) => (row.max > row.share ? [row.share, row.max] : null)),
      backgroundColor: data(INK, (row) => row.colour),
      borderColor: INK,
      borderWidth: data(4, () => 0),
      pointStyle: 'line',
      barPercentage: 0.18,
      maxBarThickness: 6,
      stack: 'servers',
    });
  return {
    type: 'bar',
    data: { labels: data('', (row) => row.label), datasets },
    options: {
      ...frame(report, figures, language, coverage),
      indexAxis: 'y',
      scales: rowScales(rows, language, users),
    },
  };
}
