import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concentration } from '../../src/statistics/concentration.ts';

const counts = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 40 });

describe('concentration', () => {
  it('of a single hoster is the maximum', () => {
    expect(concentration([7], 0, 7)).toEqual({
      hhi: 10_000,
      top5: 1,
      nakamoto: 1,
      effective: 1,
      atMost: { hhi: 10_000, top5: 1, nakamoto: 1 },
    });
  });

  it('of 40, 30, 20 and 10 percent matches a calculation by hand', () => {
    const { hhi, top5, nakamoto, effective } = concentration([10, 40, 20, 30], 0, 100);
    expect(hhi).toBe(1_600 + 900 + 400 + 100);
    expect(top5).toBe(1);
    expect(nakamoto).toBe(2);
    expect(effective).toBeCloseTo(10 / 3, 12);
  });

  it('counts hidden servers in the denominator and for no hoster', () => {
    const result = concentration([30, 10], 60, 100);
    expect(result).toMatchObject({ hhi: 900 + 100, top5: 0.4, nakamoto: null });
    expect(result.atMost).toEqual({ hhi: 8_100 + 100, top5: 1, nakamoto: 1 });
  });

  it('needs more than half: exactly half is not enough', () => {
    expect(concentration([50, 30, 20], 0, 100).nakamoto).toBe(2);
    expect(concentration([51, 30, 19], 0, 100).nakamoto).toBe(1);
    expect(concentration([50], 50, 100).nakamoto).toBeNull();
  });

  it('of nothing is unknown', () => {
    expect(concentration([], 0, 0)).toEqual({
      hhi: null,
      top5: null,
      nakamoto: null,
      effective: null,
      atMost: { hhi: null, top5: null, nakamoto: null },
    });
  });

  it('gives everything hidden to one hoster if none is known', () => {
    expect(concentration([], 10, 10).atMost).toEqual({ hhi: 10_000, top5: 1, nakamoto: 1 });
  });

  it('agrees with brute force', () => {
    fc.assert(
      fc.property(counts, fc.nat(300), fc.nat(300), (list, hidden, rest) => {
        const total = list.reduce((sum, count) => sum + count, 0) + hidden + rest;
        fc.pre(total > 0);
        const { hhi, nakamoto, top5, atMost } = concentration(list, hidden, total);
        expect(hhi).toBeCloseTo(
          list.reduce((sum, count) => sum + ((100 * count) / total) ** 2, 0),
          6,
        );
        const sorted = [...list].sort((a, b) => b - a);
        const enough = sorted.map(
          (_, index) => sorted.slice(0, index + 1).reduce((a, b) => a + b) * 2 > total,
        );
        expect(nakamoto).toBe(enough.includes(true) ? enough.indexOf(true) + 1 : null);
        expect(top5).toBeCloseTo(sorted.slice(0, 5).reduce((a, b) => a + b, 0) / total, 12);
        expect(atMost.hhi ?? 0).toBeGreaterThanOrEqual(hhi ?? 0);
        expect(atMost.hhi ?? 0).toBeLessThanOrEqual(10_000 + 1e-9);
      }),
    );
  });

  it('cannot exceed that with everything hidden at the largest hoster', () => {
    fc.assert(
      fc.property(counts, fc.array(fc.nat(39), { maxLength: 60 }), (list, placed) => {
        fc.pre(list.length > 0);
        const total = list.reduce((sum, count) => sum + count, 0) + placed.length;
        const { atMost } = concentration(list, placed.length, total);
        const real = [...list];
        for (const place of placed) real[place % list.length] = (real[place % list.length] ?? 0) + 1;
        expect(concentration(real, 0, total).hhi ?? 0).toBeLessThanOrEqual((atMost.hhi ?? 0) + 1e-9);
      }),
    );
  });
});
