import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scan } from '../../../src/model/scan.ts';
import type { MeasuredServer } from '../../../src/model/server.ts';
import { pickChart } from '../../../src/report/chart/configuration.ts';
import { findNews } from '../../../src/report/headline/news.ts';
import { REPORT_PHRASES } from '../../../src/report/language/languages.ts';
import { writeMovers } from '../../../src/report/post/movers-toot.ts';
import { buildReport, type ReportInput } from '../../../src/report/report.ts';
import { hoster, scan, servers } from '../../statistics/servers.ts';
import { modelInput, modelMovers, modelQuiet, modelYear, totalsOf } from '../model-fediverse.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;
const LATEST = Date.parse('2026-11-17T03:20:00.000Z');
const after = (weeks: number) => new Date(LATEST - weeks * WEEK).toISOString();

type Counts = Readonly<Record<string, number>>;
const fill = (counts: Counts): readonly MeasuredServer[] =>
  Object.entries(counts).flatMap(([id, count]) =>
    servers(
      count,
      id,
      id.startsWith('front-')
        ? { front: hoster(id) }
        : id.startsWith('none-')
          ? {}
          : { hoster: hoster(id), kind: id.startsWith('line-') ? 'isp' : 'hosting' },
    ),
  );

/** Scans a week apart; the last one is the report's. */
function weekly(counts: readonly Counts[], known: Partial<Scan> = {}): ReportInput {
  const results = counts.map((one, index) => {
    const list = fill(one);
    const moment = after(counts.length - 1 - index);
    return {
      scan: scan(list.length, { ...known, id: index + 1, startedAt: moment, finishedAt: moment }),
      servers: list,
    };
  });
  const past = results.slice(0, -1).map((one) => ({ scan: one.scan, totals: totalsOf(one.servers) }));
  const last = results.at(-1) ?? { scan: scan(0), servers: [] };
  return {
    ...last,
    movers: [],
    previous: past.at(-1) ?? null,
    comparison: [],
    past,
  };
}
const TOOT = { language: REPORT_PHRASES.en, limit: 500, charactersPerUrl: 23 };
const newsOf = (input: ReportInput) => findNews(buildReport(input));
const many = (prefix: string, count: number): Counts =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 1]));
const calm: Counts = { aa: 100, bb: 80, cc: 60, dd: 40, ee: 30, ff: 20, ...many('x', 170) };

