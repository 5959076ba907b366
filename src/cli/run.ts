import { join } from 'node:path';
import type { Attributor } from '../attribution/attributor.ts';
import { type Bot, createBot } from '../bot/bot.ts';
import { adviseOnAccount } from '../bot/home-server/account-advice.ts';
import { describeProblem } from '../bot/home-server/problem.ts';
import { askToken, missingScopes } from '../bot/mastodon/token.ts';
import { systemClock } from '../bot/runtime/clock.ts';
import type { BotLog } from '../bot/runtime/log.ts';
import type { Config } from '../config.ts';
import { besideRegistrations, createDomainAnswers } from '../jobs/answer-lookup.ts';
import {
  openAttribution,
  openClients,
  openConfiguredStore,
  openOptOuts,
  openRegistrations,
} from '../jobs/app.ts';
import { accountProblemKey } from '../jobs/health/account-health.ts';
import { BOT_AT_WORK, botLockFile } from '../jobs/health/health.ts';
import { explainAccount, type Home, openHome } from '../jobs/home-server.ts';
import { createLog } from '../jobs/log.ts';
import { rememberOwnAccount } from '../jobs/own-account.ts';
import { interruptedScans, scanAll } from '../jobs/scan-all.ts';
import { nextTime, runAt } from '../jobs/schedules.ts';
import { userAgent } from '../jobs/user-agent.ts';
import { orderWeekly } from '../jobs/weekly-order.ts';
import { createWeeklyPost } from '../jobs/weekly-schedule.ts';
import { spareHistory } from '../lists/spare.ts';
import { NETWORKS } from '../model/network.ts';
import { backUpDaily } from '../store/backup.ts';
import { takeLock } from '../store/lock.ts';
import { errorStack } from '../text/error-text.ts';
import type { RunningServer } from '../web-server/server.ts';
import { type Command, refuseArguments, type Surroundings } from './command.ts';
import { openServer } from './serve.ts';
import { timeText } from './time-text.ts';

/** At night, when no scan of ours starts. */
const BACKUP_CRON = '52 2 * * *';

export const run: Command = {
  synopsis: '[--scan]',
  options: { scan: { type: 'boolean' } },
  run: async (given, surroundings) => {
    refuseArguments(given);
    const { config, say } = surroundings;
    const log = createLog(config.logLevel);
    const store = openConfiguredStore(config);
    const lock = takeLock(botLockFile(config.dataDir));
    if (lock === null) {
      store.close();
      say(`Another \`run\` is at work with ${config.dataDir}. Stop that one first, or set another DATA_DIR.`);
      return 1;
    }
    const watchdog = watchForBugs(log);
    const attributor = await openAttribution(config, say);
    const outside = await openClients(config, attributor);
    const home = openHome(config, log);
    const optOuts = openOptOuts();
    const history = spareHistory(store.history, optOuts);
    const bot = createBot({
      homeServer: home.server,
      store: { ...store, history },
      lookup: besideRegistrations(
        createDomainAnswers({ outside, attributor, history, optOuts }).ask,
        openRegistrations(config, outside, store.settings),
      ),
      log,
      language: config.language,
      streaming:
        config.account === null ? null : { accessToken: config.account.token, userAgent: userAgent(config) },
    });
    let server: RunningServer | null = null;
    // Not for a preview: it answers no one, so its end does not matter.
    if (!home.preview) store.settings.set(BOT_AT_WORK, new Date().toISOString());
    try {
      if (config.servePort !== null) {
        const parts = { outside, attributor, store, history: store.history, optOuts };
        server = await openServer(config.servePort, { ...parts, config, log, say });
        if (server === null) {
          store.settings.set(BOT_AT_WORK, '');
          return 1;
        }
      }
      const scanNow = given.options.scan === true;
      const status = await work({ surroundings, log, store, attributor, home, bot, scanNow });
      store.settings.set(BOT_AT_WORK, '');
      return status;
    } finally {
      await server?.close();
      await bot.stop();
      await home.close();
      await outside.close();
      store.close();
      lock.release();
      watchdog.end();
    }
  },
};

interface Work {
  readonly surroundings: Surroundings;
  readonly log: ReturnType<typeof createLog>;
  readonly store: ReturnType<typeof openConfiguredStore>;
  readonly attributor: Attributor;
  readonly home: Home;
  readonly bot: Bot;
  /** Start a scan of every network at once, instead of waiting for the schedule. */
  readonly scanNow: boolean;
}

