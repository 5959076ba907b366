import type { ChartConfiguration, ChartOptions } from 'chart.js';
import { wrap } from '../../text/wrap.ts';
import type { ReportFigures } from '../headline/figures.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { FAINT_INK, INK } from './colours.ts';
import { FAMILIES } from './fonts.ts';

/** Pixels. Timelines show 16:9 without cropping. */
export const CHART_SIZE = { width: 1200, height: 675 } as const;
/**
 * Every font of a chart names the family: titles and legends do not inherit it, and Chart.js would use a font
 * of the machine. The size is in pixels; a phone shows the picture at about a third, where 27 is a caption's
 * size.
 */
export const FONT = { family: FAMILIES, size: 27 } as const;

/** Sizes of the title in pixels, and the ems that fit on one line. The smaller size is for long findings. */
const TITLES = [
  { size: 42, ems: 26 },
  { size: 35, ems: 31 },
] as const;
const TITLE_LINES = 2;
/** Ems of ordinary text that fit on one line. */
const TEXT_LINE = 41.5;

type ChartPoint = number | [number, number] | null;
/**
 * Any of our charts: a Chart.js 4 configuration in plain JSON, without functions, labels already formatted.
 */
export type ReportChart = ChartConfiguration<'bar' | 'line', ChartPoint[], string>;
export type ReportDataset = ReportChart['data']['datasets'][number];

/**
 * What all charts share: size, font, the finding as title, and a subtitle with coverage, date and licence.
 */
export function frame(
  report: Report,
  figures: ReportFigures,
  language: ReportPhrases,
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

function titleText(report: Report, { headed, coverage }: ReportFigures, language: ReportPhrases): string {
  if (headed !== null) return language.title(headed.headline, report.network);
  return report.answered === 0
    ? language.nothingAnswered(report.network, coverage.sampled)
    : language.nobodyNamed(report.network, coverage.answered);
}

function fitTitle(text: string): { readonly size: number; readonly lines: string[] } {
  const fitting = TITLES.find(({ ems }) => wrap(text, ems).length <= TITLE_LINES) ?? TITLES[1];
  const count = wrap(text, fitting.ems).length;
  // Balances the lines: the narrowest width with the same number of lines leaves no single word on the last.
  let ems: number = fitting.ems;
  while (ems > 1 && wrap(text, ems - 0.5).length === count) ems -= 0.5;
  return { size: fitting.size, lines: wrap(text, ems) };
}
