import { describe, expect, it } from 'vitest';
import { hosterColours } from '../../../src/report/chart/colours.ts';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { drawChart } from '../../../src/report/chart/embedded.ts';
import { CHART_HOSTERS } from '../../../src/report/chart/rows.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { buildReport } from '../../../src/report/report.ts';
import { hoster, scan, servers } from '../../statistics/servers.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { modelInput } from '../model-fediverse.ts';

const bare = { movers: [], previous: null, comparison: [] };
const report = buildReport(modelInput());
const configuration = chartConfiguration(report, REPORT_PHRASES.en);

/** Every `size` in the configuration is a font's. */
function fontSizes(value: unknown): readonly number[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'size' ? [Number(inner)] : fontSizes(inner),
  );
}

describe('the chart’s configuration', () => {
  it('is plain JSON, so that every renderer draws the same', () => {
    expect(JSON.parse(JSON.stringify(configuration))).toEqual(configuration);
  });

  it('draws the report’s own figures: the largest hosters, their bounds, and what is hidden', () => {
    const { labels, datasets } = configuration.data;
    expect(labels).toHaveLength(1 + CHART_HOSTERS + 1);
    expect(labels?.at(1)).toBe('OVH');
    expect(labels?.at(-1)).toBe('Hidden behind CDNs');
    const [byServers, byUsers, bound] = datasets;
    const top = report.hosters.slice(0, CHART_HOSTERS);
    expect(byServers?.data).toEqual([null, ...top.map(({ share }) => share), report.hidden.share]);
    expect(byUsers?.data).toEqual([
      null,
      ...top.map(({ activeShare }) => activeShare),
      report.hidden.activeShare,
    ]);
    expect(bound?.data).toEqual([null, ...top.map(({ share, max }) => [share, max]), null]);
  });

  it('says the finding, n, N, the date and the licence', () => {
    const text = JSON.stringify(configuration.options?.plugins);
    expect(text).toContain('OVH now hosts 24% of the');
    expect(text).toContain('347 of 400 servers on nodes.fediverse.party answered. 17 Nov 2026.');
    expect(text).toContain('CC BY 4.0');
  });

  it('has no text smaller than a phone can show', () => {
    expect(Math.min(...fontSizes(configuration))).toBeGreaterThanOrEqual(26);
  });

  it('gives a hoster the same colour at any rank', () => {
    const shuffled = buildReport({
      ...bare,
      scan: scan(9),
      servers: [
        ...servers(5, 'a', { hoster: hoster('zz') }),
        ...servers(4, 'b', { hoster: hoster('netcup') }),
      ],
    });
    const colours = chartConfiguration(shuffled, REPORT_PHRASES.en).data.datasets[0]?.backgroundColor;
    expect(colours).toEqual([expect.any(String), hosterColours(['zz'])[0], hosterColours(['netcup'])[0]]);
    expect(configuration.data.datasets[0]?.backgroundColor).toContain(hosterColours(['netcup'])[0]);
  });

  it('draws reports without hosters, users, hidden servers or any answer', async () => {
    for (const list of [
      servers(5, 'a', { hoster: hoster('aa') }),
      servers(5, 'a', { front: hoster('cf') }),
      servers(5, 'a'),
      servers(5, 'a', { status: 'TIMEOUT' }),
    ]) {
      const one = chartConfiguration(
        buildReport({ ...bare, scan: scan(5), servers: list }),
        REPORT_PHRASES.en,
      );
      expect((await drawChart(one)).length).toBeGreaterThan(5_000);
    }
  });

  it('has a short, visible label for every name', () => {
    for (const name of HOSTILE_NAMES) {
      const list = servers(5, 'a', { hoster: hoster('as64500', name) });
      const { labels } = chartConfiguration(
        buildReport({ ...bare, scan: scan(5), servers: list }),
        REPORT_PHRASES.en,
      ).data;
      expect(labels?.[1]?.length).toBeGreaterThan(0);
      expect(labels?.[1]?.length).toBeLessThanOrEqual(40);
      expect(labels?.[1]).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]/u);
    }
    // The fonts have Latin and Japanese letters, but not Thai ones, which would be empty boxes.
    for (const [name, label] of [
      ['さくらインターネット', 'さくらインターネット'],
      ['อินเทอร์เน็ต', 'as64500'],
    ] as const) {
      const list = servers(5, 'a', { hoster: hoster('as64500', name) });
      const drawn = chartConfiguration(
        buildReport({ ...bare, scan: scan(5), servers: list }),
        REPORT_PHRASES.en,
      );
      expect(drawn.data.labels?.[1]).toBe(label);
    }
  });
});
