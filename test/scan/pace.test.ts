import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, runAtPace } from '../../src/scan/pace.ts';

const MANY = 100_000;

describe('the pace', () => {
  it('stays within its bounds for any number of waiting requests', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.array(fc.nat(1000)), (most, queue) => {
        let waiting = 0;
        const pace = createPace({ most, waiting: () => waiting });
        for (waiting of queue) {
          pace.ended();
          expect(pace.atOnce).toBeLessThanOrEqual(most);
          expect(pace.atOnce).toBeGreaterThanOrEqual(Math.min(50, most));
        }
      }),
    );
  });

  it('grows to its maximum while none wait, and shrinks to its minimum while many do', () => {
    let waiting = 0;
    const pace = createPace({ most: 2000, waiting: () => waiting });
    for (let end = 0; end < 2000; end++) pace.ended();
    expect(pace.atOnce).toBe(2000);
    waiting = MANY;
    for (let end = 0; end < 2000; end++) pace.ended();
    expect(pace.atOnce).toBe(50);
    waiting = 0;
    for (let end = 0; end < 2000; end++) pace.ended();
    expect(pace.atOnce).toBe(2000);
  });
});

describe('work at a pace', () => {
  it('is all done, within the pace’s limit of concurrency', async () => {
    let waiting = 0;
    let [active, most, done, left] = [0, 0, 0, 2000];
    const pace = createPace({ most: 700, waiting: () => waiting });
    const work = async () => {
      active++;
      expect(active).toBeLessThanOrEqual(pace.atOnce);
      most = Math.max(most, active);
      await turn();
      active--;
      waiting = ++done > 1000 ? MANY : 0;
    };
    await runAtPace(pace, () => (left-- > 0 ? work() : null));
    expect({ done, active, most }).toEqual({ done: 2000, active: 0, most: 700 });
  });

  it('ends at once if there is none', async () => {
    await runAtPace(createPace({ most: 1, waiting: () => 0 }), () => null);
  });

  it.each([
    ['work', async () => Promise.reject(new Error('broken'))],
    [
      'its beginning',
      () => {
        throw new Error('broken');
      },
    ],
  ])('ends with the error of %s, at first and later', async (_, breaking) => {
    for (const good of [0, 3]) {
      let begun = 0;
      const begin = () => (begun++ < good ? turn().then(() => undefined) : breaking());
      await expect(runAtPace(createPace({ most: 2, waiting: () => 0 }), begin)).rejects.toThrow('broken');
    }
  });
});
