import type { Attributor } from '../attribution/attributor.ts';
import type { Bot } from '../bot/bot.ts';
import type { HomeServer } from '../bot/home-server.ts';
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

/** The weekly post of the running bot, by schedule or later. */
export function createWeeklyPost(options: WeeklyPostOptions): WeeklyPost {
  const { config, store, homeServer, bot, log } = options;
  /** Until when posting was seen to. Before its first start the bot has missed nothing. */
  const watched = `posting watched ${homeServer.origin}`;

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
      const limits = await homeServer.limits();
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