describe('the news', () => {
  it('are, first of all, that one of the five largest overtook another', () => {
    const { finding, state } = newsOf(weekly([calm, { ...calm, aa: 88, bb: 92 }]));
    expect(state).toBe('new');
    expect(finding).toEqual({ kind: 'rank', name: 'BB', passed: 'AA', rank: 1, held: 92 });
  });

  it('are not a change of rank between two of similar size, or beyond the fifth', () => {
    expect(
      newsOf(
        weekly([
          { ...calm, aa: 91, bb: 89 },
          { ...calm, aa: 89, bb: 91 },
        ]),
      ).state,
    ).toBe('quiet');
    const far = { ...calm, gg: 18 };
    expect(newsOf(weekly([far, { ...far, ff: 18, gg: 21 }])).state).toBe('quiet');
  });

  it('are that a different number of hosters holds more than half', () => {
    const half: Counts = { aa: 130, bb: 70, cc: 52, dd: 40, ee: 35, ...many('x', 173) };
    expect(newsOf(weekly([half, { ...half, cc: 48, ee: 39 }])).finding).toEqual({
      kind: 'half',
      hosters: 4,
      before: 3,
      held: 130 + 70 + 48 + 40,
    });
  });

  it('count the hosters that hold half among the ten largest of all', () => {
    const rest = fc.array(fc.integer({ min: 16, max: 24 }), { minLength: 24, maxLength: 24 });
    const counts = (others: readonly number[]): Counts => ({
      ...{ aa: 34, bb: 31, cc: 30, dd: 29, ee: 28 },
      ...Object.fromEntries(others.map((count, at) => [`h${at}`, count])),
    });
    fc.assert(
      fc.property(rest, rest, (before, now) => {
        const report = buildReport(weekly([counts(before), counts(now)]));
        const { finding } = findNews(report);
        if (finding?.kind !== 'half') return;
        expect(finding.hosters).toBe(report.concentration.nakamoto);
        expect(finding.before).toBe(report.changes.previous?.before.nakamoto);
      }),
    );
  });

  it('do not take exactly half for more than half', () => {
    const exact: Counts = { aa: 60, bb: 40, ...many('x', 100) };
    const news = newsOf(weekly([exact, { ...exact, bb: 41, x0: 0 }])).finding;
    expect(news).toMatchObject({ kind: 'half', hosters: 2, before: 3 });
  });

  it('are that the share of the five largest crossed a multiple of 5 %', () => {
    const [low, high]: Counts[] = [
      { aa: 50, bb: 40, cc: 30, dd: 20, ee: 16, ...many('x', 244) },
      { aa: 52, bb: 41, cc: 31, dd: 21, ee: 17, ...many('x', 238) },
    ];
    if (low === undefined || high === undefined) throw new Error('two weeks');
    expect(newsOf(weekly([low, high])).finding).toEqual({
      kind: 'five',
      level: 0.4,
      rising: true,
      held: 162,
    });
    expect(newsOf(weekly([high, low])).finding).toEqual({
      kind: 'five',
      level: 0.4,
      rising: false,
      held: 156,
    });
  });

  it('are not that the five largest fell below a level if hidden servers may keep them above it', () => {
    const [low, high]: Counts[] = [
      { aa: 50, bb: 40, cc: 30, dd: 20, ee: 16, 'front-cf': 6, ...many('x', 238) },
      { aa: 52, bb: 41, cc: 31, dd: 21, ee: 17, 'front-cf': 6, ...many('x', 232) },
    ];
    if (low === undefined || high === undefined) throw new Error('two weeks');
    expect(newsOf(weekly([low, high])).finding).toMatchObject({ kind: 'five', rising: true });
    expect(newsOf(weekly([high, low])).state).toBe('quiet');
  });

  it('are the largest change of a hoster beyond its margin', () => {
    const changed = { ...calm, bb: 86, cc: 53 };
    expect(newsOf(weekly([calm, changed])).finding).toMatchObject({ kind: 'change', name: 'CC', held: 53 });
    const sample = { seed: 's', population: 20_000 };
    expect(newsOf(weekly([calm, changed], sample)).state).toBe('quiet');
    const { finding } = newsOf(weekly([calm, { ...calm, bb: 160, ...many('z', 20) }], sample));
    expect(finding?.kind ?? 'none').not.toBe('rank');
  });

  it('are a record if a share is higher or lower than in all earlier weeks, but not week after week', () => {
    const course = (shares: readonly number[]) =>
      weekly(shares.map((count) => ({ ...calm, 'front-cf': count, ...many('r', 60 - count) })));
    const flat = Array.from({ length: 14 }, () => 30);
    expect(newsOf(course([...flat, 32])).finding).toEqual({
      kind: 'record',
      name: null,
      rising: true,
      weeks: 14,
      held: 32,
    });
    expect(newsOf(course([...flat, 24])).finding).toMatchObject({ kind: 'record', rising: false });
    // The week before already had a record.
    expect(newsOf(course([...flat, 32, 34])).state).toBe('quiet');
    expect(newsOf(course([...flat.slice(0, 8), 32])).state).toBe('quiet');
  });

  it('are the largest net flow between known places', () => {
    const input = { ...weekly([calm, calm]), movers: modelMovers() };
    expect(newsOf(input).finding).toEqual({ kind: 'flow', from: 'Hetzner', to: 'OVH', net: 5 });
    expect(newsOf({ ...input, movers: modelMovers().slice(1) }).state).toBe('quiet');
    const nowhere = { hoster: null, front: null, addresses: [] };
    const unknown = modelMovers().map((mover) => ({ ...mover, from: nowhere }));
    expect(newsOf({ ...input, movers: unknown }).state).toBe('quiet');
  });

  it('do not mention shares if the list itself grew or shrank', () => {
    const grown = { ...calm, aa: 300 };
    expect(newsOf(weekly([calm, grown]))).toMatchObject({ state: 'still', finding: { kind: 'few' } });
  });

  it('need an earlier scan of the same list', () => {
    expect(newsOf(weekly([calm])).state).toBe('still');
    const input = weekly([calm, { ...calm, aa: 60 }]);
    const past = input.past?.map((one) => ({ ...one, scan: { ...one.scan, source: 'another list' } }));
    expect(newsOf({ ...input, past: past ?? [] }).state).toBe('still');
    expect(newsOf({ ...weekly([{}]), past: [] }).finding).toBeNull();
  });
});

