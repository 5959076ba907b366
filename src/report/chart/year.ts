import type { ChartOptions } from 'chart.js';
import { isoWeek } from '../../model/week.ts';
import { shortenToWidth, textWidth } from '../../text/wrap.ts';
import type { ReportFigures } from '../headline/figures.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { FAINT_INK, hosterColours, INK, NEUTRAL, shade, tint } from './colours.ts';
import { FONT, frame, type ReportChart, type ReportDataset } from './frame.ts';
import { shortName } from './rows.ts';
import { spread } from './spread.ts';

/** Number of hosters with a line. Everything behind CDNs has one more. */
export const YEAR_HOSTERS = 6;
/** Ems available to a name at the end of its line. */
const NAME_WIDTH = 8;
/** Ems between the end of a line and its name. */
const NAME_GAP = 1;
/** Width of the plot in ems, including the room for names. */
const PLOT_WIDTH = 37;
/** Number of vertical positions for a name, from the top of the plot to its bottom. */
const HEIGHTS = 101;
/** Fewest vertical positions between two names. */
const APART = 8;
/** With fewer weeks, several labels would name the same month. */
const FEWEST_WEEKS_FOR_MONTHS = 26;
/** Candidates for the distance between two grid lines, as shares. */
const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
/** Most grid lines above zero. */
const MOST_STEPS = 5;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** Lines also differ in their dashes, for readers who cannot distinguish the colours. */
const DASHES = [[], [14, 6], [4, 5], [18, 5, 4, 5], [9, 4], [2, 8]];

type Scale = NonNullable<ChartOptions<'line'>['scales']>[string];

interface YearLine {
  readonly name: string;
  /** One for each week of the trend; null where there was no scan. */
  readonly shares: readonly (number | null)[];
  readonly colour: string;
  readonly dash: readonly number[];
}

/**
 * A year of shares by servers: one line for each of the largest hosters and one for everything behind CDNs.
 * Each name is at the end of its line.
 */
export function yearChart(report: Report, figures: ReportFigures, language: ReportPhrases): ReportChart {
  const { weeks } = report.trend;
  const calendar = weeksBetween(weeks[0]?.finishedAt, weeks.at(-1)?.finishedAt);
  const index = new Map(weeks.map(({ week }, at) => [week, at]));
  const lines = yearLines(report, language);
  const names = lines.map(({ name, shares }) => `${name} ${figures.share(shares.at(-1) ?? 0)}`);
  const grid = percentGrid(lines);
  const { plugins, ...options } = frame(report, figures, language, language.coverage(figures.coverage, null));
  const label = calendar.length < FEWEST_WEEKS_FOR_MONTHS ? figures.numbers.date : figures.numbers.month;
  return {
    type: 'line',
    data: {
      labels: [...calendar.map(label), ...roomForNames(names, calendar.length)],
      datasets: lines.map((line, at) => {
        const shares = calendar.map((moment) => line.shares[index.get(isoWeek(moment)) ?? -1] ?? null);
        return lineOf(line, names[at] ?? '', shares);
      }),
    },
    options: {
      ...options,
      scales: {
        x: WEEKS_AXIS,
        y: shareAxis(grid, language.chart.servers),
        names: namesAxis(lines, names, grid.most),
      },
      plugins: {
        ...plugins,
        title: { ...plugins.title, padding: { top: 0, bottom: 22 } },
        legend: { display: false },
      },
    },
  };
}

/** The largest hosters and everything behind CDNs, sorted by the last share, highest first. */
function yearLines({ trend, hidden }: Report, language: ReportPhrases): readonly YearLine[] {
  const top = trend.hosters.slice(0, YEAR_HOSTERS);
  const colours = hosterColours(top.map(({ id }) => id));
  const lines: YearLine[] = top.map(({ id, name, shares }, at) => ({
    name: shortName(name, id, NAME_WIDTH),
    shares,
    colour: colours[at] ?? NEUTRAL,
    dash: DASHES[at] ?? [],
  }));
  if (hidden.servers > 0) {
    const name = shortenToWidth(language.toot.hidden, NAME_WIDTH);
    lines.push({ name, shares: trend.hidden.shares, colour: NEUTRAL, dash: [] });
  }
  return lines.sort((a, b) => (b.shares.at(-1) ?? 0) - (a.shares.at(-1) ?? 0));
}

