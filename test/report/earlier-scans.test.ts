import { describe, expect, it } from 'vitest';
import type { Scan } from '../../src/model/scan.ts';
import { comparePast, traceYear, usefulPast } from '../../src/report/earlier-scans.ts';
import { readTotals } from '../../src/statistics/totals.ts';
import { scan } from '../statistics/servers.ts';

const LATEST = Date.parse('2026-11-17T03:20:00.000Z');
const ago = (days: number, known: Partial<Scan> = {}): Scan => {
  const moment = new Date(LATEST - days * 86_400_000).toISOString();
  return scan(10, { id: 10_000 - Math.round(days * 10), startedAt: moment, finishedAt: moment, ...known });
};
const latest = ago(0);
const totals = (aa: number) => [
  { layer: 'status', key: 'NOERROR', name: null, servers: 10, activeUsers: 0 },
  { layer: 'hoster', key: 'aa', name: 'AA', servers: aa, activeUsers: 0 },
];
const now = { shares: readTotals(totals(5)), sampling: latest };
const days = (scans: readonly Scan[]) =>
  scans.map(({ finishedAt }) => (LATEST - Date.parse(finishedAt ?? '')) / 86_400_000);

describe('the earlier scans of a report', () => {
  it('are one a week for a year, and those to compare with', () => {
    const daily = Array.from({ length: 500 }, (_, index) => ago(index + 1));
    const useful = usefulPast(daily, latest);
    expect(useful.length).toBeGreaterThanOrEqual(53);
    expect(useful.length).toBeLessThanOrEqual(58);
    expect(days(useful).at(-1)).toBe(1);
    expect(days(useful)).toContain(28);
    expect(days(useful)).toContain(364);
    expect(Math.max(...days(useful))).toBeLessThanOrEqual(374);
    expect(days(useful)).toEqual(days(useful).toSorted((a, b) => b - a));
  });

  it('are never of another list or network, unfinished or later', () => {
    const others = [
      ago(7, { source: 'another list' }),
      ago(7, { network: 'xmpp' }),
      ago(7, { finishedAt: null }),
      ago(-7),
    ];
    expect(usefulPast(others, latest)).toEqual([]);
  });
});

describe('changes', () => {
  const past = (...list: readonly (readonly [number, number])[]) =>
    list.map(([day, aa]) => ({ scan: ago(day), totals: totals(aa) }));

  it('are relative to the previous scan, and to those nearest to four weeks and a year ago', () => {
    const changes = comparePast(
      past([1, 4], [25, 3], [29, 2], [31, 1], [354, 9], [363, 0], [374, 9]),
      latest,
      now,
    );
    const told = [changes.previous, changes.fourWeeks, changes.year].map((change) => [
      change?.hosters[0]?.serversBefore,
      change?.hosters[0]?.change,
    ]);
    expect(told.map(([before]) => before)).toEqual([4, 2, 0]);
    expect(told.map(([, change]) => Number(change?.toFixed(9)))).toEqual([0.1, 0.3, 0.5]);
    expect(changes.fourWeeks).toMatchObject({ scanId: ago(29).id, week: '2026-W43' });
  });

  it('are null if no scan is near enough', () => {
    const changes = comparePast(past([23, 1], [33, 1], [353, 1], [375, 1]), latest, now);
    expect(changes.previous).not.toBeNull();
    expect([changes.fourWeeks, changes.year]).toEqual([null, null]);
    expect(comparePast([], latest, now)).toEqual({ previous: null, fourWeeks: null, year: null });
    expect(comparePast([{ scan: ago(7), totals: [] }], latest, now).previous).toBeNull();
  });
});

describe('the year', () => {
  it('has one point a week, the last scan of each, this one included', () => {
    const past = [0.5, 7, 8, 14, 380].map((day) => ({ scan: ago(day), totals: totals(day === 7 ? 2 : 4) }));
    const trend = traceYear(past, latest, now);
    expect(trend.weeks.map(({ week }) => week)).toEqual(['2026-W45', '2026-W46', '2026-W47']);
    expect(trend.hosters[0]?.shares).toEqual([0.4, 0.2, 0.5]);
  });
});
