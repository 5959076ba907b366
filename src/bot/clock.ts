import { setTimeout as wait } from 'node:timers/promises';

/** Time as the bot sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal fires; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Node's timers take no more than 2^31 - 1 ms. */
const LONGEST_SLEEP = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    wait(Math.min(Math.max(0, ms), LONGEST_SLEEP), undefined, { signal }).catch(() => undefined),
};
