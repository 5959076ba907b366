import type { ChartOptions } from 'chart.js';
import { thatHost } from '../statistics/lines.ts';
import { FAINT_INK, hosterColours, INK, NEUTRAL } from './chart-colours.ts';
import { canDraw } from './chart-fonts.ts';
import { FONT } from './chart-frame.ts';
import { plainName } from './defang.ts';
import type { Figures } from './figures.ts';
import type { Language, Line } from './language/language.ts';
import type { Report } from './report-shape.ts';
import { shortenToWidth } from './wrap.ts';

/** Hosters with a row of their own. */
export const CHART_HOSTERS = 8;

/** Ems of a name beside its row, and the part of the plot's width that this takes. */
const LABEL_WIDTH = 11;
const LABEL_ROOM = 0.34;
/** More rows than this cannot all have a text beside them. */
const MOST_LABELS = 12;

/** One row of a chart: a hoster, all that is hidden, or a band of latitude. */
export interface Row {
  readonly label: string;
  readonly line: Line;
  readonly share: number;
  readonly max: number;
  readonly activeShare: number | null;
  readonly colour: string;
}

/** The largest hosters, then everything behind CDNs. */
export function hosterRows(report: Report, figures: Figures, language: Language): readonly Row[] {
  const lines = figures.hosters(CHART_HOSTERS);
  const top = thatHost(report.hosters).slice(0, CHART_HOSTERS);
  const colours = hosterColours(top.map(({ id }) => id));
  const rows = top.flatMap(({ id, name, share, max, activeShare }, index): Row[] => {
    const [line, colour] = [lines[index], colours[index]];
    if (line === undefined || colour === undefined) return [];
    return [{ label: shortName(name, id, LABEL_WIDTH), line, share, max, activeShare, colour }];
  });
  if (report.hidden.servers === 0) return rows;
  const { share, activeShare } = report.hidden;
  const label = shortenToWidth(language.chart.hidden, LABEL_WIDTH);
  return [...rows, { label, line: figures.hidden, share, max: share, activeShare, colour: NEUTRAL }];
}

/** The name of a hoster in at most `ems`, or its id where the fonts would draw empty boxes. */
export function shortName(name: string, id: string, ems: number): string {
  const plain = plainName(name);
  return shortenToWidth(canDraw(plain) ? plain : id, ems);
}

/** A value for each row after one for the head of the columns of figures, which has no bar. */
export function withHead<T>(rows: readonly Row[], head: T, cell: (row: Row) => T): T[] {
  return [head, ...rows.map(cell)];
}

/** Names at the left, inside the plot, and at the right a column of figures for servers, and one for users if any are known. */
export function rowScales(
  rows: readonly Row[],
  { chart }: Language,
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
    // Names stand inside the plot, left of zero: Chart.js would cut them off in an axis of their own, for it gives each
    // of three axes no more than a sixth of the width.
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
