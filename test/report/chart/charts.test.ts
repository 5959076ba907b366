import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { INK } from '../../../src/report/chart/colours.ts';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { drawChart } from '../../../src/report/chart/embedded.ts';
import { canDraw, FAMILIES, FONTS, pictureLanguage } from '../../../src/report/chart/fonts.ts';
import { shrinkPng } from '../../../src/report/chart/palette.ts';
import { drawChartByQuickChart } from '../../../src/report/chart/quickchart.ts';
import { CHART_KINDS, type ChartKind } from '../../../src/report/language/language.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { buildReport } from '../../../src/report/report.ts';
import { hoster, scan, servers } from '../../statistics/servers.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { modelQuiet, modelYear } from '../model-fediverse.ts';
import { differingPixels, withInvisibleText } from './pixels.ts';
import { startQuickChart } from './quickchart-server.ts';

const report = buildReport(modelYear());
const { en } = REPORT_PHRASES;

/** Every object under a key `font`. */
function fonts(value: unknown): readonly { readonly family?: string; readonly size?: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === 'font' ? [inner as { family?: string; size?: number }] : []),
    ...fonts(inner),
  ]);
}

describe.each(CHART_KINDS)('the chart of %s', (kind: ChartKind) => {
  it('is plain JSON in every language, with our font family everywhere and no text too small for a phone', () => {
    for (const language of Object.values(REPORT_PHRASES)) {
      const configuration = chartConfiguration(report, language, kind);
      expect(JSON.parse(JSON.stringify(configuration))).toEqual(configuration);
      const all = fonts(configuration);
      expect(all.length).toBeGreaterThan(5);
      for (const { family, size } of all) {
        expect(family).toBe(FAMILIES);
        expect(size).toBeGreaterThanOrEqual(27);
      }
      const words = JSON.stringify(configuration.options?.plugins);
      for (const part of ['347', '400', 'nodes.fediverse.party', '2026', 'CC BY 4.0'])
        expect(words).toContain(part);
    }
  });

  it('is at most 40 kB in every language, and its text is visible', async () => {
    for (const language of Object.values(REPORT_PHRASES)) {
      const configuration = chartConfiguration(report, pictureLanguage(language), kind);
      const picture = await drawChart(configuration);
      expect((await shrinkPng(picture)).length).toBeLessThanOrEqual(40_000);
      expect(
        await differingPixels(picture, await drawChart(withInvisibleText(configuration))),
      ).toBeGreaterThan(20_000);
    }
  });

  it('is the same picture from a QuickChart server', async () => {
    const server = await startQuickChart();
    const configuration = chartConfiguration(report, en, kind);
    const drawn = await drawChartByQuickChart(configuration, { url: server.url });
    await server.close();
    if (!drawn.ok) throw new Error(drawn.problem);
    expect(await differingPixels(drawn.png, await drawChart(configuration))).toBe(0);
  });

  it('can be drawn with any data missing and with any names of hosters', async () => {
    const bare = { movers: [], previous: null, comparison: [] };
    const named = HOSTILE_NAMES.slice(0, 12).flatMap((name, index) =>
      servers(3, `h${index}`, { hoster: hoster(`h${index}`, name), city: name, lat: index * 5, lon: 0 }),
    );
    for (const list of [
      servers(5, 'a', { hoster: hoster('aa') }),
      servers(5, 'a', { front: hoster('cf') }),
      servers(5, 'a', { status: 'TIMEOUT' }),
      named,
    ]) {
      const input = { ...bare, scan: scan(list.length), servers: list };
      const picture = await drawChart(chartConfiguration(buildReport(input), en, kind));
      expect(await sharp(picture).metadata()).toMatchObject({ width: 1200, height: 675 });
    }
  });
});

