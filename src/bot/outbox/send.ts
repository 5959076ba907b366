import type { OutboxRow, OutboxStore } from '../../store/outbox.ts';
import type { HomeServer, HomeServerLimits, Outcome } from '../home-server/home-server.ts';
import { describeProblem, isMissing, type Problem } from '../home-server/problem.ts';
import type { Clock } from '../runtime/clock.ts';
import type { BotLog } from '../runtime/log.ts';
import { type Delivery, deliveryOf } from './delivery.ts';
import { type FoundPost, findDelivered } from './find-delivered.ts';
import type { Pause } from './pause.ts';
import { type RemovalPayload, readRemoval, readReplyPayload } from './payload.ts';
import type { RowResults } from './row-results.ts';

/** What sending a row needs. */
export interface SendContext {
  readonly homeServer: HomeServer;
  readonly outbox: OutboxStore;
  readonly limits: HomeServerLimits;
  readonly clock: Clock;
  readonly log: BotLog;
  readonly rows: RowResults;
  readonly pause: Pause;
  readonly settleMs: number;
  /** Whether the home server no longer accepts the token. Checks twice, with a pause, before it says so. */
  readonly isTokenDead: () => Promise<boolean>;
  /** Stops all sending: only the operator can help. */
  halt(problem: Problem, row: OutboxRow): void;
}

const HOUR = 60 * 60_000;
/** Older rows are not sent, so that a long outage does not end in a flood. */
const OLDEST: Readonly<Record<string, number>> = { weekly: 72 * HOUR };
const OLDEST_REPLY = 24 * HOUR;
/** Upload attempts. After that the post goes out without its picture, because the text matters more. */
const MOST_PICTURE_TRIES = 5;
/**
 * Attempts to remove a post on a server that seems to lack the endpoint. A proxy may look like that for a
 * while.
 */
const MOST_REMOVAL_TRIES = 5;

/** Sends one row that is due. */
export async function sendRow(row: OutboxRow, context: SendContext): Promise<void> {
  const { homeServer, rows } = context;
  const removal = readRemoval(row.payload);
  if (removal) return await removeReply(row, removal, context);
  const delivery = deliveryOf(row, homeServer, context.limits, context.log);
  if (!delivery) return rows.failed(row, 'this version does not know what is to be posted');
  if (isTooOld(row, context.clock)) return rows.failed(row, 'too old by now');
  if (await isAlreadyThere(row, delivery, context)) return;
  const withPicture = row.attempts < MOST_PICTURE_TRIES;
  if (delivery.hasPicture && !withPicture) {
    const lost = { key: row.key, tries: row.attempts };
    context.log.warn(lost, 'the picture does not get through; the words go without it');
  }
  const prepared = await delivery.prepare(withPicture);
  if (!prepared.ok && prepared.problem.kind !== 'refused' && prepared.problem.kind !== 'unauthorised')
    return rows.claim(row) ? rows.waitAlone(row, prepared.problem) : undefined;
  if (!rows.claim(row)) return;
  const posted = prepared.ok ? await homeServer.post(prepared.value) : prepared;
  if (posted.ok) return succeed(row, posted.value, context);
  if (posted.problem.kind === 'ambiguous') return rows.inDoubt(row, posted.problem);
  await handleRefusal(row, delivery, posted.problem, context);
}

/** Finds out the result of a row that ended in doubt, once its time to appear is over. */
export async function settleRow(row: OutboxRow, context: SendContext): Promise<void> {
  const { rows, pause, clock } = context;
  if (readRemoval(row.payload)) return rows.retryAt(row, clock.now(), 'it was interrupted');
  const delivery = deliveryOf(row, context.homeServer, context.limits, context.log);
  if (!delivery) return rows.failed(row, 'this version does not know what was posted');
  const found = await find(row, delivery, row.sendingAt ?? row.createdAt, context);
  if (!found.ok) {
    const { problem } = found;
    if (problem.kind === 'unauthorised' && (await context.isTokenDead())) context.halt(problem, row);
    else pause.extend(problem);
    return;
  }
  if (found.value === 'unreadable' || found.value === 'out of reach') return rows.unsure(row);
  if (found.value !== 'absent') return succeed(row, found.value, context);
  rows.retryAt(row, Math.max(pause.until, clock.now()), 'it was not among our posts');
  pause.extendBriefly();
}

function succeed(
  row: OutboxRow,
  { id, url }: { readonly id: string; readonly url: string | null },
  { rows, pause }: SendContext,
): void {
  rows.sent(row, id, url);
  pause.reset();
}

