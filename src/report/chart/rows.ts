import type { ChartOptions } from 'chart.js';
import { thatHost } from '../../statistics/access-providers.ts';
import { plainName } from '../../text/defang.ts';
import { shortenToWidth } from '../../text/wrap.ts';
import type { ReportFigures } from '../headline/figures.ts';
import type { HosterText, ReportPhrases } from '../language/language.ts';
import type { Report } from '../report-shape.ts';
import { FAINT_INK, hosterColours, INK, NEUTRAL } from './colours.ts';
import { canDraw } from './fonts.ts';
import { FONT } from './frame.ts';

/** Number of hosters with a row of their own. */
export const CHART_HOSTERS = 8;

/** Ems available to a name beside its row, and the fraction of the plot's width that they take. */
const LABEL_WIDTH = 11;
const LABEL_ROOM = 0.34;
/** With more rows than this, labels would overlap. */
const MOST_LABELS = 12;

/** One row of a chart: a hoster, everything behind CDNs, a jurisdiction, or a band of latitude. */
export interface ChartRow {
  readonly label: string;
  readonly line: HosterText;
  readonly share: number;
  readonly max: number;
  readonly activeShare: number | null;
  readonly colour: string;
}

/** The largest hosters, then everything behind CDNs. */
export function hosterRows(
  report: Report,
  figures: ReportFigures,
  language: ReportPhrases,
): readonly ChartRow[] {
  const lines = figures.hosters(CHART_HOSTERS);
  const top = thatHost(report.hosters).slice(0, CHART_HOSTERS);
  const colours = hosterColours(top.map(({ id }) => id));
  const rows = top.flatMap(({ id, name, share, max, activeShare }, index): ChartRow[] => {
    const [line, colour] = [lines[index], colours[index]];
    if (line === undefined || colour === undefined) return [];
    return [{ label: shortName(name, id, LABEL_WIDTH), line, share, max, activeShare, colour }];
  });
  if (report.hidden.servers === 0) return rows;
  const { share, activeShare } = report.hidden;
  const label = shortenToWidth(language.chart.hidden, LABEL_WIDTH);
  return [...rows, { label, line: figures.hidden, share, max: share, activeShare, colour: NEUTRAL }];
}

/** A hoster's name, cut to `ems`, or its id if the fonts lack glyphs for the name. */
export function shortName(name: string, id: string, ems: number): string {
  const plain = plainName(name);
  return shortenToWidth(canDraw(plain) ? plain : id, ems);
}

/** One value for each row, preceded by the value of the head row, which has no bar. */
export function withHead<T>(rows: readonly ChartRow[], head: T, cell: (row: ChartRow) => T): T[] {
  return [head, ...rows.map(cell)];
}

/**
 * Names on the left, inside the plot. On the right one column of figures for servers, and one for users if
 * known.
 */
export function rowScales(
  rows: readonly ChartRow[],
  { chart }: ReportPhrases,
  users: boolean,
): NonNullable<ChartOptions<'bar' | 'line'>['scales']> {
  const autoSkip = rows.length > MOST_LABELS;
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
    ticks: { autoSkip, color: colour, font: FONT, padding: 8, crossAlign: 'far' as const },
  });
  return {
    // Names are drawn inside the plot, left of zero. In an axis of their own Chart.js would cut them off:
    // each of three axes gets at most a sixth of the width.
    x: { display: false, stacked: false, min: (-most * LABEL_ROOM) / (1 - LABEL_ROOM), max: most * 1.01 },
    y: {
      stacked: true,
      offset: true,
      border: { display: false },
      grid: { display: false },
      ticks: { autoSkip, mirror: true, color: INK, font: FONT, padding: -3 },
    },
    servers: column(
      withHead(rows, rows.length === 0 ? '' : chart.serversColumn, (row) => row.line.share),
      INK,
      1,
    ),
    ...(users
      ? {
          users: column(
            withHead(rows, chart.usersColumn, (row) => row.line.userShare ?? ''),
            FAINT_INK,
            2,
          ),
        }
      : {}),
  };
}
