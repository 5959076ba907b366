import type { OutboxRow } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import type { Lookup } from './answer.ts';
import { backoffMs } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import { createContent } from './content.ts';
import { createFigures } from './figures.ts';
import type { HomeServer, Limits, Outcome, OwnAccount } from './home-server.ts';
import { MANNERS, type Manners } from './limits.ts';
import type { Log } from './log.ts';
import { type Loop, startLoop } from './loop.ts';
import { describeProblem, type Problem } from './mastodon-errors.ts';
import { createMentions } from './mentions.ts';
import { createOutbox } from './outbox.ts';
import { openStream, type Stream } from './stream.ts';
import { publishWeekly, type Weekly, weeklyKey } from './weekly.ts';

export interface Pace {
  /** Between two polls for mentions; Mastodon's paging limit wants at least 3 s. */
  readonly pollMs: number;
  /** How long a home server may go on with a post after its request ended in doubt. */
  readonly settleMs: number;
  /** The home server's timeout for one request. */
  readonly requestMs: number;
  readonly retryFirstMs: number;
  readonly retryLongestMs: number;
  /** Before a stream that was lost is opened again, and how often one that is open is tried. */
  readonly streamFirstMs: number;
  readonly streamLongestMs: number;
  readonly heartbeatMs: number;
}

/** All in milliseconds. */
export const PACE: Pace = {
  pollMs: 20_000,
  settleMs: 10_000,
  requestMs: 20_000,
  retryFirstMs: 2000,
  retryLongestMs: 300_000,
  streamFirstMs: 1000,
  streamLongestMs: 300_000,
  heartbeatMs: 30_000,
};

export interface BotOptions {
  readonly homeServer: HomeServer;
  readonly store: Store;
  readonly lookup: Lookup;
  readonly log: Log;
  /** ISO 639-1, for mentions in languages that the bot does not speak. */
  readonly language: string;
  /** What the stream needs; null for polling only. */
  readonly streaming: { readonly accessToken: string; readonly userAgent: string } | null;
  readonly clock?: Clock;
  readonly pace?: Partial<Pace>;
  readonly manners?: Partial<Manners>;
}

export interface Bot {
  /**
   * Checks the account and begins. While the home server is away it waits for it; a problem is what waiting does not mend:
   * a token or a server that is refused.
   */
  start(): Promise<Outcome<OwnAccount>>;
  /** As {@link publishWeekly}; the post is sent by and by. */
  publish(weekly: Weekly): 'added' | 'exists';
  /** The weekly post's row in the outbox. */
  published(week: string): OutboxRow | null;
  /** Resolves with the reason when the bot gives up, with null when it was stopped. */
  readonly ended: Promise<Problem | null>;
  /** Lets what is under way come to its end. */
  stop(): Promise<void>;
}

/** The bot's account on its home server: reads mentions, answers them, and posts what it is given, each exactly once. */
export function createBot(options: BotOptions): Bot {
  const { homeServer, store, log } = options;
  const clock = options.clock ?? systemClock;
  const pace = { ...PACE, ...options.pace };
  const retry = { firstMs: pace.retryFirstMs, longestMs: pace.retryLongestMs };
  const { promise: ended, resolve: end } = Promise.withResolvers<Problem | null>();
  let sending: Loop | null = null;
  let reading: Loop | null = null;
  let stream: Stream | null = null;
  const stopping = new AbortController();

  function begin(account: OwnAccount, limits: Limits): void {
    const { outbox } = store;
    const giveUp = (problem: Problem | null) => {
      if (problem) end(problem);
    };
    const sender = createOutbox({
      homeServer,
      outbox,
      limits,
      clock,
      log,
      retry,
      settleMs: pace.settleMs,
      requestMs: pace.requestMs,
    });
    const reader = createMentions({
      homeServer,
      account,
      limits,
      mentions: store.mentions({ server: homeServer.origin, accountId: account.id }),
      outbox,
      manners: { ...MANNERS, ...options.manners },
      contentOf: createContent({
        lookup: options.lookup,
        figures: createFigures(store),
        history: store.history,
        clock,
        log,
      }),
      language: options.language,
      clock,
      log,
      pollMs: pace.pollMs,
      retry,
      onAnswer: () => sending?.wake(),
    });
    const run = (part: { run(): Promise<number | null>; halted(): Problem | null }) => async () => {
      const delay = await part.run();
      giveUp(part.halted());
      return delay;
    };
    sending = startLoop({ name: 'outbox', run: run(sender), clock, log });
    reading = startLoop({ name: 'mentions', run: run(reader), clock, log });
    if (options.streaming && limits.streamingUrl !== null) {
      const onHint = () => reading?.wake();
      stream = openStream({
        ...options.streaming,
        url: limits.streamingUrl,
        log,
        onHint,
        clock,
        heartbeatMs: pace.heartbeatMs,
        firstDelayMs: pace.streamFirstMs,
        longestDelayMs: pace.streamLongestMs,
      });
    }
  }

  /** The account and what it may do; a policy that cannot be changed is no reason to stay away. */
  async function arrive(): Promise<Outcome<{ readonly account: OwnAccount; readonly limits: Limits }>> {
    const account = await homeServer.account();
    if (!account.ok) return account;
    const limits = await homeServer.limits();
    if (!limits.ok) return limits;
    const policy = await homeServer.acceptPrivateMentions();
    if (!policy.ok) {
      log.warn(
        { problem: describeProblem(policy.problem) },
        'could not ask the home server to let private mentions of strangers through',
      );
    }
    return { ok: true, value: { account: account.value, limits: limits.value } };
  }

  return {
    async start() {
      for (let tries = 0; ; tries++) {
        const ready = await arrive();
        if (ready.ok) {
          if (!stopping.signal.aborted) begin(ready.value.account, ready.value.limits);
          return { ok: true, value: ready.value.account };
        }
        const { problem } = ready;
        if (problem.kind === 'unauthorised' || problem.kind === 'refused') return ready;
        const pause = problem.kind === 'limited' ? problem.until - clock.now() : backoffMs(tries, retry);
        log.warn({ problem: describeProblem(problem), pauseMs: pause }, 'waiting for the home server');
        await clock.sleep(pause, stopping.signal);
        if (stopping.signal.aborted) return ready;
      }
    },
    publish(weekly) {
      const key = publishWeekly(weekly, { homeServer, store, now: new Date(clock.now()) });
      if (key === null) return 'exists';
      sending?.wake();
      return 'added';
    },
    published: (week) => store.outbox.get(weeklyKey(homeServer, week)),
    ended,
    async stop() {
      stopping.abort();
      stream?.stop();
      await Promise.all([reading?.stop(), sending?.stop()]);
      end(null);
    },
  };
}
