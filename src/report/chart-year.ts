import { FAINT_INK, hosterColours, INK, NEUTRAL, tint } from './chart-colours.ts';
import { FONT, frame, type ReportChart, type ReportDataset } from './chart-frame.ts';
import { shortName } from './chart-rows.ts';
import type { Figures } from './figures.ts';
import type { Language } from './language/language.ts';
import type { Report } from './report-shape.ts';
import { isoWeek } from './week.ts';
import { shortenToWidth } from './wrap.ts';

/** Hosters with a line; what is hidden has one more. */
export const YEAR_HOSTERS = 6;
/** Ems of a name in the legend. */
const NAME_WIDTH = 9.8;
/** In a shorter time several labels would name the same month. */
const FEWEST_WEEKS_FOR_MONTHS = 26;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** Lines are told apart by their dashes too, for those who see no colours. */
const DASHES = [[], [14, 6], [4, 5], [18, 5, 4, 5], [9, 4], [2, 8]];

/** A year of shares by servers: a line for each of the largest hosters and one for what CDNs hide, largest first in the legend. */
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
            name: shortenToWidth(language.chart.hidden, NAME_WIDTH),
            shares: trend.hidden.shares,
            colour: NEUTRAL,
            dash: [],
          },
        ]),
  ].sort((a, b) => (b.shares.at(-1) ?? 0) - (a.shares.at(-1) ?? 0));

  const highest = Math.max(0, ...lines.flatMap(({ shares }) => shares));
  const decimals = highest < 0.04 ? 1 : 0;

  const { plugins, ...options } = frame(report, figures, language, language.coverage(figures.coverage, null));
  return {
    type: 'line',
    data: {
      labels: calendar.map(
        calendar.length < FEWEST_WEEKS_FOR_MONTHS ? figures.numbers.date : figures.numbers.month,
      ),
      datasets: lines.map(
        ({ name, shares, colour, dash }): ReportDataset => ({
          type: 'line',
          label: `${name} ${figures.share(shares.at(-1) ?? 0)}`,
          data: calendar.map((moment) => shares[index.get(isoWeek(moment)) ?? -1] ?? null),
          borderColor: colour,
          backgroundColor: colour,
          borderWidth: 6,
          borderDash: dash,
          pointRadius: calendar.map((_, at) => (at === calendar.length - 1 ? 9 : 0)),
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
          border: { display: false },
          grid: { color: tint(NEUTRAL, 0.2) },
          ticks: {
            color: INK,
            font: FONT,
            maxTicksLimit: 5,
            format: { style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals },
          },
        },
      },
      plugins: {
        ...plugins,
        legend: {
          display: lines.length > 0,
          align: 'start',
          // Without height a box becomes the line itself, with its dashes.
          labels: { boxWidth: 44, boxHeight: 0, color: INK, font: FONT, padding: 19 },
          title: { font: FONT },
        },
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
