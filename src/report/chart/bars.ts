import type { ReportFigures } from '../headline/figures.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { INK, NEUTRAL, tint } from './colours.ts';
import { frame, type ReportChart, type ReportDataset } from './frame.ts';
import { type ChartRow, hosterRows, rowScales, withHead } from './rows.ts';

/**
 * This week's bars: the largest hosters by servers, each with its upper bound and its share of active users.
 * A last bar shows everything behind CDNs.
 */
export function barsChart(report: Report, figures: ReportFigures, language: ReportPhrases): ReportChart {
  const rows = hosterRows(report, figures, language);
  const coverage = language.coverage(figures.coverage, null);
  return rowChart({ rows, coverage }, report, figures, language);
}

interface RowChart {
  readonly rows: readonly ChartRow[];
  /** A sentence below the chart that says what the figures are shares of. */
  readonly coverage: string;
}

/**
 * A bar for each row, with a thinner one for users below it. The head row has no bar; Chart.js takes the
 * colours of the legend from it.
 */
export function rowChart(
  { rows, coverage }: RowChart,
  report: Report,
  figures: ReportFigures,
  language: ReportPhrases,
): ReportChart {
  const users = figures.activeUsers !== null && rows.some((row) => row.activeShare !== null);
  const sample = sampleColour(rows);
  const datasets = [serverBars(rows, sample, language.chart.servers)];
  if (users) datasets.push(userBars(rows, sample, language.chart.users));
  if (rows.some((row) => row.max > row.share)) datasets.push(boundLines(rows, language.chart.bound));
  return {
    type: 'bar',
    data: { labels: withHead(rows, '', (row) => row.label), datasets },
    options: {
      ...frame(report, figures, language, coverage),
      indexAxis: 'y',
      scales: rowScales(rows, language, users),
    },
  };
}

/** The legend's colour: the one that all rows share, or grey if they differ. */
function sampleColour(rows: readonly ChartRow[]): string {
  const first = rows[0]?.colour;
  return first !== undefined && rows.every(({ colour }) => colour === first) ? first : NEUTRAL;
}

const BAR = {
  type: 'bar' as const,
  categoryPercentage: 0.86,
  borderSkipped: false as const,
  borderRadius: 2,
  pointStyle: 'rect' as const,
};

function serverBars(rows: readonly ChartRow[], sample: string, label: string): ReportDataset {
  return {
    ...BAR,
    label,
    data: withHead<number | null>(rows, null, (row) => row.share),
    backgroundColor: withHead(rows, sample, (row) => row.colour),
    barPercentage: 0.96,
    maxBarThickness: 36,
    stack: 'servers',
  };
}

function userBars(rows: readonly ChartRow[], sample: string, label: string): ReportDataset {
  return {
    ...BAR,
    label,
    data: withHead<number | null>(rows, null, (row) => row.activeShare),
    backgroundColor: withHead(rows, tint(sample, 0.5), (row) => tint(row.colour, 0.5)),
    barPercentage: 0.72,
    maxBarThickness: 26,
    stack: 'users',
  };
}

/** Thin bars from a row's share to its upper bound. */
function boundLines(rows: readonly ChartRow[], label: string): ReportDataset {
  return {
    ...BAR,
    label,
    data: withHead<[number, number] | null>(rows, null, (row) =>
      row.max > row.share ? [row.share, row.max] : null,
    ),
    backgroundColor: withHead(rows, INK, (row) => row.colour),
    borderColor: INK,
    borderWidth: withHead(rows, 4, () => 0),
    pointStyle: 'line',
    barPercentage: 0.18,
    maxBarThickness: 6,
    stack: 'servers',
  };
}
