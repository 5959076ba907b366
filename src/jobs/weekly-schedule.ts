import type { Attributor } from '../attribution/attributor.ts';
import type { Bot } from '../bot/bot.ts';
import type { HomeServer, HomeServerLimits, Outcome } from '../bot/home-server/home-server.ts';
import { describeProblem } from '../bot/home-server/problem.ts';
import { backoffMs } from '../bot/runtime/backoff.ts';
import type { Clock } from '../bot/runtime/clock.ts';
import type { BotLog } from '../bot/runtime/log.ts';
import type { Config } from '../config.ts';
import { isoWeek, systemTimeZone } from '../model/week.ts';
import type { Store } from '../store/store.ts';
import { lastTime } from './schedules.ts';
import type { orderWeekly } from './weekly-order.ts';

export interface WeeklyPostOptions {
  readonly config: Config;
  readonly store: Store;
  readonly attributor: Attributor;
  readonly homeServer: HomeServer;
  readonly bot: Bot;
  readonly log: BotLog;
  readonly clock: Clock;
  readonly prepare: typeof orderWeekly;
  /** Aborting it stops waiting for an unavailable home server. */
  readonly signal: AbortSignal;
}

export interface WeeklyPost {
  /** Makes the post of the week that contains `due`. */
  publish(due: Date): Promise<void>;
  /** When a post was due while the bot was not running; null if none was. */
  missed(now: Date): Date | null;
}

const DAY = 24 * 3_600_000;
/** A post that is later than this is skipped in favour of the next. */
const LATEST_MS = 6 * DAY;
/** If the home server is unavailable when the post is due, the bot retries for about a day. */
const RETRY = { firstMs: 15_000, longestMs: 30 * 60_000 };
const MOST_TRIES = 60;

/**
 * Key of the setting that holds until when the schedule was watched. Posts due before the bot's first start
 * do not count as missed.
 */
export function postingWatchedKey(origin: string): string {
  return `posting watched ${origin}`;
}

/** The weekly post of a running bot, on time or later. */
export function createWeeklyPost(options: WeeklyPostOptions): WeeklyPost {
  const { config, store, attributor, homeServer, bot, log, clock, signal } = options;
  const watched = postingWatchedKey(homeServer.origin);

  async function limitsInTime(): Promise<Outcome<HomeServerLimits>> {
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
      const order = { sources: attributor.sources, limits: limits.value, now: new Date() };
      const prepared = await options.prepare(order, { say, signal });
      if (!prepared.ok) return log.warn({ problem: prepared.problem }, 'no weekly post');
      const week = isoWeek(due.toISOString(), config.timeZone ?? systemTimeZone());
      const post = bot.publish({ ...prepared.weekly, week });
      if (post === 'added') log.info({ week, post }, 'weekly post');
      else
        log.warn(
          { week, post },
          'no weekly post: this week already has one, or this scan was already posted',
        );
      store.settings.set(watched, new Date().toISOString());
    },
  };
}
