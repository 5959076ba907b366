import type { ChartConfiguration } from 'chart.js';
import { FAINT_INK, hosterColour, INK, NEUTRAL, tint } from './chart-colours.ts';
import { plainName } from './defang.ts';
import { createFigures, type Figures } from './figures.ts';
import type { Language, Line } from './language/language.ts';
import type { Report } from './report-shape.ts';
import { shortenToWidth, wrap } from './wrap.ts';

/** Pixels; 16:9 is shown uncut in timelines. */
export const CHART_SIZE = { width: 1200, height: 675 } as const;
/** Hosters with a bar of their own. */
export const CHART_HOSTERS = 8;

/** Every family stands here: the first comes with the package, the others are for a QuickChart server without it. */
const FAMILY = "'Noto Sans', 'DejaVu Sans', sans-serif";
/** Pixels. On a phone the picture is about a third as wide, so that this becomes a caption's size. */
const TEXT = 27;
const TITLE = 42;
/** Ems that fit a line across the picture, of the title and of the text. */
const TITLE_LINE = 26;
const TEXT_LINE = 41.5;
/** Ems of a name beside its bar, and the part of the plot's width that this takes. */
const LABEL_WIDTH = 11;
const LABEL_ROOM = 0.34;

/** Chart.js 4, bars from a number or from a pair of numbers; null where a row has no bar. */
export type BarChart = ChartConfiguration<'bar', (number | [number, number] | null)[], string>;

interface Row {
  readonly label: string;
  readonly line: Line;
  readonly share: number;
  readonly max: number;
  readonly activeShare: number | null;
  readonly colour: string;
}

/**
 * The weekly chart as one Chart.js 4 configuration in plain JSON (no functions, labels formatted beforehand), so that the
 * embedded renderer, a QuickChart server and a browser draw the same: the largest hosters by servers with their upper bound,
 * each with its share of active users, then everything behind CDNs as a bar of its own.
 */