/** Runs the bot until it is stopped or gives up. Resolves to the exit status. */
async function work({ surroundings, log, store, attributor, home, bot, scanNow }: Work): Promise<number> {
  const { config, say, signal } = surroundings;
  const stopped = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  // The signal also ends waiting for an unavailable home server.
  const account = await Promise.race([bot.start(), stopped]);
  const goodbye = () => say('Stopped. Everything is kept; `npm start` goes on where it was.');
  if (account === null) {
    goodbye();
    return 0;
  }
  const mistake = explainAccount(account, config);
  const noteAccount = (problem: string) => {
    if (config.account !== null)
      store.settings.set(accountProblemKey(new URL(config.account.url).origin), problem);
  };
  noteAccount(mistake?.exit === 2 ? mistake.lines.join('. ') : '');
  if (mistake !== null || !account.ok) {
    mistake?.lines.forEach(say);
    return mistake?.exit ?? 1;
  }
  rememberOwnAccount(store, config, account.value);
  await flagAsBot(home, account.value.bot, log);

  const ending = new AbortController();
  const under = new Set<Promise<void>>();
  const onError = (error: unknown) => log.error({ error: errorStack(error) }, 'a scheduled task failed');
  const track = async (task: Promise<void>): Promise<void> => {
    under.add(task);
    await task.finally(() => under.delete(task));
  };
  const weekly = createWeeklyPost({
    config,
    store,
    attributor,
    homeServer: home.server,
    bot,
    log,
    clock: systemClock,
    prepare: orderWeekly,
    signal: AbortSignal.any([signal, ending.signal]),
  });
  const scan = (networks: typeof NETWORKS | ReturnType<typeof interruptedScans>) =>
    track(scanAll(networks, { config, store, attributor, log, signal: ending.signal }));
  const backUp = async () => {
    const { file } = backUpDaily(store, join(config.dataDir, 'backups'), new Date());
    log.info({ file }, 'backed up');
  };
  const at = (cron: string, task: () => Promise<void>) =>
    runAt({ cron, timeZone: config.timeZone }, task, onError);
  const schedules = [
    at(config.scanCron, () => scan(NETWORKS)),
    at(config.postCron, () => track(weekly.publish(new Date()))),
    at(BACKUP_CRON, backUp),
    at(config.updateCron, () => track(renewData(config, log, ending.signal))),
  ];
  try {
    if (home.preview) {
      say(
        'PREVIEW: no account is configured (MASTODON_URL, MASTODON_ACCESS_TOKEN). Nothing is posted anywhere.',
      );
      say(`PREVIEW: what would be posted is written to ${config.dataDir}/preview/ instead.`);
    } else {
      log.info({ account: account.value.acct, server: config.account?.url }, 'the bot runs');
      track(warnOfScopes(config, log)).catch(onError);
    }
    announceTimes(config, say);
    const missed = weekly.missed(new Date());
    // A preview posts at once, because the operator wants to see it.
    const due = home.preview ? new Date() : missed;
    if (due !== null) await weekly.publish(due).catch(onError);
    const interrupted = interruptedScans(config, store);
    const networks = scanNow ? NETWORKS : interrupted;
    if (networks.length > 0) {
      say(`A scan begins now: ${networks.join(', ')}. It can be stopped at any time, and goes on later.`);
      scan(networks).catch(onError);
    } else if (NETWORKS.every((network) => store.scans.latest(network) === null)) {
      const next = nextTime({ cron: config.scanCron, timeZone: config.timeZone })?.toISOString() ?? 'never';
      say(
        `There is no scan yet, so there is nothing to report. The first one begins at ${next} (SCAN_CRON).`,
      );
      say('To have one now, run `npm run -s whohosts -- scan fediverse` beside this, or start with');
      say('`npm start -- --scan`. Before that, set CONTACT in .env so that admins can reach you.');
    }

    const problem = await Promise.race([bot.ended, stopped]);
    if (problem === null) {
      goodbye();
      return 0;
    }
    noteAccount(describeProblem(problem));
    const { what, advice } = adviseOnAccount(problem, config.account?.url ?? 'the home server');
    say(`The bot gave up: ${what}`);
    say(advice);
    return 1;
  } finally {
    for (const each of schedules) each.stop();
    ending.abort();
    await Promise.allSettled(under);
  }
}

/** Prints the next time of each schedule. */
function announceTimes(config: Config, say: (line: string) => void): void {
  const { scanCron, postCron, updateCron, timeZone } = config;
  const next = (cron: string) =>
    timeText(nextTime({ cron, timeZone })?.toISOString() ?? null, new Date(), timeZone);
  say(`Next scan: ${next(scanCron)}`);
  say(`Next weekly post: ${next(postCron)}`);
  say(`Next address data: ${next(updateCron)}`);
}

/** Updates the address data, once a month. Scans that start later use it. */
async function renewData(config: Config, log: BotLog, signal: AbortSignal): Promise<void> {
  const say = (line: string) => log.info({ line }, 'address data');
  // Imported here because it is needed once a month.
  const { updateAddressData } = await import('../jobs/update-address-data.ts');
  const result = await updateAddressData({ config, say, signal });
  if (!result.ok) return log.error({ problem: result.problem }, 'the address data was not renewed');
  const failed = result.sources.filter(({ outcome }) => outcome === 'failed').map(({ title }) => title);
  if (failed.length > 0)
    log.warn({ failed }, 'some address data was not renewed; the installed data stays in use');
}

/** People filter by this flag, and many servers' rules require it. The rest of the profile is the owner's. */
async function flagAsBot(home: Home, isFlagged: boolean, log: BotLog): Promise<void> {
  if (home.profiles === null || isFlagged) return;
  const changed = await home.profiles.change({ bot: true });
  if (changed.ok) log.info({}, 'the account was not flagged as a bot: it is now');
  else {
    log.warn(
      { problem: describeProblem(changed.problem) },
      'the account is not flagged as a bot, and that could not be changed',
    );
  }
}

/** Warns at start, not when the first weekly post is refused. Most servers do not report scopes. */
async function warnOfScopes(config: Config, log: BotLog): Promise<void> {
  const { account } = config;
  if (account === null) return;
  const { scopes } = await askToken(account, userAgent(config));
  const missing = scopes === null ? [] : missingScopes(scopes);
  if (missing.length === 0) return;
  log.warn({ missing }, 'the token may not do all that the bot does; `whohosts login` makes one that may');
}

/** After an uncaught error the state of the process is unknown. It exits, and its supervisor restarts it. */
function watchForBugs(log: ReturnType<typeof createLog>): { end(): void } {
  const bark = (error: unknown) => {
    log.fatal({ error: errorStack(error) }, 'a bug; ending');
    process.exit(1);
  };
  process.on('unhandledRejection', bark).on('uncaughtException', bark);
  return {
    end: () => void process.off('unhandledRejection', bark).off('uncaughtException', bark),
  };
}
