import type { OutboxRow, OutboxStore } from '../store/outbox.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import { deliveryOf, findDelivered } from './delivery.ts';
import type { HomeServer, Limits } from './home-server.ts';
import type { Log } from './log.ts';
import { describeProblem, type Problem } from './mastodon-errors.ts';
import { type RemovalPayload, readRemoval, readReply } from './outbox-payload.ts';
import { secondOf } from './weekly.ts';

export interface OutboxOptions {
  readonly homeServer: HomeServer;
  readonly outbox: OutboxStore;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a home server may go on with a post whose request has ended, milliseconds. */
  readonly settleMs: number;
  /** How long a request may take at most, milliseconds: a row that somebody else is sending is left alone for it. */
  readonly requestMs: number;
  /** The first wait after a failure, and the longest, milliseconds. */
  readonly retry: { readonly firstMs: number; readonly longestMs: number };
}

export interface Outbox {
  /** Does what is due; says after how many milliseconds to come again, null when only the operator can help. */
  run(): Promise<number | null>;
  /** Why nothing is sent any more; null while all is well. */
  halted(): Problem | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Nobody waits longer for an answer; what is older is dropped, so that a long outage does not end in a flood. */
const OLDEST: Readonly<Record<string, number>> = { weekly: 72 * HOUR };
const OLDEST_REPLY = 24 * HOUR;
/** So many forbidden replies one after another are no longer about single askers. */
const FORBIDDEN_IN_A_ROW = 3;

/** Sends what the store's outbox holds, one at a time, each exactly once. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { homeServer, outbox, limits, clock, log, settleMs, retry } = options;
  /** When a request of ours ended in doubt, by row; rows of an earlier life are not in it. */
  const endedAt = new Map<number, number>();
  let pausedUntil = 0;
  let failures = 0;
  let forbidden = 0;
  let halted: Problem | null = null;

  const at = (ms: number) => new Date(ms);

  function settledAt(row: OutboxRow): number {
    const ended = endedAt.get(row.id);
    if (ended !== undefined) return ended + settleMs;
    return Date.parse(row.sendingAt ?? row.createdAt) + options.requestMs + settleMs;
  }

  /** All posts wait together: what stops one, stops the next. */
  function pause(problem: Problem): number {
    const until =
      problem.kind === 'limited' ? problem.until + jitter() : clock.now() + backoffMs(failures++, retry);
    pausedUntil = Math.max(pausedUntil, until);
    return pausedUntil;
  }

  /** A picture that cannot be uploaded just now holds up its own post only: answers need none. */
  function postpone(row: OutboxRow, problem: Problem): void {
    const reason = describeProblem(problem);
    const until =
      problem.kind === 'limited' ? problem.until + jitter() : clock.now() + backoffMs(row.attempts, retry);
    if (!outbox.markSending(row.id, at(clock.now()))) return;
    outbox.retryAt(row.id, at(until), reason);
    log.warn({ key: row.key, reason }, 'not posted yet');
  }

  function jitter(): number {
    return Math.round(Math.random() * 1000);
  }

  function halt(problem: Problem, row: OutboxRow): void {
    halted = problem;
    log.error(
      { key: row.key, problem: describeProblem(problem) },
      'the home server does not accept the token, or not for posting: make a new one with `login`; nothing is sent until then',
    );
  }

  function sent(row: OutboxRow, statusId: string, url: string | null): void {
    const now = at(clock.now());
    const second = secondOf(row, statusId);
    if (second !== null) outbox.enqueue(second, now);
    outbox.markSent(row.id, statusId, now);
    endedAt.delete(row.id);
    failures = 0;
    forbidden = 0;
    log.info({ key: row.key, statusId, url }, 'posted');
  }

  function failed(row: OutboxRow, reason: string): void {
    outbox.markFailed(row.id, reason);
    endedAt.delete(row.id);
    log.warn({ key: row.key, reason }, 'not posted, and not tried again');
  }

  function tooOld(row: OutboxRow): boolean {
    return clock.now() - Date.parse(row.createdAt) > (OLDEST[row.kind] ?? OLDEST_REPLY);
  }

  /** 403 may be about one asker (interaction rules) or about us (scopes, a frozen account). */
  function isAboutUs(problem: Problem & { readonly kind: 'unauthorised' }, row: OutboxRow): boolean {
    if (problem.status === 401 || row.kind === 'weekly' || /scope/i.test(problem.detail)) return true;
    forbidden += 1;
    return forbidden >= FORBIDDEN_IN_A_ROW;
  }

  /** The post certainly was not made. `row` is in `sending`. */
  function notDone(row: OutboxRow, problem: Exclude<Problem, { kind: 'ambiguous' }>): void {
    const reason = describeProblem(problem);
    if (problem.kind === 'unauthorised' && isAboutUs(problem, row)) {
      outbox.retryAt(row.id, at(clock.now()), reason);
      halt(problem, row);
    } else if (problem.kind === 'refused' || problem.kind === 'unauthorised') failed(row, reason);
    else {
      outbox.retryAt(row.id, at(pause(problem)), reason);
      log.warn({ key: row.key, reason }, 'not posted yet');
    }
    endedAt.delete(row.id);
  }

