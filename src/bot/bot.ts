import { type AskAboutDomain, nothingKnown } from '../model/domain-answer.ts';
import { NETWORKS } from '../model/network.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import type { HomeServer, HomeServerLimits, Outcome, OwnAccount } from './home-server/home-server.ts';
import { describeProblem, isMoved, type Problem } from './home-server/problem.ts';
import { createTokenCheck } from './home-server/token-check.ts';
import { createBegunMentions } from './mentions/begun.ts';
import { MANNERS, type Manners } from './mentions/limits.ts';
import { createMentionReader } from './mentions/mentions.ts';
import { createOutbox } from './outbox/outbox.ts';
import { publishWeekly, type Weekly, weeklyKey } from './outbox/weekly.ts';
import { createContent, isMeasured } from './reply/content.ts';
import { createNetworkFigures } from './reply/figures.ts';
import { createNameFinder } from './reply/name-finder.ts';
import { backoffMs, type RetryDelays } from './runtime/backoff.ts';
import { type Clock, systemClock } from './runtime/clock.ts';
import type { BotLog } from './runtime/log.ts';
import { type Loop, startLoop } from './runtime/loop.ts';
import { openStream, type Stream } from './runtime/stream.ts';
import { tellWatchers } from './watch/tell-watchers.ts';

export interface Pace {
  /** Pause between two polls for mentions. Mastodon's paging limit requires at least 3 s. */
  readonly pollMs: number;
  /** How long a home server may continue processing a post after its request ended in doubt. */
  readonly settleMs: number;
  /** Timeout of one request to the home server. */
  readonly requestMs: number;
  readonly retryFirstMs: number;
  readonly retryLongestMs: number;
  /**
   * First and longest delay before a lost stream is opened again, and the interval between pings of an open
   * one.
   */
  readonly streamFirstMs: number;
  readonly streamLongestMs: number;
  readonly heartbeatMs: number;
  /** Pause before a refused token is checked again. */
  readonly verifyMs: number;
}

/** All in milliseconds. */
export const PACE: Pace = {
  pollMs: 20_000,
  // Proxies may hold a request for more than 60 s before they deliver or drop it.
  settleMs: 75_000,
  requestMs: 20_000,
  retryFirstMs: 2000,
  retryLongestMs: 300_000,
  streamFirstMs: 1000,
  streamLongestMs: 300_000,
  heartbeatMs: 30_000,
  verifyMs: 30_000,
};

export interface BotOptions {
  readonly homeServer: HomeServer;
  readonly store: Store;
  readonly lookup: AskAboutDomain;
  readonly log: BotLog;
  /** ISO 639-1: the reply language for mentions in other languages. */
  readonly language: string;
  /** What the stream needs; null to poll only. */
  readonly streaming: { readonly accessToken: string; readonly userAgent: string } | null;
  readonly clock?: Clock;
  readonly pace?: Partial<Pace>;
  readonly manners?: Partial<Manners>;
}

export interface Bot {
  /**
   * Checks the account and starts. Waits for a home server that is unavailable. A problem is returned only if
   * waiting cannot solve it: a refused token, or a server without the API.
   */
  start(): Promise<Outcome<OwnAccount>>;
  /** Queues the post as {@link publishWeekly} does; it is sent soon. */
  publish(weekly: Weekly): 'added' | 'exists';
  /** The weekly post's row in the outbox. */
  published(week: string): OutboxRow | null;
  /** Resolves with the reason if the bot gives up, or with null if it was stopped. */
  readonly ended: Promise<Problem | null>;
  /** Stops after the work in progress is finished. */
  stop(): Promise<void>;
}

/** Replaces a look-up: answers that nothing is known, and sends nothing. */
function notLookedUp(clock: Clock): AskAboutDomain {
  return async (domain, network) => nothingKnown({ domain, network }, new Date(clock.now()).toISOString());
}

/**
 * The bot's account on its home server. It reads mentions, answers them and publishes posts, each exactly
 * once.
 */
export function createBot(options: BotOptions): Bot {
  const { homeServer, store } = options;
  const clock = options.clock ?? systemClock;
  const pace = { ...PACE, ...options.pace };
  const { promise: ended, resolve: end } = Promise.withResolvers<Problem | null>();
  const stopping = new AbortController();
  let work: Work | null = null;

  return {
    async start() {
      const ready = await arriveAtLast(options, { clock, pace, signal: stopping.signal });
      if (!ready.ok) return ready;
      const { account, limits } = ready.value;
      if (!stopping.signal.aborted)
        work = beginWork(options, { account, limits, clock, pace, signal: stopping.signal, giveUp: end });
      return { ok: true, value: account };
    },
    publish(weekly) {
      const key = publishWeekly(weekly, { homeServer, store, now: new Date(clock.now()) });
      if (key === null) return 'exists';
      work?.send();
      return 'added';
    },
    published: (week) => store.outbox.get(weeklyKey(homeServer, week)),
    ended,
    async stop() {
      stopping.abort();
      await work?.stop();
      end(null);
    },
  };
}

interface Arrived {
  readonly account: OwnAccount;
  readonly limits: HomeServerLimits;
}

