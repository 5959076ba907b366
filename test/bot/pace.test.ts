import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/bot/outbox/find-delivered.ts';
import { backoffMs } from '../../src/bot/runtime/backoff.ts';
import { createBudget } from '../../src/bot/runtime/budget.ts';
import { startLoop } from '../../src/bot/runtime/loop.ts';
import { until } from '../kit/until.ts';
import { memoryLog } from './house.ts';

describe('waiting', () => {
  it('grows, with jitter in the upper half, up to the ceiling', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
        const whole = Math.min(300_000, 1000 * 2 ** Math.min(tries, 30));
        const ms = backoffMs(tries, { firstMs: 1000, longestMs: 300_000 }, () => chance);
        expect(ms).toBeGreaterThanOrEqual(whole / 2);
        expect(ms).toBeLessThanOrEqual(whole);
      }),
    );
  });
});

describe('a budget', () => {
  it('never lets through more than its burst and its refill', () => {
    const steps = fc.array(fc.record({ after: fc.nat(5000), count: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const budget = createBudget({ burst: 10, refill: 60, perMs: 60_000 });
        let now = 1_000_000;
        const start = now;
        let spent = 0;
        for (const { after, count } of all) {
          now += after;
          if (budget.wait(now) > 0) continue;
          budget.spend(count);
          spent += count;
        }
        // The last one that was let through may owe two.
        expect(spent).toBeLessThanOrEqual(10 + (now - start) / 1000 + 2);
      }),
    );
  });

  it('says how long to wait, and keeps its word', () => {
    const budget = createBudget({ burst: 3, refill: 60, perMs: 60_000 });
    expect(budget.wait(0)).toBe(0);
    budget.spend(5);
    const wait = budget.wait(0);
    expect(wait).toBe(3000);
    expect(budget.wait(wait - 1)).toBeGreaterThan(0);
    expect(budget.wait(wait)).toBe(0);
  });
});

describe('a loop', () => {
  it('runs once for many wakes, survives a bug, and ends', async () => {
    const log = memoryLog();
    let runs = 0;
    const loop = startLoop({
      name: 'test',
      clock: {
        now: Date.now,
        sleep: (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      },
      log,
      run: async () => {
        runs += 1;
        if (runs === 1) throw new Error('a bug');
        return 1000;
      },
    });
    await until(() => runs === 1, 'the first run');
    await until(() => log.lines.length === 1, 'the bug is logged');
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (let count = 0; count < 10; count++) loop.wake();
    await until(() => runs > 1, 'the next run');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runs).toBe(2);
    await loop.stop();
    loop.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(runs).toBe(2);
  });
});

it('a fingerprint is the letters and digits', () => {
  expect(fingerprint('„Ünï 1“\n\n#tag — ok')).toBe(fingerprint('Ünï1 tag ok'));
  expect(fingerprint('23% on 2026-W47')).not.toBe(fingerprint('24% on 2026-W47'));
});
