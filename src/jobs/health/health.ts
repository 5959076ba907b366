import { join } from 'node:path';
import type { Config } from '../../config.ts';
import type { Network } from '../../model/network.ts';
import { isLocked } from '../../store/lock.ts';
import type { Store } from '../../store/store.ts';
import { nextTime } from '../schedules.ts';
import { type AccountHealth, accountHealth, accountProblems } from './account-health.ts';
import { type DataHealth, dataHealth, dataProblems } from './data-health.ts';
import { type DiskHealth, diskProblems, freeBytes } from './disk-health.ts';
import {
  type OutboxHealth,
  outboxHealth,
  outboxProblems,
  type RepliesHealth,
  repliesHealth,
} from './outbox-health.ts';
import { lastWeekly, type PostHealth, postProblems } from './post-health.ts';
import { neverScanned, type ScanHealth, scanHealth, scanProblems } from './scan-health.ts';

/** The state of the bot, for operators and monitoring. Times are ISO 8601 in UTC. */
export interface Health {
  readonly ok: boolean;
  /** One sentence for each problem that needs the operator, including what to do. Empty if all is well. */
  readonly problems: readonly string[];
  readonly scans: readonly ScanHealth[];
  /** Networks without a complete scan. */
  readonly neverScanned: readonly Network[];
  /** The last weekly post that was sent; null if there is none. */
  readonly lastPost: PostHealth | null;
  /** The next time of each schedule; null if it has none. */
  readonly next: {
    readonly scan: string | null;
    readonly post: string | null;
    readonly update: string | null;
  };
  readonly outbox: OutboxHealth;
  /** Mentions that were understood but whose reply is not sent yet. */
  readonly mentions: RepliesHealth;
  readonly account: AccountHealth;
  /** `crashedSince`: start time of the last `run`, if it ended without being stopped; else null. */
  readonly bot: { readonly running: boolean; readonly crashedSince: string | null };
  /** The address data in use. `ageDays` is null if its date is unknown. */
  readonly data: readonly DataHealth[];
  readonly disk: DiskHealth;
}

export interface HealthOptions {
  readonly config: Pick<Config, 'dataDir' | 'account' | 'scanCron' | 'postCron' | 'updateCron' | 'timeZone'>;
  readonly store: Pick<Store, 'scans' | 'history' | 'outbox' | 'settings'>;
  readonly now: Date;
  /** Free bytes on the disk of a folder. */
  readonly freeOf?: (folder: string) => number;
}

/**
 * Checks everything that can fail without being noticed. `status`, `/api/health` and `/metrics` all use this.
 */
export function judgeHealth({ config, store, now, freeOf = freeBytes }: HealthOptions): Health {
  const scans = scanHealth(store, now);
  const missing = neverScanned(scans);
  const outbox = outboxHealth(store.outbox, now);
  const mentions = repliesHealth(store.outbox, now);
  const lastPost = lastWeekly(store, now);
  const data = dataHealth(config.dataDir, now);
  const disk = { folder: config.dataDir, freeBytes: freeOf(config.dataDir) };
  const account = accountHealth(config, store);
  const bot = botHealth(config, store);
  const problems = [
    ...scanProblems(scans, { store, now }),
    ...postProblems(lastPost, { config, store, scans, now }),
    ...outboxProblems(outbox),
    ...accountProblems(account),
    ...botProblems(bot),
    ...dataProblems(data),
    ...diskProblems(disk),
  ];
  const { timeZone } = config;
  const nextOf = (cron: string) => nextTime({ cron, timeZone })?.toISOString() ?? null;
  const next = {
    scan: nextOf(config.scanCron),
    post: nextOf(config.postCron),
    update: nextOf(config.updateCron),
  };
  return {
    ok: problems.length === 0,
    ...{ problems, scans, neverScanned: missing, lastPost, next, outbox, mentions, account, bot, data, disk },
  };
}

/**
 * The part of the health that may be public: without paths of ours and without the home server's messages.
 */
export function publicHealth(health: Health): {
  readonly problems: readonly string[];
  readonly details: object;
} {
  const { problems, account, disk, ok: _, ...rest } = health;
  return {
    problems: problems.map((problem) => problem.replaceAll(disk.folder, 'the data folder')),
    details: {
      ...rest,
      account: { configured: account.configured, accepted: account.problem === null },
      disk: { freeBytes: disk.freeBytes },
    },
  };
}

/** Key of the setting that holds when `run` started; its value is empty once it was stopped. */
export const BOT_AT_WORK = 'bot at work since';

/** The file that is locked while `run` works with a data folder. */
export function botLockFile(dataDir: string): string {
  return join(dataDir, 'bot.lock');
}

function botHealth(
  { dataDir }: HealthOptions['config'],
  { settings }: HealthOptions['store'],
): Health['bot'] {
  const since = settings.get(BOT_AT_WORK);
  const running = isLocked(botLockFile(dataDir));
  return { running, crashedSince: running || since === null || since === '' ? null : since };
}

function botProblems({ crashedSince }: Health['bot']): readonly string[] {
  return crashedSince === null
    ? []
    : [
        `The bot that was started at ${crashedSince} ended without being stopped; see its log, then run \`npm start\``,
      ];
}