describe('the year', () => {
  const { data } = chartConfiguration(report, en, 'year');

  it('has a line for each of the six largest and for what is hidden, largest first, with different dashes', () => {
    expect(data.datasets.map(({ label }) => label)).toEqual([
      'OVH 24%',
      'Behind CDNs 15%',
      'Hetzner 14%',
      'DigitalOcean 9%',
      'Akamai (Linode) 5%',
      'netcup 4%',
      'Contabo 3%',
    ]);
    const looks = data.datasets.map((set) => JSON.stringify('borderDash' in set ? set.borderDash : null));
    // Both the hidden servers and the largest hoster have a solid line; the former is grey.
    expect(new Set(looks).size).toBe(6);
    expect(data.datasets[0]?.data.at(-1)).toBe(report.hosters[0]?.share);
  });

  it('places each name at the height of its line’s end, in order, without overlaps', () => {
    const scales = chartConfiguration(report, en, 'year').options?.scales as Record<string, unknown>;
    const axis = scales.names as { labels: string[]; ticks: { color: string[] } };
    const heights = data.datasets.map(({ label }) => axis.labels.indexOf(label ?? ''));
    const most = (scales.y as { max: number }).max;
    expect(most).toBe(0.25);
    for (const [line, height] of heights.entries()) {
      if (line > 0) expect(height - (heights[line - 1] ?? 0)).toBeGreaterThanOrEqual(8);
      const end = Number(data.datasets[line]?.data.at(-1));
      expect(Math.abs(height - 100 * (1 - end / most))).toBeLessThan(12);
      expect(axis.ticks.color[height]).not.toBe(INK);
    }
    expect(axis.labels.filter((label) => label !== '')).toHaveLength(data.datasets.length);
  });

  it('leaves a gap for a week without a scan', () => {
    const input = modelYear();
    const holed = buildReport({ ...input, past: (input.past ?? []).filter((_, index) => index % 10 !== 5) });
    const chart = chartConfiguration(holed, en, 'year').data;
    expect(chart.labels).toHaveLength(data.labels?.length ?? 0);
    expect(chart.datasets[0]?.data.filter((point) => point === null)).toHaveLength(5);
  });
});

describe('a chart that does not show the week’s finding', () => {
  it('has a title about what it shows', () => {
    const titles = CHART_KINDS.map(
      (kind) => chartConfiguration(report, en, kind).options?.plugins?.title?.text,
    );
    expect(titles.map((lines) => (lines as string[]).join(' '))).toEqual([
      'Four companies host 52% of the fediverse’s servers',
      'At least 53% of the fediverse’s servers depend on a company in the EU or EEA',
      'OVH now hosts 24% of the fediverse’s servers, up 1 point',
      'OVH hosts 24% of the fediverse’s servers, but only 9% of the active users',
      '40% of the servers that we can place stand between 50° and 60° north',
    ]);
  });
});

describe('the map’s bars', () => {
  it('reach from the northernmost band with a server to the southernmost, north on top', () => {
    const { data, options } = chartConfiguration(buildReport(modelQuiet(0)), en, 'latitude');
    expect(data.labels?.slice(1)).toEqual([
      '60° to 70° north',
      '50° to 60° north',
      '40° to 50° north',
      '30° to 40° north',
      '20° to 30° north',
      '10° to 20° north',
      '0° to 10° north',
      '0° to 10° south',
      '10° to 20° south',
      '20° to 30° south',
      '30° to 40° south',
    ]);
    const total = (data.datasets[0]?.data ?? []).reduce<number>((sum, point) => sum + Number(point), 0);
    expect(total).toBeCloseTo(1, 9);
    expect(JSON.stringify(options?.plugins)).toContain('289 servers with a known city, of 347 that answered');
  });
});

describe('the language of a picture', () => {
  it('is the language of the post if its font is installed, else English', () => {
    const japanese = FONTS.some(({ family }) => family === 'Whohosts Sans JP');
    expect(pictureLanguage(REPORT_PHRASES.ja)).toBe(japanese ? REPORT_PHRASES.ja : en);
    expect(canDraw('株式会社')).toBe(japanese);
    for (const language of [en, REPORT_PHRASES.de, REPORT_PHRASES.fr, REPORT_PHRASES.es]) {
      expect(pictureLanguage(language)).toBe(language);
    }
    expect(canDraw('مزود')).toBe(false);
  });
});
