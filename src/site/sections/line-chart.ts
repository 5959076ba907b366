import type { WeekPoint } from '../data/series.ts';
import { type Html, html } from '../frame/html.ts';
import { LOCALE, weekName } from '../frame/phrases.ts';

const WIDTH = 640;
const HEIGHT = 200;
const LEFT = 52;
const RIGHT = 8;
const TOP = 12;
const BOTTOM = 26;
const scale = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 2 });

/** The most that a share can have been in any week. */
export function highestOf(points: readonly WeekPoint[]): number {
  return Math.max(0, ...points.map(({ max }) => max));
}

/**
 * The history of one share as a line, with a lighter band up to the most that it can be. Nothing where there
 * are fewer than two weeks: a point is no history. `highest`: the share at the top, for charts that are
 * compared.
 */
export function lineChart(
  points: readonly WeekPoint[],
  label: string,
  colour: string,
  highest = highestOf(points),
): Html | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return null;
  const most = niceCeiling(highest);
  const x = (index: number) => LEFT + ((WIDTH - LEFT - RIGHT) * index) / (points.length - 1);
  const y = (share: number) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (share / most);
  const at = (index: number, share: number) => `${x(index).toFixed(1)} ${y(share).toFixed(1)}`;
  const line = points.map(({ share }, index) => at(index, share)).join('L');
  const band = points.map(({ max }, index) => at(index, max)).join('L');
  const back = points
    .map(({ share }, index) => at(index, share))
    .toReversed()
    .join('L');
  const bounded = points.some(({ share, max }) => max > share);
  return html`<svg class="line" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
    ${[0, 0.5, 1].map((part) => html`<path class="grid" d="M${LEFT} ${y(part * most).toFixed(1)}H${WIDTH - RIGHT}"/><text x="${LEFT - 8}" y="${(y(part * most) + 4).toFixed(1)}" text-anchor="end">${scale.format(part * most)}</text>`)}
    <g color="${colour}">${bounded && html`<path class="band" d="M${band}L${back}Z"/>`}<path class="stroke" d="M${line}"/></g>
    <text x="${LEFT}" y="${HEIGHT - 8}">${weekName(first.week)}</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">${weekName(last.week)}</text></svg>`;
}

/** The next number that reads well as the top of a scale. */
function niceCeiling(value: number): number {
  if (value <= 0) return 0.01;
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 10].find((factor) => factor * magnitude >= value) ?? 10;
  return step * magnitude;
}
