import type { OutboxStore, OutboxTally } from '../../store/outbox.ts';
import { DAY_MS } from './age.ts';

export interface OutboxHealth {
  readonly pending: number;
  readonly sending: number;
  readonly failed: number;
  readonly unsure: number;
  /** Failed posts that were written in the last seven days: weekly posts, and all others. */
  readonly failedLately: { readonly weekly: number; readonly other: number };
  /** Posts sent in the last seven days, without weekly posts. */
  readonly sentLately: number;
  /** Minutes since the oldest waiting post was written; 0 if none is waiting. */
  readonly waitingMinutes: number;
}

export interface RepliesHealth {
  readonly waiting: number;
  readonly waitingMinutes: number;
}

/** A reply that has waited longer will not be sent without the operator. */
const LONGEST_WAIT_MINUTES = 60;
/** Number of days for which a failed post counts as a problem. */
const LATELY_DAYS = 7;
/**
 * Fewest failed replies that are a problem. Single replies fail because the mention is gone, or its author
 * blocks the bot.
 */
const LEAST_FAILURES = 3;

const isWaiting = ({ state }: OutboxTally) => state === 'pending' || state === 'sending';
const isWeekly = ({ kind }: OutboxTally) => kind === 'weekly';

export function outboxHealth(outbox: Pick<OutboxStore, 'tally'>, now: Date): OutboxHealth {
  const tallies = tallyLately(outbox, now);
  const countOf = (state: OutboxTally['state']) =>
    sum(
      tallies.filter((tally) => tally.state === state),
      'rows',
    );
  const failed = tallies.filter(({ state }) => state === 'failed');
  return {
    pending: countOf('pending'),
    sending: countOf('sending'),
    failed: countOf('failed'),
    unsure: countOf('unsure'),
    failedLately: {
      weekly: sum(failed.filter(isWeekly), 'recent'),
      other: sum(
        failed.filter((tally) => !isWeekly(tally)),
        'recent',
      ),
    },
    sentLately: sum(
      tallies.filter((tally) => tally.state === 'sent' && !isWeekly(tally)),
      'recent',
    ),
    waitingMinutes: longestWait(tallies.filter(isWaiting), now),
  };
}

export function repliesHealth(outbox: Pick<OutboxStore, 'tally'>, now: Date): RepliesHealth {
  const waiting = tallyLately(outbox, now).filter((tally) => isWaiting(tally) && !isWeekly(tally));
  return { waiting: sum(waiting, 'rows'), waitingMinutes: longestWait(waiting, now) };
}

export function outboxProblems(outbox: OutboxHealth): readonly string[] {
  const { unsure, waitingMinutes, failedLately, sentLately } = outbox;
  const posts = (count: number) => (count === 1 ? '1 post was' : `${count} posts were`);
  return [
    ...(unsure > 0 ? [`It is not known whether ${posts(unsure)} made; look at the account`] : []),
    ...(waitingMinutes > LONGEST_WAIT_MINUTES
      ? [`A post has waited for ${waitingMinutes} minutes; see the log of \`npm start\` for the reason`]
      : []),
    ...(failedLately.weekly > 0
      ? ['The home server refused a weekly post in the last seven days; see the log of `npm start`']
      : []),
    ...(failedLately.other >= LEAST_FAILURES && failedLately.other > sentLately
      ? [
          `Of the replies of the last seven days ${failedLately.other} failed and ${sentLately} were sent; see the log of \`npm start\``,
        ]
      : []),
  ];
}

function tallyLately(outbox: Pick<OutboxStore, 'tally'>, now: Date): readonly OutboxTally[] {
  return outbox.tally(new Date(now.getTime() - LATELY_DAYS * DAY_MS));
}

function sum(tallies: readonly OutboxTally[], field: 'rows' | 'recent'): number {
  return tallies.reduce((total, tally) => total + tally[field], 0);
}

function longestWait(waiting: readonly OutboxTally[], now: Date): number {
  const times = waiting.map(({ oldest }) => Date.parse(oldest));
  return Math.max(0, Math.floor((now.getTime() - Math.min(now.getTime(), ...times)) / 60_000));
}
