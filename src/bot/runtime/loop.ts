import { deniedBySystem } from '../../text/denied-by-system.ts';
import { errorStack } from '../../text/error-text.ts';
import type { Clock } from './clock.ts';
import type { BotLog } from './log.ts';

export interface Loop {
  /** Schedules a run soon. Several calls before it starts cause one run. */
  wake(): void;
  /** Resolves when the run in progress has ended. */
  stop(): Promise<void>;
}

/** Milliseconds after a bug or a full disk, so that the log shows it but the home server is not flooded. */
const AFTER_FAILURE_MS = 60_000;

/**
 * Calls `run` repeatedly, one call at a time. Each returns the milliseconds until the next, or null to end. A
 * rejection is a bug or an unwritable disk: it is logged, and the loop continues.
 */
export function startLoop(options: {
  readonly name: string;
  readonly run: () => Promise<number | null>;
  readonly clock: Clock;
  readonly log: BotLog;
}): Loop {
  const { name, run, clock, log } = options;
  let stopped = false;
  let woken = false;
  let sleeping = new AbortController();

  async function turn(): Promise<void> {
    while (!stopped) {
      woken = false;
      const delay = await run().catch((error: unknown) => {
        const problem = deniedBySystem(error);
        if (problem === null) log.error({ loop: name, error: errorStack(error) }, 'a bug in the bot');
        else
          log.error({ loop: name, problem }, 'the bot cannot write to the disk; it tries again in a minute');
        return AFTER_FAILURE_MS;
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
