import sharp from 'sharp';
import { PAPER } from '../../../src/report/chart/colours.ts';
import type { ReportChart } from '../../../src/report/chart/frame.ts';

/** Three bytes a pixel, row by row. */
export async function pixels(png: Uint8Array): Promise<Buffer> {
  return sharp(png).removeAlpha().raw().toBuffer();
}

/** Number of pixels that differ between two pictures of the same size. */
export async function differingPixels(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [a, b] = [await pixels(one), await pixels(other)];
  if (a.length !== b.length) throw new Error('the pictures differ in size');
  let count = 0;
  for (let index = 0; index < a.length; index += 3) {
    if (a[index] !== b[index] || a[index + 1] !== b[index + 1] || a[index + 2] !== b[index + 2]) count += 1;
  }
  return count;
}

/** The same chart with all text in the colour of the paper: the layout stays, but the text is invisible. */
export function withInvisibleText(configuration: ReportChart): ReportChart {
  const text = new Set(['color']);
  return JSON.parse(
    JSON.stringify(configuration, (key, value: unknown) => (text.has(key) ? PAPER : value)),
  ) as ReportChart;
}

/** The same chart with every occurrence of one text replaced by another. */
export function withText(configuration: ReportChart, from: string, to: string): ReportChart {
  return JSON.parse(JSON.stringify(configuration).replaceAll(from, to)) as ReportChart;
}