/** @param data one share for each week of the calendar */
function lineOf({ colour, dash }: YearLine, label: string, data: (number | null)[]): ReportDataset {
  return {
    type: 'line',
    label,
    data,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 6,
    borderDash: [...dash],
    pointRadius: data.map((_, at) => (at === data.length - 1 ? 6 : 0)),
    pointStyle: 'circle',
    spanGaps: true,
    clip: false,
  };
}

/**
 * Empty labels for weeks after the last. Names are drawn over them, inside the plot, where Chart.js does not
 * limit their width.
 */
function roomForNames(names: readonly string[], weeks: number): readonly string[] {
  const room = (Math.max(0, ...names.map(textWidth)) + NAME_GAP) / PLOT_WIDTH;
  return Array.from({ length: Math.ceil((weeks * room) / (1 - room)) }, () => '');
}

interface Grid {
  /** The top of the axis, a multiple of `step`. */
  readonly most: number;
  readonly step: number;
}

function percentGrid(lines: readonly YearLine[]): Grid {
  const highest = Math.max(0.01, ...lines.flatMap(({ shares }) => shares.map((share) => share ?? 0)));
  const step = STEPS.find((size) => size * MOST_STEPS >= highest) ?? 0.25;
  return { step, most: Math.ceil(Number((highest / step).toFixed(9))) * step };
}

const WEEKS_AXIS = {
  border: { color: FAINT_INK },
  grid: { display: false },
  ticks: { color: FAINT_INK, font: FONT, maxRotation: 0, autoSkip: true, autoSkipPadding: 60 },
};

function shareAxis({ most, step }: Grid, title: string): Scale {
  const decimals = step < 0.01 ? 1 : 0;
  return {
    min: 0,
    max: most,
    title: { display: true, text: title, color: FAINT_INK, font: FONT },
    border: { display: false },
    grid: { color: tint(NEUTRAL, 0.2) },
    ticks: {
      color: INK,
      font: FONT,
      stepSize: step,
      format: { style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals },
    },
  };
}

/** Places each line's name at the height of the line's end, or at the nearest free height. */
function namesAxis(lines: readonly YearLine[], names: readonly string[], most: number): Scale {
  const ends = lines.map(({ shares }) => Math.round((1 - (shares.at(-1) ?? 0) / most) * (HEIGHTS - 1)));
  const heights = spread(ends, APART, HEIGHTS - 1);
  const atHeight = <T>(value: (line: number) => T, none: T): T[] =>
    Array.from({ length: HEIGHTS }, (_, height) => {
      const line = heights.indexOf(height);
      return line < 0 ? none : value(line);
    });
  return {
    type: 'category',
    axis: 'y',
    position: 'right',
    labels: atHeight((line) => names[line] ?? '', ''),
    border: { display: false },
    grid: { display: false },
    ticks: {
      autoSkip: false,
      mirror: true,
      crossAlign: 'far',
      color: atHeight((line) => shade(lines[line]?.colour ?? INK, 0.6), INK),
      font: { ...FONT, weight: 'bold' },
      padding: 0,
    },
  };
}

/** One moment in each ISO week from the first to the last, so that weeks without a scan keep their place. */
function weeksBetween(first: string | undefined, last: string | undefined): readonly string[] {
  if (first === undefined || last === undefined) return [];
  const moments: string[] = [];
  let time = Date.parse(first);
  while (isoWeek(new Date(time).toISOString()) < isoWeek(last)) {
    moments.push(new Date(time).toISOString());
    time += WEEK_MS;
  }
  return [...moments, last];
}
