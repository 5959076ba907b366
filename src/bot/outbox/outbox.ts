import type { OutboxRow, OutboxStore } from '../../store/outbox.ts';
import type { HomeServer, HomeServerLimits } from '../home-server/home-server.ts';
import { describeProblem, type Problem } from '../home-server/problem.ts';
import type { Clock } from '../runtime/clock.ts';
import type { BotLog } from '../runtime/log.ts';
import { createPause } from './pause.ts';
import { createRowResults, type RowResultOptions } from './row-results.ts';
import { type SendContext, sendRow, settleRow } from './send.ts';

export interface OutboxOptions extends RowResultOptions {
  readonly homeServer: HomeServer;
  readonly outbox: OutboxStore;
  readonly limits: HomeServerLimits;
  readonly clock: Clock;
  readonly log: BotLog;
  /** Whether the home server no longer accepts the token. Checks twice, with a pause, before it says so. */
  readonly isTokenDead: () => Promise<boolean>;
}

export interface Outbox {
  /**
   * Sends what is due. Returns the milliseconds until the next call, or null if only the operator can help.
   */
  run(): Promise<number | null>;
  /** Why nothing is sent any more; null if all is well. */
  halted(): Problem | null;
}

/** Longest wait in milliseconds before the store is read again. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** Sends the rows of the store's outbox, one at a time, each exactly once. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { outbox, clock, log } = options;
  const pause = createPause(clock, options.retry);
  const rows = createRowResults(options);
  let halted: Problem | null = null;
  const halt = (problem: Problem, row: OutboxRow): void => {
    halted = problem;
    log.error(
      { key: row.key, problem: describeProblem(problem) },
      'the home server does not accept the token, or not for posting: make a new one with `login`; nothing is sent until then',
    );
  };
  const context: SendContext = { ...options, rows, pause, halt };
  return {
    async run() {
      for (;;) {
        if (halted) return null;
        const now = clock.now();
        if (pause.until > now) return pause.until - now;
        const doubtful = outbox.unsettled();
        const settled = doubtful.find((row) => rows.settledAt(row) <= now);
        const [due] = settled ? [] : outbox.due(new Date(now), 1);
        if (settled) await settleRow(settled, context);
        else if (due) await sendRow(due, context);
        else {
          const next = outbox.nextDue();
          const nextDue = next === null ? [] : [Date.parse(next)];
          const first = Math.min(...doubtful.map(rows.settledAt), ...nextDue, now + LONGEST_WAIT_MS);
          return Math.max(0, first - now);
        }
      }
    },
    halted: () => halted,
  };
}
