import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeProgress, drawProgress, type Progress, rate } from '../../src/scan/progress.ts';

const START = 1_700_000_000_000;
const at = (seconds: number) => START + 1000 * seconds;

function progress(change: Partial<Progress> = {}): Progress {
  return { done: 3120, total: 12_098, answered: 1204, doneNow: 3120, startedAt: START, ...change };
}

describe('the progress of a scan', () => {
  it('is one line', () => {
    expect(describeProgress(progress(), at(8))).toBe(
      '3,120 of 12,098 (25 %), 390/s, 24 s left, 1,204 answered, 1,916 unresolved',
    );
  });

  it('has no rate before there is one, and no remaining time at the end', () => {
    expect(describeProgress(progress({ done: 0, doneNow: 0, answered: 0 }), at(0.5))).toBe(
      '0 of 12,098 (0 %), 0 answered, 0 unresolved',
    );
    expect(describeProgress(progress({ done: 12_098, doneNow: 12_098 }), at(30))).toBe(
      '12,098 of 12,098 (100 %), 403/s, 1,204 answered, 10,894 unresolved',
    );
  });

  it('computes the rate from this run, not from earlier ones', () => {
    expect(rate(progress({ done: 10_100, doneNow: 100 }), at(10))).toBe(10);
    expect(describeProgress(progress({ done: 10_098, total: 12_098, doneNow: 100 }), at(10))).toContain(
      '10/s, 4 min left',
    );
  });

  it('is complete if there is nothing to do', () => {
    const nothing = progress({ done: 0, total: 0, answered: 0, doneNow: 0 });
    expect(describeProgress(nothing, at(0))).toBe('0 of 0 (100 %), 0 answered, 0 unresolved');
  });

  it('uses minutes and hours for longer times', () => {
    const slow = (doneNow: number) =>
      describeProgress(progress({ done: doneNow, total: 100_000, doneNow, answered: 0 }), at(100));
    expect(slow(10_000)).toContain(' 15 min left');
    expect(slow(100)).toContain(' 27.8 h left');
  });
});

describe('the bar', () => {
  it('shows how much is done', () => {
    expect(drawProgress(progress({ done: 50, total: 100, doneNow: 0, answered: 50 }), at(0), 200)).toBe(
      `[${'#'.repeat(15)}${'.'.repeat(15)}] 50 of 100 (50 %), 50 answered, 0 unresolved`,
    );
  });

  it('never fills the last column, and so never wraps, for any numbers and width', () => {
    const counts = fc.nat(10_000_000);
    fc.assert(
      fc.property(
        fc.record({ total: counts, part: fc.double({ min: 0, max: 1, noNaN: true }), now: fc.nat(1e8) }),
        fc.integer({ min: 1, max: 300 }),
        ({ total, part, now }, columns) => {
          const done = Math.floor(total * part);
          const drawn = drawProgress(
            { done, total, answered: Math.floor(done / 2), doneNow: done, startedAt: START },
            START + now,
            columns,
          );
          expect(drawn.length).toBeLessThan(columns);
          expect(drawn).not.toContain('\n');
        },
      ),
    );
  });
});
