import type { ChartConfiguration, ChartOptions } from 'chart.js';
import { FAINT_INK, INK } from './chart-colours.ts';
import { FAMILIES } from './chart-fonts.ts';
import type { Figures } from './figures.ts';
import type { Language } from './language/language.ts';
import type { Report } from './report-shape.ts';
import { wrap } from './wrap.ts';

/** Pixels; 16:9 is shown uncut in timelines. */
export const CHART_SIZE = { width: 1200, height: 675 } as const;
/**
 * The family stands in every font: Chart.js takes it from nowhere else for titles and legends, and a machine's own font would
 * be drawn. Pixels; on a phone the picture is about a third as wide, so that this becomes a caption's size.
 */
export const FONT = { family: FAMILIES, size: 27 } as const;

/** Sizes of the title in pixels with the ems that fit a line across the picture; the smaller one for long findings. */
const TITLES = [
  { size: 42, ems: 26 },
  { size: 35, ems: 31 },
] as const;
const TITLE_LINES = 2;
/** Ems of text that fit a line. */
const TEXT_LINE = 41.5;

type Point = number | [number, number] | null;
/** Any of our charts: Chart.js 4, in plain JSON without functions, labels formatted beforehand. */
export type ReportChart = ChartConfiguration<'bar' | 'line', Point[], string>;
export type ReportDataset = ReportChart['data']['datasets'][number];

/** What all charts have in common: size, type, the finding above, and below what it is of, when, and under which licence. */
export function frame(
  report: Report,
  figures: Figures,
  language: Language,
  coverage: string,
): ChartOptions<'bar' | 'line'> & { readonly plugins: { readonly title: object } } {
  const title = fitTitle(titleText(report, figures, language));
  return {
    responsive: false,
    animation: false,
    devicePixelRatio: 1,
    locale: language.locale,
    font: FONT,
    color: INK,
    layout: { padding: { left: 28, right: 28, top: 12, bottom: 12 } },
    plugins: {
      title: {
        display: true,
        align: 'start',
        color: INK,
        font: { ...FONT, size: title.size, weight: 'bold', lineHeight: 1.15 },
        padding: { top: 0, bottom: 4 },
        text: title.lines,
      },
      legend: {
        display: report.answered > 0,
        align: 'start',
        labels: {
          usePointStyle: true,
          pointStyleWidth: 30,
          boxHeight: 20,
          color: INK,
          font: FONT,
          padding: 16,
        },
        title: { font: FONT },
      },
      subtitle: {
        display: true,
        position: 'bottom',
        align: 'start',
        color: FAINT_INK,
        font: FONT,
        padding: { top: 8, bottom: 0 },
        text: [...wrap(coverage, TEXT_LINE), ...wrap(language.chart.credit(figures.activeUsers), TEXT_LINE)],
      },
    },
  };
}

function titleText(report: Report, { headed, coverage }: Figures, language: Language): string {
  if (headed !== null) return language.title(headed.headline, report.network);
  return report.answered === 0
    ? language.nothingAnswered(report.network, coverage.sampled)
    : language.nobodyNamed(report.network, coverage.answered);
}

function fitTitle(text: string): { readonly size: number; readonly lines: string[] } {
  const fitting = TITLES.find(({ ems }) => wrap(text, ems).length <= TITLE_LINES) ?? TITLES[1];
  const count = wrap(text, fitting.ems).length;
  // As narrow as it goes, so that no word is left alone on the last line.
  let ems: number = fitting.ems;
  while (ems > 1 && wrap(text, ems - 0.5).length === count) ems -= 0.5;
  return { size: fitting.size, lines: wrap(text, ems) };
}