/**
 * Reads the account and its server's limits. Failing to change the notification policy does not stop the bot.
 */
async function arrive({ homeServer, log }: BotOptions): Promise<Outcome<Arrived>> {
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

interface Running {
  readonly clock: Clock;
  readonly pace: Pace;
  /** Aborted when the bot shall stop. */
  readonly signal: AbortSignal;
}

/**
 * Waits while the home server is unavailable. Returns a problem that waiting cannot solve, or the last one
 * when stopped.
 */
async function arriveAtLast(
  options: BotOptions,
  { clock, pace, signal }: Running,
): Promise<Outcome<Arrived>> {
  for (let tries = 0; ; tries++) {
    const ready = await arrive(options);
    if (ready.ok) return ready;
    const { problem } = ready;
    if (problem.kind === 'refused' || isMoved(problem)) return ready;
    if (problem.kind === 'unauthorised' && tries > 0) return ready;
    const pauseMs =
      problem.kind === 'limited' ? problem.until - clock.now() : backoffMs(tries, retryOf(pace));
    options.log.warn({ problem: describeProblem(problem), pauseMs }, 'waiting for the home server');
    await clock.sleep(pauseMs, signal);
    if (signal.aborted) return ready;
  }
}

/** How often watched servers are compared with the results of scans, in milliseconds. */
const WATCH_EVERY_MS = 10 * 60_000;

interface WorkOptions extends Running, Arrived {
  /** For problems that only the operator can solve. */
  readonly giveUp: (problem: Problem) => void;
}

/** The loops that read and send, and the stream that wakes them. */
interface Work {
  /** The outbox has a new row. */
  send(): void;
  stop(): Promise<void>;
}

function beginWork(options: BotOptions, { account, limits, clock, pace, signal, giveUp }: WorkOptions): Work {
  const { homeServer, store, log } = options;
  const { outbox, history } = store;
  const retry = retryOf(pace);
  const isTokenDead = createTokenCheck({ homeServer, clock, log, pauseMs: pace.verifyMs, signal });
  const common = { homeServer, isTokenDead, outbox, limits, clock, log, retry };
  const sender = createOutbox({ ...common, settleMs: pace.settleMs, requestMs: pace.requestMs });
  const self = { server: homeServer.origin, accountId: account.id };
  const watches = store.watches(self);
  const contentParts = { figures: createNetworkFigures(store), history, clock, log };
  const reader = createMentionReader({
    ...common,
    account,
    mentions: store.mentions(self),
    manners: { ...MANNERS, ...options.manners },
    contentOf: createContent({ ...contentParts, lookup: options.lookup }),
    contentWithoutLookup: createContent({ ...contentParts, lookup: notLookedUp(clock) }),
    begun: createBegunMentions(store.settings),
    isKnown: (domain) => isMeasured(history, domain),
    findName: createNameFinder(store),
    watches,
    history,
    language: options.language,
    pollMs: pace.pollMs,
    onAnswer: () => sending.wake(),
  });
  const run = (part: { run(): Promise<number | null>; halted(): Problem | null }) => async () => {
    const delay = await part.run();
    const problem = part.halted();
    if (problem) giveUp(problem);
    return delay;
  };
  const sending: Loop = startLoop({ name: 'outbox', run: run(sender), clock, log });
  const reading: Loop = startLoop({ name: 'mentions', run: run(reader), clock, log });
  /** The latest scans when watches were last compared. Without a newer scan no server can have moved. */
  let toldOf = '';
  const tell = async () => {
    const latest = NETWORKS.map((network) => store.scans.latest(network)?.id ?? 0).join();
    if (latest === toldOf) return WATCH_EVERY_MS;
    const told = tellWatchers({
      ...{ watches, outbox, homeServer, now: new Date(clock.now()) },
      lastSeen: ({ network, domain }) => history.server(network, domain),
      together: store.together,
    });
    if (told > 0) sending.wake();
    toldOf = latest;
    return WATCH_EVERY_MS;
  };
  const watching: Loop = startLoop({ name: 'watches', run: tell, clock, log });
  const stream = openHints(options, limits, { clock, pace, onHint: () => reading.wake() });
  return {
    send: () => sending.wake(),
    async stop() {
      stream?.stop();
      await Promise.all([reading.stop(), sending.stop(), watching.stop()]);
    },
  };
}

/** The home server's stream, which signals new events; null if there is none. */
function openHints(
  { streaming, log }: BotOptions,
  { streamingUrl: url }: HomeServerLimits,
  { clock, pace, onHint }: Pick<Running, 'clock' | 'pace'> & { readonly onHint: () => void },
): Stream | null {
  if (!streaming || url === null) return null;
  return openStream({
    ...streaming,
    ...{ url, log, onHint, clock },
    heartbeatMs: pace.heartbeatMs,
    firstDelayMs: pace.streamFirstMs,
    longestDelayMs: pace.streamLongestMs,
  });
}

function retryOf({ retryFirstMs, retryLongestMs }: Pace): RetryDelays {
  return { firstMs: retryFirstMs, longestMs: retryLongestMs };
}
