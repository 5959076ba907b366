import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createGate } from '../../src/net/gate.ts';
import { createTurns } from '../../src/net/politeness.ts';
import { createQueue } from '../../src/net/queue.ts';
import { until } from '../kit/until.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('queue', () => {
  it('does as an array does', () => {
    const steps = fc.array(fc.oneof(fc.nat(), fc.constant('shift' as const)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (all) => {
        const queue = createQueue<number>();
        const array: number[] = [];
        for (const step of all) {
          if (step === 'shift') expect(queue.shift()).toBe(array.shift());
          else {
            queue.push(step);
            array.push(step);
          }
          expect(queue.length).toBe(array.length);
        }
      }),
    );
  });

  it('keeps the order over thousands', () => {
    const queue = createQueue<number>();
    const taken: (number | undefined)[] = [];
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 3000; index++) queue.push(round * 3000 + index);
      for (let index = 0; index < 2500; index++) taken.push(queue.shift());
    }
    while (queue.length > 0) taken.push(queue.shift());
    expect(taken).toEqual(Array.from({ length: 15_000 }, (_, index) => index));
    expect(queue.shift()).toBeUndefined();
  });
});

describe('gate', () => {
  it('tells how many wait', () => {
    const gate = createGate({ concurrency: 3, perSecond: 0 });
    for (let index = 0; index < 10; index++) void gate.enter();
    expect(gate.waiting).toBe(7);
    gate.leave();
    expect(gate.waiting).toBe(6);
  });

  it('lets in so many at once, in order', async () => {
    const gate = createGate({ concurrency: 3, perSecond: 0 });
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await gate.enter();
        order.push(index);
        most = Math.max(most, ++inside);
        await pause(2);
        inside--;
        gate.leave();
      }),
    );
    expect(most).toBe(3);
    expect(gate.waiting).toBe(0);
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  it('begins with a hundred and widens as they end', async () => {
    const gate = createGate({ concurrency: 1000, perSecond: 0 });
    let inside = 0;
    for (let index = 0; index < 500; index++) void gate.enter().then(() => inside++);
    // A late event loop lets in fewer at once.
    await until(() => inside >= 100, 'a hundred');
    await pause(5);
    expect(inside).toBe(100);
    for (let index = 0; index < 100; index++) gate.leave();
    await until(() => inside >= 300, 'three hundred');
    await pause(5);
    expect(inside).toBe(300);
  });

  it('holds the rate, retries counted', async () => {
    const gate = createGate({ concurrency: 1000, perSecond: 100 });
    const start = performance.now();
    for (let index = 0; index < 10; index++) gate.spend();
    for (let index = 0; index < 20; index++) await gate.enter();
    // 30 messages at 100 a second, of which 50 ms worth may be saved up.
    expect(performance.now() - start).toBeGreaterThanOrEqual(230);
  });
});

describe('turns', () => {
  it('lets so many of one key at once, and does not make other keys wait', async () => {
    const turns = createTurns({ atOnce: 2, gapMs: 0 });
    const ends = [await turns.take('a'), await turns.take('a')];
    let third = false;
    const waiting = turns.take('a').then((end) => {
      third = true;
      return end;
    });
    (await turns.take('b'))();
    await pause(20);
    expect(third).toBe(false);
    ends[0]?.();
    ends[0]?.();
    (await waiting)();
    expect(third).toBe(true);
    ends[1]?.();
  });

  it('keeps the pause, also after all have gone', async () => {
    const turns = createTurns({ atOnce: 5, gapMs: 40 });
    const begun: number[] = [];
    for (let index = 0; index < 4; index++) {
      const end = await turns.take('a');
      begun.push(performance.now());
      end();
    }
    for (let index = 1; index < 4; index++) {
      expect((begun[index] ?? 0) - (begun[index - 1] ?? 0)).toBeGreaterThanOrEqual(39);
    }
  });

  it('draws each pause at random, from the shortest to half as much again', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.999);
    try {
      const turns = createTurns({ atOnce: 5, gapMs: 40 });
      const start = performance.now();
      for (let index = 0; index < 4; index++) (await turns.take('a'))();
      expect(performance.now() - start).toBeGreaterThanOrEqual(3 * 59);
      expect(random).toHaveBeenCalledTimes(4);
    } finally {
      random.mockRestore();
    }
  });

  it('lets everybody through when opened', async () => {
    const turns = createTurns({ atOnce: 1, gapMs: 60_000 });
    const all = [1, 2, 3].map(() => turns.take('a'));
    turns.open();
    expect(await Promise.all(all)).toHaveLength(3);
  });
});
