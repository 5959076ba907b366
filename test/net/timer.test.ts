import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Alarm, afterInput } from '../../src/net/timer.ts';

/** Nothing else runs in this thread meanwhile. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function elapsed(ms: number): { readonly called: Promise<number>; readonly cancel: () => void } {
  const start = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  return { called: promise, cancel: afterInput(ms, () => resolve(performance.now() - start)) };
}

describe('afterInput', () => {
  it('calls back once, not before its time', async () => {
    let times = 0;
    const { called } = elapsed(50);
    afterInput(20, () => times++);
    expect(await called).toBeGreaterThanOrEqual(49);
    await pause(50);
    expect(times).toBe(1);
  });

  it('reads first what arrived while we were busy', async () => {
    const order: string[] = [];
    const done = new Promise<void>((resolve) => {
      afterInput(10, () => {
        order.push('late');
        resolve();
      });
    });
    setImmediate(() => order.push('input'));
    standStill(30);
    await done;
    expect(order).toEqual(['input', 'late']);
  });

  it.each([0, 50, 150])(
    'does not count time in which our event loop stood still: after %i ms',
    async (after) => {
      const { called } = elapsed(200);
      await pause(after);
      standStill(800);
      expect(await called).toBeGreaterThanOrEqual(850);
    },
  );

  it('counts what was before for nobody who comes later', async () => {
    const first = elapsed(100);
    standStill(1000);
    await first.called;
    const second = elapsed(100);
    const order = await Promise.race([second.called.then(() => 'second'), pause(900, 'pause')]);
    expect(order).toBe('second');
  });

  it('can be called off, also twice and after the end', async () => {
    let called = false;
    const cancel = afterInput(20, () => {
      called = true;
    });
    cancel();
    cancel();
    const ended = elapsed(10);
    await ended.called;
    ended.cancel();
    await pause(50);
    expect(called).toBe(false);
    expect(await elapsed(10).called).toBeGreaterThanOrEqual(9);
  });
});

describe('Alarm', () => {
  afterEach(() => void vi.useRealTimers());

  it('wakes each sleeper at its own time, however it was started and stopped before', async () => {
    // Beyond one round of the wheel as well.
    const waits = fc.record({ at: fc.nat(3000), ms: fc.nat(30_000), stopAt: fc.option(fc.nat(40_000)) });
    await fc.assert(
      fc.asyncProperty(fc.array(waits, { minLength: 1, maxLength: 20 }), async (all) => {
        vi.useFakeTimers();
        const woken: (number | null)[] = all.map(() => null);
        const start = performance.now();
        for (const [index, { at, ms, stopAt }] of all.entries()) {
          const alarm = new Alarm({
            wake() {
              expect(woken[index]).toBeNull();
              woken[index] = performance.now() - start;
            },
          });
          // The first wait is called off by the second.
          alarm.start(60_000);
          setTimeout(() => alarm.start(ms), at);
          if (stopAt !== null) setTimeout(() => alarm.stop(), at + stopAt);
        }
        await vi.advanceTimersByTimeAsync(35_000);
        for (const [index, { at, ms, stopAt }] of all.entries()) {
          const time = woken[index] ?? null;
          // A tick, and as much for the order of timers of the same moment.
          if (time !== null) expect(time).toBeGreaterThanOrEqual(at + ms);
          if (time !== null) expect(time).toBeLessThanOrEqual(at + ms + 45);
          if (stopAt !== null && stopAt < ms) expect(time).toBeNull();
          if (stopAt === null || stopAt > ms + 45) expect(time).not.toBeNull();
        }
        vi.useRealTimers();
      }),
      { numRuns: 30 },
    );
  });
});
