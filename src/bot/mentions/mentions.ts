import type { HomeServer } from '../home-server/home-server.ts';
import { describeProblem, type Problem } from '../home-server/problem.ts';
import { backoffMs, type RetryDelays } from '../runtime/backoff.ts';
import { OLDEST_MENTION } from './limits.ts';
import { isAfter, type TakeContext, takeMention } from './take.ts';

export interface MentionsOptions extends Omit<TakeContext, 'homeServer' | 'bornAt'> {
  readonly homeServer: HomeServer;
  /** Milliseconds between two polls. */
  readonly pollMs: number;
  readonly retry: RetryDelays;
  /** Whether the home server no longer accepts the token. Checks twice, with a pause, before it says so. */
  readonly isTokenDead: () => Promise<boolean>;
}

export interface Mentions {
  /**
   * Reads and answers new mentions. Returns the milliseconds until the next call, or null if only the
   * operator can help.
   */
  run(): Promise<number | null>;
  halted(): Problem | null;
}

/** Reads mentions after the stored cursor, and decides about each. */
export function createMentionReader(options: MentionsOptions): Mentions {
  const { homeServer, mentions, clock, log } = options;
  const context: TakeContext = { ...options, bornAt: clock.now() };
  let failures = 0;
  let pausedUntil = 0;
  let halted: Problem | null = null;

  async function fail(problem: Problem): Promise<number | null> {
    if (problem.kind === 'unauthorised' && (await options.isTokenDead())) {
      halted = problem;
      log.error(
        { problem: describeProblem(problem) },
        'the home server does not accept the token: make a new one with `login`; no mention is read until then',
      );
      return null;
    }
    const grown = backoffMs(failures++, options.retry);
    const pauseMs = problem.kind === 'limited' ? Math.max(problem.until - clock.now(), grown) : grown;
    log.warn({ problem: describeProblem(problem), pauseMs }, 'mentions could not be read');
    pausedUntil = clock.now() + pauseMs;
    return pauseMs;
  }

  return {
    async run() {
      if (halted) return null;
      const wait = pausedUntil - clock.now();
      // Even if the stream sent a hint.
      if (wait > 0) return wait;
      const notBefore = new Date(clock.now() - OLDEST_MENTION).toISOString();
      const page = await homeServer.notificationsAfter(mentions.cursor(), notBefore);
      if (!page.ok) return await fail(page.problem);
      failures = 0;
      for (const { mention } of page.value) if (mention) await takeMention(mention, context);
      const newest = page.value.at(-1);
      // Also skips other notifications; otherwise a hundred boosts would be read again at each poll.
      if (newest && isAfter(newest.id, mentions.cursor())) mentions.setCursor(newest.id);
      // Jitter, so that many bots on one server do not poll at the same time.
      return Math.round(options.pollMs * (0.9 + 0.2 * Math.random()));
    },
    halted: () => halted,
  };
}