export function chartConfiguration(report: Report, language: Language): BarChart {
  const figures = createFigures(report, language);
  const rows = chartRows(report, figures, language);
  const users = figures.activeUsers !== null;
  const bounds = rows.some((row) => row.max > row.share);
  // The first row has no bar: it heads the columns of figures, and its colours are the ones that the legend shows.
  const data = <T>(head: T, cell: (row: Row) => T): T[] => [head, ...rows.map(cell)];
  const bar = {
    categoryPercentage: 0.86,
    borderSkipped: false as const,
    borderRadius: 2,
    pointStyle: 'rect' as const,
  };
  const most = rows.reduce((far, row) => Math.max(far, row.max, row.activeShare ?? 0), 0) || 1;
  const column = (labels: string[], colour: string, weight: number) => ({
    type: 'category' as const,
    axis: 'y' as const,
    position: 'right' as const,
    labels,
    min: 0,
    max: labels.length - 1,
    offset: true,
    weight,
    border: { display: false },
    grid: { display: false },
    ticks: { autoSkip: false, color: colour, font: { size: TEXT }, padding: 8, crossAlign: 'far' as const },
  });

  return {
    type: 'bar',
    data: {
      labels: data('', (row) => row.label),
      datasets: [
        {
          ...bar,
          label: language.chart.servers,
          data: data<number | null>(null, (row) => row.share),
          backgroundColor: data(NEUTRAL, (row) => row.colour),
          barPercentage: 0.96,
          maxBarThickness: 36,
          stack: 'servers',
        },
        ...(users
          ? [
              {
                ...bar,
                label: language.chart.users,
                data: data<number | null>(null, (row) => row.activeShare),
                backgroundColor: data(tint(NEUTRAL, 0.5), (row) => tint(row.colour, 0.5)),
                barPercentage: 0.72,
                maxBarThickness: 26,
                stack: 'users',
              },
            ]
          : []),
        ...(bounds
          ? [
              {
                ...bar,
                label: language.chart.bound,
                data: data<[number, number] | null>(null, (row) =>
                  row.max > row.share ? [row.share, row.max] : null,
                ),
                backgroundColor: data(INK, (row) => row.colour),
                borderColor: INK,
                borderWidth: data(4, () => 0),
                pointStyle: 'line' as const,
                barPercentage: 0.18,
                maxBarThickness: 6,
                stack: 'servers',
              },
            ]
          : []),
      ],
    },
    options: {
      indexAxis: 'y',
      responsive: false,
      animation: false,
      devicePixelRatio: 1,
      font: { family: FAMILY, size: TEXT },
      color: INK,
      layout: { padding: { left: 28, right: 28, top: 14, bottom: 14 } },
      scales: {
        // Names stand inside the plot, left of zero: Chart.js would cut them off in an axis of their own, for it gives each
        // of three axes no more than a sixth of the width.
        x: { display: false, stacked: false, min: (-most * LABEL_ROOM) / (1 - LABEL_ROOM), max: most },
        y: {
          stacked: true,
          border: { display: false },
          grid: { display: false },
          ticks: { autoSkip: false, mirror: true, color: INK, font: { size: TEXT }, padding: -3 },
        },
        servers: column(
          data(rows.length === 0 ? '' : language.chart.serversColumn, (row) => row.line.share),
          INK,
          1,
        ),
        ...(users
          ? {
              users: column(
                data(language.chart.usersColumn, (row) => row.line.userShare ?? ''),
                FAINT_INK,
                2,
              ),
            }
          : {}),
      },
      plugins: {
        title: {
          display: true,
          align: 'start',
          color: INK,
          font: { size: TITLE, weight: 'bold' },
          padding: { top: 0, bottom: 4 },
          text: wrap(title(report, figures, language), TITLE_LINE),
        },
        legend: {
          display: rows.length > 0,
          align: 'start',
          labels: {
            usePointStyle: true,
            pointStyleWidth: 30,
            boxHeight: 20,
            color: INK,
            font: { size: TEXT },
            padding: 18,
          },
        },
        subtitle: {
          display: true,
          position: 'bottom',
          align: 'start',
          color: FAINT_INK,
          font: { size: TEXT },
          padding: { top: 6, bottom: 0 },
          text: [
            ...wrap(language.chart.coverage(figures.coverage), TEXT_LINE),
            ...wrap(language.chart.credit(figures.activeUsers), TEXT_LINE),
          ],
        },
      },
    },
  };
}

function title(report: Report, { finding, coverage }: Figures, language: Language): string {
  if (finding !== null) return language.chart.title(finding);
  return report.answered === 0
    ? language.nothingAnswered(report.network, coverage.sampled)
    : language.nobodyNamed(report.network, coverage.answered);
}

function chartRows(report: Report, figures: Figures, language: Language): readonly Row[] {
  const lines = figures.hosters(CHART_HOSTERS);
  const rows = report.hosters.slice(0, CHART_HOSTERS).flatMap((hoster, index): Row[] => {
    const line = lines[index];
    if (line === undefined) return [];
    const { share, max, activeShare } = hoster;
    return [
      {
        label: label(hoster.name, hoster.id),
        line,
        share,
        max,
        activeShare,
        colour: hosterColour(hoster.id),
      },
    ];
  });
  if (report.hidden.servers === 0) return rows;
  const { share, activeShare } = report.hidden;
  return [
    ...rows,
    { label: language.chart.hidden, line: figures.hidden, share, max: share, activeShare, colour: NEUTRAL },
  ];
}

/** Latin, Greek, Cyrillic and common punctuation: what the embedded font has letters for. */
const DRAWABLE = /^[ -\u03ff\u0400-\u052f\u1e00-\u1fff\u2010-\u203a\u20ac\u2122]+$/u;

/** The name, or the id where the font would draw empty boxes. */
function label(name: string, id: string): string {
  const plain = plainName(name);
  return shortenToWidth(DRAWABLE.test(plain) ? plain : id, LABEL_WIDTH);
}
