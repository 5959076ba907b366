import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread } from '../../../src/report/chart/spread.ts';

const wanted = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 })
  .map((numbers) => numbers.toSorted((a, b) => a - b));

describe('names beside lines', () => {
  it('stay where they are wanted if there is room', () => {
    expect(spread([10, 50, 90], 8, 100)).toEqual([10, 50, 90]);
    expect(spread([], 8, 100)).toEqual([]);
  });

  it('make room for each other, and stay within the chart', () => {
    expect(spread([50, 50, 51], 8, 100)).toEqual([50, 58, 66]);
    expect(spread([5, 95, 97, 98], 8, 100)).toEqual([5, 84, 92, 100]);
  });

  it('keep their order and their distance for any input', () => {
    fc.assert(
      fc.property(wanted, fc.integer({ min: 1, max: 20 }), (all, apart) => {
        const placed = spread(all, apart, 100);
        const gap = Math.min(apart, Math.floor(100 / Math.max(1, all.length - 1)));
        expect(placed).toHaveLength(all.length);
        for (const [index, place] of placed.entries()) {
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(100);
          if (index > 0) expect(place - (placed[index - 1] ?? 0)).toBeGreaterThanOrEqual(gap);
        }
      }),
    );
  });
});
