import type { ReportFigures } from '../headline/figures.ts';
import { bandOf } from '../headline/headline.ts';
import type { ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { rowChart } from './bars.ts';
import { PALETTE } from './colours.ts';
import type { ReportChart } from './frame.ts';
import type { ChartRow } from './rows.ts';

/**
 * How far north and south the servers are: one bar for each band of ten degrees, north at the top. Empty
 * bands at both ends are left out.
 */
export function latitudeChart(report: Report, figures: ReportFigures, language: ReportPhrases): ReportChart {
  const { bands, located } = report.latitudes;
  const first = bands.findIndex(({ servers }) => servers > 0);
  const last = bands.findLastIndex(({ servers }) => servers > 0);
  const rows = (first < 0 ? [] : bands.slice(first, last + 1)).toReversed().map(
    (band): ChartRow => ({
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
  return rowChart({ rows, coverage }, report, figures, language);
}
