import type { Config } from '../../config.ts';
import type { Store } from '../../store/store.ts';
import { lastTime } from '../schedules.ts';
import { postingWatchedKey } from '../weekly-schedule.ts';
import { ageHours, DAY_MS, HOUR_MS } from './age.ts';
import type { ScanHealth } from './scan-health.ts';

export interface PostHealth {
  readonly key: string;
  readonly sentAt: string;
  readonly ageHours: number;
}

/** If the last weekly post is older, one was missed. */
const OLDEST_POST_DAYS = 9;
/** Hours that a post may take after it is due. */
const POST_HOURS = 2;

export function lastWeekly({ outbox }: Pick<Store, 'outbox'>, now: Date): PostHealth | null {
  const last = outbox.lastSent('weekly');
  if (last === null || last.sentAt === null) return null;
  return { key: last.key, sentAt: last.sentAt, ageHours: ageHours(last.sentAt, now) };
}

interface PostJudgement {
  readonly config: Pick<Config, 'account' | 'postCron' | 'timeZone'>;
  readonly store: Pick<Store, 'scans' | 'settings'>;
  readonly scans: readonly ScanHealth[];
  readonly now: Date;
}

/** Without an account nothing is posted, and before the first scan there is nothing to post. */
export function postProblems(
  lastPost: PostHealth | null,
  { config, store, scans, now }: PostJudgement,
): readonly string[] {
  if (config.account === null || !scans.some(({ network }) => network === 'fediverse')) return [];
  if (lastPost !== null) {
    return lastPost.ageHours <= OLDEST_POST_DAYS * 24
      ? []
      : [
          `The last weekly post is ${Math.floor(lastPost.ageHours / 24)} days old; run \`whohosts post\` to see why`,
        ];
  }
  const due = missedFirstPost({ config, store, now });
  return due === null
    ? []
    : [
        `The first weekly post was due at ${due.toISOString()} and was not made; run \`whohosts post\` to see why`,
      ];
}

/** When the first post was due, if the bot was already watching the schedule and has not posted since. */
function missedFirstPost({ config, store, now }: Omit<PostJudgement, 'scans'>): Date | null {
  if (config.account === null) return null;
  const watched = store.settings.get(postingWatchedKey(new URL(config.account.url).origin));
  const scanned = store.scans.all('fediverse')[0]?.finishedAt;
  if (watched === null || scanned === undefined || scanned === null) return null;
  const until = now.getTime() - POST_HOURS * HOUR_MS;
  // The search tries every minute, hence the limit.
  const since = Math.max(Date.parse(watched), Date.parse(scanned), until - OLDEST_POST_DAYS * DAY_MS);
  return lastTime({ cron: config.postCron, timeZone: config.timeZone }, new Date(since), new Date(until));
}
