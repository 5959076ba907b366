import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PAPER } from '../../../src/report/chart/colours.ts';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { drawChart } from '../../../src/report/chart/embedded.ts';
import { FONTS } from '../../../src/report/chart/fonts.ts';
import { CHART_SIZE } from '../../../src/report/chart/frame.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { buildReport } from '../../../src/report/report.ts';
import { modelInput } from '../model-fediverse.ts';
import { differingPixels, pixels, withInvisibleText, withText } from './pixels.ts';

const configuration = chartConfiguration(buildReport(modelInput()), REPORT_PHRASES.en);
/** Fewest pixels that text must cover. The title alone covers more. */
const LITTLE_TEXT = 30_000;

describe('the embedded renderer', () => {
  it('draws a PNG of the chart’s size on opaque paper', async () => {
    const png = await drawChart(configuration);
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', ...CHART_SIZE });
    expect((await sharp(png).stats()).isOpaque).toBe(true);
    const corner = (await pixels(png)).subarray(0, 3);
    expect(`#${corner.toString('hex')}`).toBe(PAPER);
  });

  it('draws the text: letters, not empty boxes', async () => {
    const picture = await drawChart(configuration);
    expect(await differingPixels(picture, await drawChart(withInvisibleText(configuration)))).toBeGreaterThan(
      LITTLE_TEXT,
    );
    expect(
      await differingPixels(picture, await drawChart(withText(configuration, 'OVH', 'VHO'))),
    ).toBeGreaterThan(50);
  });

  it('draws the same picture twice, and leaves the configuration as it was', async () => {
    const before = JSON.stringify(configuration);
    expect(await differingPixels(await drawChart(configuration), await drawChart(configuration))).toBe(0);
    expect(JSON.stringify(configuration)).toBe(before);
  });

  it('draws the same text on a machine without any font', async () => {
    const nowhere = '/nonexistent';
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [fileURLToPath(new URL('./draw-without-fonts.ts', import.meta.url))],
      {
        env: {
          DISABLE_SYSTEM_FONTS_LOAD: '1',
          FONTCONFIG_FILE: nowhere,
          FONTCONFIG_PATH: nowhere,
          HOME: nowhere,
        },
        maxBuffer: 10_000_000,
      },
    );
    const drawn = JSON.parse(stdout) as {
      before: string[];
      after: string[];
      text: number;
      letters: number;
      picture: string;
    };
    expect(drawn.before).toEqual([]);
    // Skia also lists the name inside each font file; charts ask for our own family.
    expect(drawn.after).toEqual(expect.arrayContaining(FONTS.map(({ family }) => family)));
    expect(drawn.after.filter((family) => !family.includes('Sans'))).toEqual([]);
    expect(drawn.text).toBeGreaterThan(LITTLE_TEXT);
    expect(drawn.letters).toBeGreaterThan(50);
    expect(await differingPixels(Buffer.from(drawn.picture, 'base64'), await drawChart(configuration))).toBe(
      0,
    );
  });
});
