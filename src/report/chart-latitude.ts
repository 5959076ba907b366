import { rowChart } from './chart-bars.ts';
import { PALETTE } from './chart-colours.ts';
import type { ReportChart } from './chart-frame.ts';
import type { Row } from './chart-rows.ts';
import type { Figures } from './figures.ts';
import { bandOf } from './headline.ts';
import type { Language } from './language/language.ts';
import type { Report } from './report-shape.ts';

/** How far north and south the servers are: a bar for each ten degrees, north on top, from the first to the last that has any. */
export function latitudeChart(report: Report, figures: Figures, language: Language): ReportChart {
  const { bands, located } = report.latitudes;
  const first = bands.findIndex(({ servers }) => servers > 0);
  const last = bands.findLastIndex(({ servers }) => servers > 0);
  const rows = (first < 0 ? [] : bands.slice(first, last + 1)).toReversed().map(
    (band): Row => ({
      label: language.chart.band(bandOf(band)),
      line: {
        name: '',
        share: figures.share(band.share),
        change: null,
        max: figures.share(band.share),
        userShare: figures.userShare(band.activeShare),
      },
      share: band.share,
      max: band.share,
      activeShare: band.activeShare,
      colour: PALETTE[0],
    }),
  );
  const coverage = language.chart.located(figures.numbers.count(located.servers), figures.coverage);
  return rowChart(rows, report, figures, language, coverage);
}
