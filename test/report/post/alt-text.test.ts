import { describe, expect, it } from 'vitest';
import { chartConfiguration } from '../../../src/report/chart/configuration.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { writeAltText } from '../../../src/report/post/alt-text.ts';
import { buildReport } from '../../../src/report/report.ts';
import { hoster, scan, servers } from '../../statistics/servers.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { modelInput } from '../model-fediverse.ts';

const language = REPORT_PHRASES.en;
const report = buildReport(modelInput());
const bare = { movers: [], previous: null, comparison: [] };

describe('the alt text', () => {
  it('carries every bar of the chart with its figures', () => {
    const text = writeAltText(report, { language, limit: 1500 });
    expect(text).toContain('OVH: 24%, at most 39%; 9% of users.');
    expect(text).toContain(
      'Behind CDNs, real host not visible: 15%; 45% of users (Cloudflare 15% and Fastly <1%).',
    );
    expect(text).toContain('The 47 other hosters together: 19%; 8% of users.');
    expect(text).toContain('For 3 servers no network is known.');
    const labels = chartConfiguration(report, language).data.labels ?? [];
    for (const label of labels.slice(1, -1)) expect(text).toContain(`${label}: `);
  });

  it('ends with a whole sentence at any limit', () => {
    const whole = writeAltText(report, { language, limit: 100_000 });
    for (let limit = 0; limit <= whole.length + 10; limit += 7) {
      const text = writeAltText(report, { language, limit });
      expect([...text].length).toBeLessThanOrEqual(limit);
      expect(whole.startsWith(text)).toBe(true);
      expect(text === '' || text.endsWith('.')).toBe(true);
    }
  });

  it('stays below the limit with the longest names there are', () => {
    const list = Array.from({ length: 30 }, (_, index) =>
      servers(3, `h${index}`, {
        hoster: hoster(`h${index}`, '👩‍👩‍👧‍👦'.repeat(200)),
        usersActiveMonth: 5,
      }),
    ).flat();
    const text = writeAltText(buildReport({ ...bare, scan: scan(90), servers: list }), {
      language,
      limit: 1500,
    });
    expect([...text].length).toBeLessThanOrEqual(1500);
    expect(text.length).toBeGreaterThan(300);
  });

  it('says so where nothing answered', () => {
    const silent = servers(4, 'a', { status: 'NXDOMAIN' });
    const text = writeAltText(buildReport({ ...bare, scan: scan(4), servers: silent }), {
      language,
      limit: 1500,
    });
    expect(text).toContain('0 answered, 4 did not');
  });

  it.each(HOSTILE_NAMES.map((name) => [name]))('lets no name mention, tag, link or hide: %j', (name) => {
    const list = [
      ...servers(5, 'a', { hoster: hoster('as64500', name) }),
      ...servers(5, 'b', { front: hoster('as64501', name) }),
    ];
    const input = { ...bare, scan: scan(10, { source: name }), servers: list };
    const text = writeAltText(buildReport(input), { language, limit: 1500 });
    expect(text).not.toMatch(/[@＠﹫#＃﹟<>]|:\/\/|:\S/u);
    expect(text).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]/u);
  });
});
