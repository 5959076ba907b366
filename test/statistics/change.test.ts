import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareScans } from '../../src/statistics/change.ts';
import { marginOfError } from '../../src/statistics/margin.ts';
import { readTotals } from '../../src/statistics/totals.ts';
import { traceTrend } from '../../src/statistics/trend.ts';

const census = { seed: null, sampled: 100, population: 100 };
const row = (layer: string, key: string, servers: number, activeUsers = 0) => ({
  layer,
  key,
  name: layer === 'status' ? null : key.toUpperCase(),
  servers,
  activeUsers,
});
const before = readTotals([
  row('status', 'NOERROR', 50, 500),
  row('status', 'TIMEOUT', 50),
  row('hoster', 'aa', 20, 100),
  row('hoster', 'bb', 10, 300),
  row('hoster', 'gone', 5),
  row('front', 'cf', 10, 100),
  row('front', 'fy', 5),
  row('operator', 'mh', 7),
]);
const now = readTotals([
  row('status', 'NOERROR', 100, 1_000),
  row('hoster', 'aa', 30, 500),
  row('hoster', 'bb', 40, 300),
  row('hoster', 'new', 10),
  row('front', 'cf', 20, 200),
]);

describe('stored totals', () => {
  it('are read as shares, with all fronts together as hidden', () => {
    expect(before.answered).toBe(50);
    expect(before.hidden).toEqual({ servers: 15, activeUsers: 100 });
    expect([...before.hosters.keys()]).toEqual(['aa', 'bb', 'gone']);
    // (40² + 20² + 10²) of percent
    expect(before.concentration.hhi).toBe(2_100);
    expect(before.concentrationByUsers.hhi).toBe(20 ** 2 + 60 ** 2);
    expect(readTotals([]).answered).toBe(0);
  });
});

describe('a change', () => {
  it('covers the largest of both scans, in shares of those that answered in each', () => {
    const change = compareScans({ shares: before, sampling: census }, { shares: now, sampling: census });
    expect(change.hosters.map(({ id, shareBefore, share }) => [id, shareBefore, share])).toEqual([
      ['bb', 0.2, 0.4],
      ['aa', 0.4, 0.3],
      ['new', 0, 0.1],
      ['gone', 0.1, 0],
    ]);
    const [bb, aa] = change.hosters;
    expect(bb).toMatchObject({ name: 'BB', serversBefore: 10, servers: 40, change: 0.2, changeMargin: null });
    expect(bb?.activeChange).toBeCloseTo(0.3 - 0.6, 12);
    expect(aa?.activeChange).toBeCloseTo(0.5 - 0.2, 12);
    expect(change.before).toMatchObject({ answered: 50, hidden: 0.3, hhi: 2_100, top5: 0.7, nakamoto: 2 });
    expect(change.now).toMatchObject({ answered: 100, hidden: 0.2, top5: 0.8, nakamoto: 2 });
  });

  it('between samples combines both margins', () => {
    const sample = { seed: 's', sampled: 100, population: 10_000 };
    const { hosters } = compareScans({ shares: before, sampling: sample }, { shares: now, sampling: census });
    expect(hosters[0]?.changeMargin).toBe(marginOfError(10, 50, sample));
    const both = compareScans({ shares: before, sampling: sample }, { shares: now, sampling: sample });
    expect(both.hosters[0]?.changeMargin).toBeCloseTo(
      Math.sqrt((marginOfError(10, 50, sample) ?? 0) ** 2 + (marginOfError(40, 100, sample) ?? 0) ** 2),
      12,
    );
  });

  it('in users is unknown if one scan has none', () => {
    const silent = readTotals([row('status', 'NOERROR', 9), row('hoster', 'aa', 9)]);
    const change = compareScans({ shares: silent, sampling: census }, { shares: now, sampling: census });
    expect(change.hosters.every(({ activeChange }) => activeChange === null)).toBe(true);
  });

  it('to the same scan is zero, and the reverse has the opposite sign', () => {
    const counts = fc.dictionary(fc.constantFrom('aa', 'bb', 'cc'), fc.integer({ min: 1, max: 50 }));
    const shares = counts.map((list) =>
      readTotals([
        row('status', 'NOERROR', 10 + Object.values(list).reduce((sum, count) => sum + count, 0)),
        ...Object.entries(list).map(([id, count]) => row('hoster', id, count)),
      ]),
    );
    fc.assert(
      fc.property(shares, shares, (one, other) => {
        const [a, b] = [
          { shares: one, sampling: census },
          { shares: other, sampling: census },
        ];
        expect(compareScans(a, a).hosters.every(({ change }) => change === 0)).toBe(true);
        const back = new Map(compareScans(b, a).hosters.map(({ id, change }) => [id, change]));
        for (const { id, change } of compareScans(a, b).hosters)
          expect(back.get(id)).toBeCloseTo(-change, 12);
      }),
    );
  });
});

describe('a trend', () => {
  it('follows the largest hosters of the last week, oldest week first', () => {
    const trend = traceTrend([
      { week: '2026-W47', finishedAt: '2026-11-17T03:20:00.000Z', shares: now },
      { week: '2026-W45', finishedAt: '2026-11-03T03:20:00.000Z', shares: before },
    ]);
    expect(trend.weeks.map(({ week, answered, hhi, top5 }) => [week, answered, hhi, top5])).toEqual([
      ['2026-W45', 50, 2_100, 0.7],
      ['2026-W47', 100, 2_600, 0.8],
    ]);
    expect(trend.hosters).toEqual([
      { id: 'bb', name: 'BB', shares: [0.2, 0.4], activeShares: [0.6, 0.3] },
      { id: 'aa', name: 'AA', shares: [0.4, 0.3], activeShares: [0.2, 0.5] },
      { id: 'new', name: 'NEW', shares: [0, 0.1], activeShares: [0, 0] },
    ]);
    expect(trend.hidden).toEqual({ shares: [0.3, 0.2], activeShares: [0.2, 0.2] });
    expect(traceTrend([])).toEqual({ weeks: [], hosters: [], hidden: { shares: [], activeShares: [] } });
  });
});