  /** Takes a reply away, for whom it was written to. Asking twice does no harm, so that doubt only means another try. */
  async function remove(row: OutboxRow, { remove: statusId, askerId }: RemovalPayload): Promise<void> {
    if (tooOld(row)) return failed(row, 'too old by now');
    const reply = outbox.byStatus(statusId);
    const inDoubt = outbox.unsettled().some(({ id }) => id !== row.id);
    if (reply === null && !inDoubt) return failed(row, 'it is no reply of ours');
    if (reply !== null && readReply(reply.payload)?.askerId !== askerId)
      return failed(row, 'it was not written to whom wants it removed');
    if (!outbox.markSending(row.id, at(clock.now()))) return;
    if (reply === null) return outbox.retryAt(row.id, at(clock.now() + settleMs), 'not known yet');
    const removed = await homeServer.remove(statusId);
    // Gone is gone, whoever did it. The row's own status is none.
    if (removed.ok || removed.problem.kind === 'refused') return sent(row, `removed ${statusId}`, null);
    const { problem } = removed;
    outbox.retryAt(
      row.id,
      at(problem.kind === 'unauthorised' ? clock.now() : pause(problem)),
      describeProblem(problem),
    );
    if (problem.kind === 'unauthorised') halt(problem, row);
  }

  async function send(row: OutboxRow): Promise<void> {
    const removal = readRemoval(row.payload);
    if (removal) return await remove(row, removal);
    const delivery = deliveryOf(row, homeServer, limits, log);
    if (!delivery) return failed(row, 'this version does not know what is to be posted');
    if (tooOld(row)) return failed(row, 'too old by now');
    // A database that was lost, or came back from a backup, does not know that the week has its post.
    if (row.attempts === 0 && !readReply(row.payload)) {
      const there = await findDelivered(delivery, row.createdAt, homeServer);
      if (there.ok && typeof there.value === 'object') {
        if (outbox.markSending(row.id, at(clock.now()))) sent(row, there.value.id, there.value.url);
        return;
      }
    }
    const prepared = await delivery.prepare();
    if (!prepared.ok && prepared.problem.kind !== 'refused' && prepared.problem.kind !== 'unauthorised') {
      postpone(row, prepared.problem);
      return;
    }
    // On the disk before the first byte leaves; and no more than one sender holds a row.
    if (!outbox.markSending(row.id, at(clock.now()))) return;
    const posted = prepared.ok ? await homeServer.post(prepared.value) : prepared;
    if (posted.ok) return sent(row, posted.value.id, posted.value.url);
    if (posted.problem.kind !== 'ambiguous') return notDone(row, posted.problem);
    endedAt.set(row.id, clock.now());
    log.warn(
      { key: row.key, reason: describeProblem(posted.problem) },
      'unclear whether it was posted; looking soon',
    );
  }

  /** A row that ended in doubt, and whose time to appear is over. */
  async function settle(row: OutboxRow): Promise<void> {
    if (readRemoval(row.payload)) return outbox.retryAt(row.id, at(clock.now()), 'it was interrupted');
    const delivery = deliveryOf(row, homeServer, limits, log);
    if (!delivery) return failed(row, 'this version does not know what was posted');
    const found = await findDelivered(delivery, row.sendingAt ?? row.createdAt, homeServer);
    if (!found.ok) {
      if (found.problem.kind === 'unauthorised') halt(found.problem, row);
      else pause(found.problem);
      return;
    }
    if (found.value === 'unsure') {
      outbox.markUnsure(row.id, 'it may have been posted; look at the account');
      endedAt.delete(row.id);
      log.error({ key: row.key }, 'it cannot be told whether this was posted; look at the account yourself');
    } else if (found.value === 'absent') {
      outbox.retryAt(row.id, at(Math.max(pausedUntil, clock.now())), 'it was not among our posts');
      pausedUntil = Math.max(pausedUntil, clock.now() + backoffMs(failures++, retry));
      endedAt.delete(row.id);
    } else sent(row, found.value.id, found.value.url);
  }

  return {
    async run() {
      for (;;) {
        if (halted) return null;
        const now = clock.now();
        if (pausedUntil > now) return pausedUntil - now;
        const doubtful = outbox.unsettled();
        const settled = doubtful.find((row) => settledAt(row) <= now);
        const [due] = settled ? [] : outbox.due(at(now), 1);
        if (settled) await settle(settled);
        else if (due) await send(due);
        else {
          const next = outbox.nextDue();
          const times = [
            ...doubtful.map(settledAt),
            ...(next === null ? [] : [Date.parse(next)]),
            now + HOUR,
          ];
          return Math.max(0, Math.min(...times) - now);
        }
      }
    },
    halted: () => halted,
  };
}
