import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/bot/runtime/clock.ts';

/** A clock that stands still during work, and jumps to the next appointment when there is none. */
export interface FastTime extends Clock {
  /** Lets `ms` milliseconds pass. */
  pass(ms: number): Promise<void>;
  /** Waits until there is no work, without letting time pass. */
  quiet(): Promise<void>;
  /** An event will follow in `realMs` real milliseconds: the clock waits for it. */
  expect(realMs: number): void;
  /** Restores `fetch`. */
  restore(): void;
}

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Real milliseconds that processing an answer takes. */
const SETTLING = 1;

/**
 * Watches `fetch`, which carries all requests of the bot to its home server, so that requests take no time on
 * this clock.
 */
export function startFastTime(start: number): FastTime {
  const fetchOfNode = globalThis.fetch;
  const sleepers = new Set<Sleeper>();
  let now = start;
  let underWay = 0;
  let settledAt = performance.now();

  globalThis.fetch = async (input, init) => {
    underWay += 1;
    try {
      const response = await fetchOfNode(input, init);
      // Includes the body, so that a half-received answer is still in progress.
      const body = await response.arrayBuffer();
      const { status, headers } = response;
      return new Response(body.byteLength === 0 ? null : body, { status, headers });
    } finally {
      underWay -= 1;
      settledAt = Math.max(settledAt, performance.now());
    }
  };

  async function quiet(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (underWay > 0) await wait(1);
      else if (performance.now() < settledAt + SETTLING) await wait(SETTLING);
      else {
        await new Promise((resolve) => setImmediate(resolve));
        if (underWay === 0) return;
      }
    }
  }

  return {
    now: () => now,
    sleep(ms, signal) {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper: Sleeper = {
          due: now + Math.max(0, ms),
          wake() {
            sleepers.delete(sleeper);
            signal.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener('abort', sleeper.wake, { once: true });
      });
    },
    quiet,
    expect(realMs) {
      settledAt = Math.max(settledAt, performance.now() + realMs);
    },
    async pass(ms) {
      const end = now + ms;
      for (;;) {
        await quiet();
        const next = Math.min(...[...sleepers].map(({ due }) => due));
        if (next > end) break;
        now = Math.max(now, next);
        for (const sleeper of [...sleepers]) if (sleeper.due <= now) sleeper.wake();
      }
      now = end;
    },
    restore() {
      globalThis.fetch = fetchOfNode;
    },
  };
}
