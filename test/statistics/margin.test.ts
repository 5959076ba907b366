import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSample, marginOfError, wilsonInterval } from '../../src/statistics/margin.ts';

const sampling = (sampled: number, population: number, seed: string | null = 's') => ({
  sampled,
  population,
  seed,
});

describe('the interval', () => {
  it('is Wilson’s for an infinite population: 10 of 100 matches a calculation by hand', () => {
    // (0.1 + 3.8415/200 ± 1.96 √(0.09/100 + 3.8415/40000)) / (1 + 3.8415/100)
    const { low, high } = wilsonInterval(10, 100, 1e12);
    expect(low).toBeCloseTo(0.05523, 4);
    expect(high).toBeCloseTo(0.17437, 4);
  });

  it('narrows with a finite population: half of the list halves the variance', () => {
    const endless = wilsonInterval(5_000, 10_000, 1e12);
    const half = wilsonInterval(5_000, 10_000, 20_000);
    expect((half.high - half.low) / (endless.high - endless.low)).toBeCloseTo(Math.SQRT1_2, 3);
  });

  it('is the share itself if all were looked up', () => {
    expect(wilsonInterval(3, 10, 10)).toEqual({ low: 0.3, high: 0.3 });
  });

  it('contains the share, stays within 0 and 1 and has a width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 2, max: 100_000 }),
        (sampled, part, more) => {
          const count = Math.round(sampled * part);
          const { low, high } = wilsonInterval(count, sampled, sampled + more);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(count / sampled + 1e-9);
          expect(high).toBeGreaterThanOrEqual(count / sampled - 1e-9);
          expect(high).toBeGreaterThan(low);
        },
      ),
    );
  });

  it.each([
    [2_000, 20, 200],
    [2_000, 100, 400],
    [1_000, 300, 250],
    [500, 250, 100],
  ])(
    'contains the true share in about 95 %% of samples: N %i with %i, n %i',
    (population, marked, sampled) => {
      const random = generator(population + marked);
      const rounds = 3_000;
      let held = 0;
      for (let round = 0; round < rounds; round += 1) {
        let left = marked;
        let found = 0;
        for (let drawn = 0; drawn < sampled; drawn += 1) {
          if (random() * (population - drawn) < left) {
            left -= 1;
            found += 1;
          }
        }
        const { low, high } = wilsonInterval(found, sampled, population);
        if (low <= marked / population && marked / population <= high) held += 1;
      }
      expect(held / rounds).toBeGreaterThan(0.925);
      expect(held / rounds).toBeLessThan(0.985);
    },
  );
});

describe('the margin of error', () => {
  it('is null for a census, and for a scan cut short without a seed', () => {
    expect(marginOfError(10, 90, sampling(100, 100, null))).toBeNull();
    expect(marginOfError(10, 90, sampling(100, 100))).toBeNull();
    expect(marginOfError(10, 90, sampling(100, 400, null))).toBeNull();
    expect(isSample(sampling(100, 400))).toBe(true);
  });

  it('is about 1.96 √(p (1 - p) / n · (N - n)/(N - 1)) for medium shares', () => {
    const margin = marginOfError(300, 1_000, sampling(1_250, 12_500)) ?? 0;
    expect(margin).toBeCloseTo(1.96 * Math.sqrt(((0.3 * 0.7) / 1_000) * (9_000 / 9_999)), 4);
  });

  it('is not zero for a share that the sample missed', () => {
    expect(marginOfError(0, 400, sampling(400, 12_000)) ?? 0).toBeGreaterThan(0.004);
  });

  it('is null if nothing answered', () => {
    expect(marginOfError(0, 0, sampling(10, 100))).toBeNull();
  });
});

/** Mulberry32, which gives the same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
