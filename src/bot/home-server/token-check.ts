import type { Clock } from '../runtime/clock.ts';
import type { BotLog } from '../runtime/log.ts';
import type { HomeServer } from './home-server.ts';
import { describeProblem } from './problem.ts';

export interface TokenCheckOptions {
  readonly homeServer: Pick<HomeServer, 'verifyToken'>;
  readonly clock: Clock;
  readonly log: BotLog;
  /** Milliseconds between the two requests. */
  readonly pauseMs: number;
  readonly signal: AbortSignal;
}

/**
 * Finds out whether a refusal was about the token. Single requests may be refused although the token is
 * valid, and a restarting backend may know no token at all. The token counts as dead only if the server
 * refuses to verify it twice, with a pause in between.
 */
export function createTokenCheck(options: TokenCheckOptions): () => Promise<boolean> {
  const { homeServer, clock, log, pauseMs, signal } = options;
  return async () => {
    for (const isLast of [false, true]) {
      const verified = await homeServer.verifyToken();
      if (verified.ok || verified.problem.kind !== 'unauthorised') return false;
      if (isLast) return !signal.aborted;
      log.warn(
        { problem: describeProblem(verified.problem), pauseMs },
        'the home server refuses the token; asking once more',
      );
      await clock.sleep(pauseMs, signal);
    }
    return false;
  };
}
