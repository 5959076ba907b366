import { setTimeout as wait } from 'node:timers/promises';

/** The bot's clock, which tests replace. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The longest timeout of Node's timers, in milliseconds. */
const LONGEST_SLEEP = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    wait(Math.min(Math.max(0, ms), LONGEST_SLEEP), undefined, { signal }).catch(() => undefined),
};
