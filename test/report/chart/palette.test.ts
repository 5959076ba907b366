import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { drawChart } from '../../../src/report/chart/embedded.ts';
import { shrinkPng } from '../../../src/report/chart/palette.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { buildReport } from '../../../src/report/report.ts';
import { hoster, scan, servers } from '../../statistics/servers.ts';
import { modelInput } from '../model-fediverse.ts';
import { pixels } from './pixels.ts';

const configuration = chartConfiguration(buildReport(modelInput()), REPORT_PHRASES.en);

describe('the small PNG', () => {
  it('has a palette, the same size and at most 40 kB', async () => {
    const small = await shrinkPng(await drawChart(configuration));
    expect(small.length).toBeLessThanOrEqual(40_000);
    expect(await sharp(small).metadata()).toMatchObject({ format: 'png', width: 1200, height: 675 });
    // IHDR's colour type, 3 for an indexed-colour image (PNG specification, 11.2.1).
    expect(small[25]).toBe(3);
  });

  it('is still at most 40 kB with the longest texts', async () => {
    const list = Array.from({ length: 20 }, (_, index) =>
      servers(5, `h${index}`, {
        hoster: hoster(`as${64500 + index}`, `ÄÖ®Ð§ ${index} #%&@ GROẞE`),
        usersActiveMonth: 5,
      }),
    ).flat();
    const input = { movers: [], previous: null, comparison: [] };
    const source = 'a-list-with-a-long-name-of-many-letters-2026-11-17.csv';
    const report = buildReport({
      ...input,
      scan: scan(100, { source, population: 1e6, seed: 's' }),
      servers: list,
    });
    const png = await drawChart(chartConfiguration(report, REPORT_PHRASES.en));
    expect((await shrinkPng(png)).length).toBeLessThanOrEqual(40_000);
  });

  it('keeps every bar in its own colour', async () => {
    const data = await pixels(await shrinkPng(await drawChart(configuration)));
    const seen = new Set<number>();
    for (let index = 0; index < data.length; index += 3) seen.add(data.readUIntBE(index, 3));
    const wanted = configuration.data.datasets
      .slice(0, 2)
      .flatMap(({ backgroundColor }) => backgroundColor as string[]);
    for (const colour of wanted) {
      const value = Number.parseInt(colour.slice(1), 16);
      const distances = [...seen].map((other) =>
        Math.max(...[16, 8, 0].map((shift) => Math.abs(((other >> shift) & 255) - ((value >> shift) & 255)))),
      );
      expect(Math.min(...distances)).toBeLessThanOrEqual(12);
    }
  });

  it('rejects bytes that are not an image', async () => {
    await expect(shrinkPng(Buffer.from('no picture'))).rejects.toThrow();
  });
});
