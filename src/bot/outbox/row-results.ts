import type { OutboxRow, OutboxStore } from '../../store/outbox.ts';
import { describeProblem, type Problem } from '../home-server/problem.ts';
import { backoffMs, type RetryDelays } from '../runtime/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import type { BotLog } from '../runtime/log.ts';
import { limitOver } from './pause.ts';
import { secondOf } from './weekly.ts';

export interface RowResultOptions {
  readonly outbox: OutboxStore;
  readonly clock: Clock;
  readonly log: BotLog;
  /** Milliseconds for which a home server may continue with a post after its request ended. */
  readonly settleMs: number;
  /**
   * Longest duration of a request in milliseconds. A row that another process is sending is left alone for
   * that long.
   */
  readonly requestMs: number;
  readonly retry: RetryDelays;
}

/** Records the result of sending a row, in the store and in the log. */
export interface RowResults {
  /** Claims the row, on disk before the first byte is sent. False if another sender has it. */
  claim(row: OutboxRow): boolean;
  sent(row: OutboxRow, statusId: string, url: string | null): void;
  /** The row is given up. */
  failed(row: OutboxRow, reason: string): void;
  /** The row may or may not have been posted, and there is no way to know. `row` is claimed. */
  unsure(row: OutboxRow): void;
  /** The row is sent again later. `row` is claimed. */
  retryAt(row: OutboxRow, ms: number, reason: string): void;
  /**
   * Only this row waits, longer each time, because its problem does not stop the others. `row` is claimed.
   */
  waitAlone(row: OutboxRow, problem: Problem): void;
  /** Only this row waits, longer each time: it is forbidden although the token is valid. */
  forbidden(row: OutboxRow, reason: string): void;
  /** A request ended without saying whether it was carried out. */
  inDoubt(row: OutboxRow, problem: Problem): void;
  /** When a row in doubt must have appeared if it ever does, in milliseconds since 1970. */
  settledAt(row: OutboxRow): number;
}

/** A forbidden post costs five requests a try. Its first wait is this many times longer than others'. */
const FORBIDDEN_PATIENCE = 15;
/** Longest wait of such a post, in milliseconds. */
const LONGEST_FORBIDDEN_MS = 60 * 60_000;

export function createRowResults(options: RowResultOptions): RowResults {
  const { outbox, clock, log, settleMs, requestMs, retry } = options;
  /** When our request ended in doubt, by row id. Rows of an earlier process are not included. */
  const endedAt = new Map<number, number>();
  const claim = (row: OutboxRow) => outbox.markSending(row.id, new Date(clock.now()));
  const retryAt = (row: OutboxRow, ms: number, reason: string) => {
    endedAt.delete(row.id);
    outbox.retryAt(row.id, new Date(ms), reason);
  };
  return {
    claim,
    retryAt,
    sent(row, statusId, url) {
      const now = new Date(clock.now());
      const second = secondOf(row, statusId);
      if (second !== null) outbox.enqueue(second, now);
      outbox.markSent(row.id, statusId, now);
      endedAt.delete(row.id);
      log.info({ key: row.key, statusId, url }, row.kind === 'removal' ? 'removed' : 'posted');
    },
    failed(row, reason) {
      outbox.markFailed(row.id, reason);
      endedAt.delete(row.id);
      log.warn({ key: row.key, reason }, 'not posted, and not tried again');
    },
    unsure(row) {
      outbox.markUnsure(row.id, 'it may have been posted; look at the account');
      endedAt.delete(row.id);
      log.error({ key: row.key }, 'it cannot be told whether this was posted; look at the account yourself');
    },
    waitAlone(row, problem) {
      const reason = describeProblem(problem);
      const until =
        problem.kind === 'limited' ? limitOver(problem) : clock.now() + backoffMs(row.attempts, retry);
      retryAt(row, until, reason);
      log.warn({ key: row.key, reason }, row.kind === 'removal' ? 'not removed yet' : 'not posted yet');
    },
    forbidden(row, reason) {
      const wait = backoffMs(row.attempts, {
        firstMs: retry.firstMs * FORBIDDEN_PATIENCE,
        longestMs: LONGEST_FORBIDDEN_MS,
      });
      retryAt(row, clock.now() + wait, reason);
      log.error({ key: row.key, reason }, 'the home server forbids this post; trying again later');
    },
    inDoubt(row, problem) {
      endedAt.set(row.id, clock.now());
      const reason = describeProblem(problem);
      log.warn({ key: row.key, reason }, 'unclear whether it was posted; looking soon');
    },
    settledAt(row) {
      const ended = endedAt.get(row.id);
      if (ended !== undefined) return ended + settleMs;
      return Date.parse(row.sendingAt ?? row.createdAt) + requestMs + settleMs;
    },
  };
}
