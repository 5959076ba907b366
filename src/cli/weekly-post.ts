import type { Attributor } from '../attribution/attributor.ts';
import { backoffMs } from '../bot/backoff.ts';
import type { Bot } from '../bot/bot.ts';
import type { Clock } from '../bot/clock.ts';
import type { HomeServer, Limits, Outcome } from '../bot/home-server.ts';
import type { Log } from '../bot/log.ts';
import { describeProblem } from '../bot/mastodon-errors.ts';
import type { Config } from '../config.ts';
import { isoWeek } from '../report/week.ts';
import type { Store } from '../store/store.ts';
import { lastTime } from './schedules.ts';
import { prepareWeekly } from './weekly.ts';

export interface WeeklyPostOptions {
  readonly config: Config;
  readonly store: Store;
  readonly attributor: Attributor;
  readonly homeServer: HomeServer;
  readonly bot: Bot;
  readonly log: Log;
  readonly clock: Clock;
  /** Ends the waiting for a home server that is away. */
  readonly signal: AbortSignal;
}

export interface WeeklyPost {
  /** Makes the post of the week in which `due` lies. */
  publish(due: Date): Promise<void>;
  /** When a post fell due while nobody was there to make it; null where none did. */
  missed(now: Date): Date | null;
}

const DAY = 24 * 3_600_000;
/** A post that is later than this comes with the next. */
const LATEST_MS = 6 * DAY;
/** A home server that is away when the post falls due is asked again, for a day or so. */
const RETRY = { firstMs: 15_000, longestMs: 30 * 60_000 };
const MOST_TRIES = 60;

/** The weekly post of the running bot, by schedule or later. */
export function createWeeklyPost(options: WeeklyPostOptions): WeeklyPost {
  const { config, store, homeServer, bot, log, clock, signal } = options;
  /** Until when posting was seen to. Before its first start the bot has missed nothing. */
  const watched = `posting watched ${homeServer.origin}`;

  async function limitsInTime(): Promise<Outcome<Limits>> {
    for (let tries = 1; ; tries += 1) {
      const limits = await homeServer.limits();
      if (limits.ok || limits.problem.kind === 'unauthorised' || tries === MOST_TRIES) return limits;
      const { problem } = limits;
      const pauseMs = problem.kind === 'limited' ? problem.until - clock.now() : backoffMs(tries - 1, RETRY);
      log.warn({ problem: describeProblem(problem), pauseMs }, 'the weekly post waits for the home server');
      await clock.sleep(pauseMs, signal);
      if (signal.aborted) return limits;
    }
  }

  return {
    missed(now) {
      const until = store.settings.get(watched);
      if (until === null) {
        store.settings.set(watched, now.toISOString());
        return null;
      }
      const since = Math.max(Date.parse(until), now.getTime() - LATEST_MS);
      return lastTime({ cron: config.postCron, timeZone: config.timeZone }, new Date(since), now);
    },

    async publish(due) {
      const limits = await limitsInTime();
      if (!limits.ok) {
        return log.error(
          { problem: describeProblem(limits.problem) },
          'no weekly post now: the home server does not answer; it is made at the next start',
        );
      }
      const say = (line: string) => log.warn({}, line);
      const prepared = await prepareWeekly({ ...options, limits: limits.value, say, now: new Date() });
      if (!prepared.ok) return log.warn({ problem: prepared.problem }, 'no weekly post');
      const week = isoWeek(due.toISOString());
      log.info({ week, post: bot.publish({ ...prepared.weekly, week }) }, 'weekly post');
      store.settings.set(watched, new Date().toISOString());
    },
  };
}
