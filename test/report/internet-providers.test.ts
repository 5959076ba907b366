import { describe, expect, it } from 'vitest';
import { chartConfiguration } from '../../src/report/chart/configuration.ts';
import { standingOf } from '../../src/report/headline/ranking.ts';
import { CHART_KINDS } from '../../src/report/language/language.ts';
import { REPORT_PHRASES } from '../../src/report/language/languages.ts';
import { writeAltText } from '../../src/report/post/alt-text.ts';
import { writeToot } from '../../src/report/post/toot.ts';
import { buildReport } from '../../src/report/report.ts';
import { writeStatistics } from '../../src/report/statistics-text.ts';
import { hoster, scan, servers } from '../statistics/servers.ts';
import { totalsOf } from './model-fediverse.ts';

/** Most servers of the week are at home, connected by two access providers. */
const list = [
  ...servers(50, 'line', { hoster: hoster('line', 'Fernleitung'), kind: 'isp', usersActiveMonth: 1 }),
  ...['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg', 'hh', 'ii', 'jj'].flatMap((id, index) =>
    servers(20 - index, id, { hoster: hoster(id, `Host ${id}`), kind: 'hosting', usersActiveMonth: 9 }),
  ),
  ...servers(10, 'small', { hoster: hoster('small', 'Kleinleitung'), kind: 'isp', usersActiveMonth: 1 }),
];
const report = buildReport({
  scan: scan(list.length, { id: 2 }),
  servers: list,
  movers: [],
  previous: null,
  comparison: [{ scan: scan(list.length, { id: 3, network: 'web' }), servers: list }],
  past: [
    {
      scan: scan(list.length, {
        startedAt: '2026-11-10T03:00:00.000Z',
        finishedAt: '2026-11-10T03:20:00.000Z',
      }),
      totals: totalsOf(list),
    },
  ],
});
const languages = Object.values(REPORT_PHRASES);
const PROVIDER = /leitung/i;

describe('an Internet provider, even the largest', () => {
  it('is not among the largest hosters', () => {
    const hosting = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg', 'hh', 'ii', 'jj'];
    const ids = (some: readonly { readonly id: string }[] | undefined) => some?.map(({ id }) => id);
    expect(ids(report.trend.hosters)).toEqual(hosting.slice(0, 8));
    expect(ids(report.changes.previous?.hosters)).toEqual(hosting);
    for (const { top } of report.comparison) expect(ids(top)).toEqual(hosting.slice(0, 5));
  });

  it('is never the hoster with many servers and few users', () => {
    // Fernleitung has the widest gap: 23 % of the servers, 3 % of the users.
    expect(standingOf('users', report)).toMatchObject({
      kind: 'users',
      name: expect.stringMatching(/^Host /),
    });
  });

  it('is marked as an access provider in the figures', () => {
    expect(report.hosters[0]).toMatchObject({ id: 'line', kind: 'isp', servers: 50 });
    expect(report.hosters[1]).toMatchObject({ id: 'aa', kind: 'hosting' });
    expect(writeStatistics(report)).toMatch(/^Fernleitung \(Internet provider\) +50 /m);
    expect(writeStatistics(report)).toMatch(/^web .* Host aa 9%, Host bb 9%, Host cc 8%$/m);
  });

  it.each(languages)('is named neither in the toot nor in the control group: $code', (language) => {
    const options = { language, limit: 500, charactersPerUrl: 23, pageUrl: 'https://whohosts.example/' };
    const toot = writeToot(report, options);
    expect(toot).toContain('Host ee');
    expect(toot).not.toMatch(PROVIDER);
  });

  it.each(languages)('is not in a chart, and not named in its alt text: $code', (language) => {
    for (const kind of CHART_KINDS) {
      const labels = JSON.stringify(chartConfiguration(report, language, kind).data);
      const alt = writeAltText(report, { language, limit: 1500, kind });
      expect(labels).not.toMatch(PROVIDER);
      expect(alt).not.toMatch(PROVIDER);
    }
  });

  it('is included in what the alt text adds up to', () => {
    const alt = writeAltText(report, { language: REPORT_PHRASES.en, limit: 1500, kind: 'bars' });
    expect(alt).toContain('The 2 other hosters together: 11%; 14% of users.');
    expect(alt).toContain('Internet providers, which sell the line only: 28%; 4% of users.');
  });
});
