import { FAINT_INK, hosterColours, INK, NEUTRAL, shade, tint } from './chart-colours.ts';
import { FONT, frame, type ReportChart, type ReportDataset } from './chart-frame.ts';
import { shortName } from './chart-rows.ts';
import type { Figures } from './figures.ts';
import type { Language } from './language/language.ts';
import type { Report } from './report-shape.ts';
import { spread } from './spread.ts';
import { isoWeek } from './week.ts';
import { shortenToWidth, textWidth } from './wrap.ts';

/** Hosters with a line; what is hidden has one more. */
export const YEAR_HOSTERS = 6;
/** Ems of a name at the end of its line. */
const NAME_WIDTH = 8;
/** Ems between the end of a line and its name. */
const NAME_GAP = 1;
/** Ems that the plot is wide, with the room for names in it. */
const PLOT_WIDTH = 37;
/** Names stand at the height of their line's end, or the nearest that is free: this many heights there are, and so many apart they must be. */
const HEIGHTS = 101;
const APART = 8;
/** In a shorter time several labels would name the same month. */
const FEWEST_WEEKS_FOR_MONTHS = 26;
/** What the grid counts in, and how many of them at most. */
const STEPS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2];
const MOST_STEPS = 5;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** Lines are told apart by their dashes too, for those who see no colours. */
const DASHES = [[], [14, 6], [4, 5], [18, 5, 4, 5], [9, 4], [2, 8]];

/** A year of shares by servers: a line for each of the largest hosters and one for what CDNs hide, with its name at its end. */
export function yearChart(report: Report, figures: Figures, language: Language): ReportChart {
  const { trend } = report;
  const calendar = weeksBetween(trend.weeks[0]?.finishedAt, trend.weeks.at(-1)?.finishedAt);
  const index = new Map(trend.weeks.map(({ week }, at) => [week, at]));
  const top = trend.hosters.slice(0, YEAR_HOSTERS);
  const colours = hosterColours(top.map(({ id }) => id));
  const lines = [
    ...top.map(({ id, name, shares }, at) => ({
      name: shortName(name, id, NAME_WIDTH),
      shares,
      colour: colours[at] ?? NEUTRAL,
      dash: DASHES[at] ?? [],
    })),
    ...(report.hidden.servers === 0
      ? []
      : [
          {
            name: shortenToWidth(language.toot.hidden, NAME_WIDTH),
            shares: trend.hidden.shares,
            colour: NEUTRAL,
            dash: [],
          },
        ]),
  ].sort((a, b) => (b.shares.at(-1) ?? 0) - (a.shares.at(-1) ?? 0));

  const highest = Math.max(0.01, ...lines.flatMap(({ shares }) => shares));
  const step = STEPS.find((size) => size * MOST_STEPS >= highest) ?? 0.25;
  const most = Math.ceil(Number((highest / step).toFixed(9))) * step;
  const decimals = step < 0.01 ? 1 : 0;
  const names = lines.map(({ name, shares }) => `${name} ${figures.share(shares.at(-1) ?? 0)}`);
  const ends = lines.map(({ shares }) => Math.round((1 - (shares.at(-1) ?? 0) / most) * (HEIGHTS - 1)));
  const heights = spread(ends, APART, HEIGHTS - 1);
  const atHeight = <T>(value: (line: number) => T, none: T): T[] =>
    Array.from({ length: HEIGHTS }, (_, height) => {
      const line = heights.indexOf(height);
      return line < 0 ? none : value(line);
    });
  // Names stand inside the plot, where Chart.js does not limit their width: their room is that of weeks to come.
  const room = (Math.max(0, ...names.map(textWidth)) + NAME_GAP) / PLOT_WIDTH;
  const weeksOfRoom = Math.ceil((calendar.length * room) / (1 - room));

  const { plugins, ...options } = frame(report, figures, language, language.coverage(figures.coverage, null));
  return {
    type: 'line',
    data: {
      labels: [
        ...calendar.map(
          calendar.length < FEWEST_WEEKS_FOR_MONTHS ? figures.numbers.date : figures.numbers.month,
        ),
        ...Array.from({ length: weeksOfRoom }, () => ''),
      ],
      datasets: lines.map(
        ({ shares, colour, dash }, line): ReportDataset => ({
          type: 'line',
          label: names[line] ?? '',
          data: calendar.map((moment) => shares[index.get(isoWeek(moment)) ?? -1] ?? null),
          borderColor: colour,
          backgroundColor: colour,
          borderWidth: 6,
          borderDash: dash,
          pointRadius: calendar.map((_, at) => (at === calendar.length - 1 ? 6 : 0)),
          pointStyle: 'circle',
          spanGaps: true,
          clip: false,
        }),
      ),
    },
    options: {
      ...options,
      scales: {
        x: {
          border: { color: FAINT_INK },
          grid: { display: false },
          ticks: {
            color: FAINT_INK,
            font: FONT,
            maxRotation: 0,
            autoSkip: true,
            autoSkipPadding: 60,
          },
        },
        y: {
          min: 0,
          max: most,
          title: { display: true, text: language.chart.servers, color: FAINT_INK, font: FONT },
          border: { display: false },
          grid: { color: tint(NEUTRAL, 0.2) },
          ticks: {
            color: INK,
            font: FONT,
            stepSize: step,
            format: { style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals },
          },
        },
        names: {
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
        },
      },
      plugins: {
        ...plugins,
        title: { ...plugins.title, padding: { top: 0, bottom: 22 } },
        legend: { display: false },
      },
    },
  };
}

/** A moment in every ISO week from the first to the last, so that a week without a scan keeps its room. */
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