describe('an Internet provider', () => {
  it('is not among those that others overtake', () => {
    const lined = { ...calm, 'line-1': 50 };
    const { finding } = newsOf(weekly([lined, { ...lined, cc: 35, dd: 60 }]));
    expect(finding).toMatchObject({ kind: 'rank', name: 'DD', passed: 'CC', rank: 3 });
  });

  it('is not among the few that hold most', () => {
    expect(newsOf(weekly([{ aa: 9, 'line-1': 8, bb: 7 }])).finding).toEqual({
      kind: 'few',
      hosters: 2,
      held: 16,
    });
  });

  it('is neither the origin nor the target of a move', () => {
    const input = { ...weekly([calm, calm]), movers: modelMovers() };
    expect(newsOf(input).finding?.kind).toBe('flow');
    // None of its servers is left, so that no other field mentions it.
    const home = { hoster: hoster('line-1'), front: null, addresses: [], kind: 'isp' as const };
    for (const side of ['from', 'to'] as const) {
      const movers = modelMovers().map((mover) => ({ ...mover, [side]: home }));
      expect(newsOf({ ...input, movers }).finding?.kind).not.toBe('flow');
      expect(JSON.stringify(writeMovers(buildReport({ ...input, movers }), TOOT))).not.toMatch(/LINE-1/i);
    }
  });

  it('never makes news: its servers count as servers without a known hoster', () => {
    const start: Counts = {
      aa: 130,
      bb: 71,
      cc: 52,
      dd: 42,
      ee: 36,
      ff: 20,
      'front-1': 3,
      'X-1': 55,
      'X-2': 8,
    };
    const week = fc
      .array(fc.integer({ min: -5, max: 5 }), { minLength: 9, maxLength: 9 })
      .map((more) => Object.entries(start).map(([id, count], at) => [id, count + (more[at] ?? 0)] as const))
      .map((entries): Counts => ({ ...Object.fromEntries(entries), ...many('x', 90) }));
    const called = (counts: Counts, prefix: string) =>
      Object.fromEntries(Object.entries(counts).map(([id, count]) => [id.replace('X-', prefix), count]));
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.array(week, { minLength: 1, maxLength: 14 }), (weeks) => {
        const news = (prefix: string) => newsOf(weekly(weeks.map((counts) => called(counts, prefix))));
        const lined = news('line-');
        expect(lined).toEqual(news('none-'));
        kinds.add(lined.finding?.kind ?? 'none');
      }),
      { numRuns: 300 },
    );
    for (const kind of ['rank', 'half', 'five', 'change', 'few']) expect([...kinds]).toContain(kind);
  });
});

describe('a quiet week', () => {
  it('reports companies, users, law and the map in turn', () => {
    const kinds = [0, 1, 2, 3, 4].map((weeks) => newsOf(modelQuiet(weeks)).finding?.kind);
    expect(kinds).toEqual(['band', 'few', 'users', 'law', 'band']);
    expect(newsOf(modelQuiet(2)).finding).toMatchObject({
      kind: 'users',
      name: 'OVH',
      more: false,
      held: 84,
    });
    expect(newsOf(modelQuiet(0)).finding).toMatchObject({ kind: 'band', from: 50, to: 60, located: 289 });
  });
});

it('never reports users of a random sample: a few large servers have most, and chance draws them', () => {
  const input = modelQuiet(2);
  const sample = { ...input, scan: { ...input.scan, seed: 's', population: 12_098 } };
  expect(newsOf(sample).finding?.kind).toBe('few');
});

describe('the chart', () => {
  it('fits the finding', () => {
    const kinds = [modelYear(), modelInput(), modelQuiet(0), modelQuiet(1), modelQuiet(2)];
    expect(kinds.map((input) => pickChart(buildReport(input)))).toEqual([
      'year',
      'bars',
      'latitude',
      'bars',
      'users',
    ]);
  });
});
