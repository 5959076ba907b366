import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

export interface Loop {
  /** Runs soon, once, however often it is called until then. */
  wake(): void;
  /** Resolves when the run under way has ended. */
  stop(): Promise<void>;
}

/** After a bug, so that it is seen in the log and not felt by the home server. */
const AFTER_BUG_MS = 60_000;

/**
 * Calls `run` again and again, one at a time; each says after how many milliseconds the next is due, or null for the end.
 * A rejection is a bug: it is logged, and the loop goes on.
 */
export function startLoop(options: {
  readonly name: string;
  readonly run: () => Promise<number | null>;
  readonly clock: Clock;
  readonly log: Log;
}): Loop {
  const { name, run, clock, log } = options;
  let stopped = false;
  let woken = false;
  let sleeping = new AbortController();

  async function turn(): Promise<void> {
    while (!stopped) {
      woken = false;
      const delay = await run().catch((error: unknown) => {
        log.error(
          { loop: name, error: error instanceof Error ? error.stack : String(error) },
          'a bug in the bot',
        );
        return AFTER_BUG_MS;
      });
      if (delay === null) return;
      if (stopped || woken) continue;
      sleeping = new AbortController();
      await clock.sleep(delay, sleeping.signal);
    }
  }

  const ended = turn();
  return {
    wake() {
      woken = true;
      sleeping.abort();
    },
    async stop() {
      stopped = true;
      sleeping.abort();
      await ended;
    },
  };
}