function isTooOld(row: OutboxRow, clock: Clock): boolean {
  return clock.now() - Date.parse(row.createdAt) > (OLDEST[row.kind] ?? OLDEST_REPLY);
}

function find(
  row: OutboxRow,
  { sought }: Delivery,
  sentAt: string,
  { homeServer, outbox }: SendContext,
): Promise<Outcome<FoundPost>> {
  const isAnother = (statusId: string) => {
    const known = outbox.byStatus(statusId);
    return known !== null && known.id !== row.id;
  };
  return findDelivered(sought, sentAt, homeServer, isAnother);
}

/**
 * Checks right before sending whether a post is already there. For the weekly post, because a lost or
 * restored database may not know it. For others that were tried before, because a proxy may have held the
 * request.
 */
async function isAlreadyThere(row: OutboxRow, delivery: Delivery, context: SendContext): Promise<boolean> {
  const { rows, pause } = context;
  const isReply = readReplyPayload(row.payload) !== null;
  if (row.attempts === 0 && isReply) return false;
  const there = await find(row, delivery, row.createdAt, context);
  // The post may exist. Nothing is sent again before the home server can tell.
  if (!there.ok && row.attempts > 0) {
    pause.extend(there.problem);
    return true;
  }
  if (there.ok && there.value === 'unreadable' && row.attempts > 0) {
    if (rows.claim(row)) rows.unsure(row);
    return true;
  }
  if (!there.ok || typeof there.value !== 'object') return false;
  if (rows.claim(row)) succeed(row, there.value, context);
  return true;
}

/** Handles an answer that says that the post was not made. `row` is claimed. */
async function handleRefusal(
  row: OutboxRow,
  delivery: Delivery,
  problem: Exclude<Problem, { kind: 'ambiguous' }>,
  context: SendContext,
): Promise<void> {
  const { rows, pause, clock, log } = context;
  const reason = describeProblem(problem);
  const again = () => {
    rows.retryAt(row, pause.extend(problem), reason);
    log.warn({ key: row.key, reason }, 'not posted yet');
  };
  if (problem.kind === 'unavailable' || problem.kind === 'limited') return again();
  if (problem.kind === 'unauthorised' && (await context.isTokenDead())) {
    rows.retryAt(row, clock.now(), reason);
    return context.halt(problem, row);
  }
  // A server may refuse as a duplicate, or for another reason, what it posted before.
  const found = await find(row, delivery, row.createdAt, context);
  if (!found.ok) return again();
  if (typeof found.value === 'object') return succeed(row, found.value, context);
  if (found.value === 'unreadable') return rows.unsure(row);
  // The token is valid, so only this post is forbidden, possibly for a while.
  if (problem.kind === 'unauthorised') return rows.forbidden(row, reason);
  // The picture may be refused only because it is not processed yet.
  if (delivery.hasPicture && problem.status === 422 && row.attempts < MOST_PICTURE_TRIES) return again();
  rows.failed(row, reason);
}

/**
 * Removes a reply at the request of the person that it answered. Repeating does no harm, so doubt only causes
 * another try.
 */
async function removeReply(
  row: OutboxRow,
  { remove: statusId, askerId }: RemovalPayload,
  context: SendContext,
): Promise<void> {
  const { outbox, rows, pause, clock, homeServer } = context;
  if (isTooOld(row, clock)) return rows.failed(row, 'too old by now');
  const reply = outbox.byStatus(statusId);
  const inDoubt = outbox.unsettled().some(({ id }) => id !== row.id);
  if (reply === null && !inDoubt) return rows.failed(row, 'it is not a reply of ours');
  if (reply !== null && readReplyPayload(reply.payload)?.askerId !== askerId)
    return rows.failed(row, 'it was not written to the person who wants it removed');
  if (!rows.claim(row)) return;
  if (reply === null) return rows.retryAt(row, clock.now() + context.settleMs, 'not known yet');
  const removed = await homeServer.remove(statusId);
  // A refusal means that the post is already gone. A removal has no status of its own.
  if (removed.ok || removed.problem.kind === 'refused')
    return succeed(row, { id: `removed ${statusId}`, url: null }, context);
  const { problem } = removed;
  if (problem.kind === 'unauthorised' && (await context.isTokenDead())) {
    rows.retryAt(row, clock.now(), describeProblem(problem));
    return context.halt(problem, row);
  }
  if (isMissing(problem) && row.attempts >= MOST_REMOVAL_TRIES)
    return rows.failed(row, `the home server knows no way to remove ${statusId}; remove it yourself`);
  // Other posts do not wait, unless the rate limit applies to all.
  if (problem.kind === 'limited') pause.extend(problem);
  rows.waitAlone(row, problem);
}
