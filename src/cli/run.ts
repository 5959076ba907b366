import { join } from 'node:path';
import { type Outside, openAttribution, openDatabase, openOptOuts, openOutside } from '../app.ts';
import type { Attributor } from '../attribution/attributor.ts';
import type { Lookup } from '../bot/answer.ts';
import { type Bot, createBot } from '../bot/bot.ts';
import { systemClock } from '../bot/clock.ts';
import type { Log } from '../bot/log.ts';
import { describeProblem } from '../bot/mastodon-errors.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { createLook } from '../look/look.ts';
import { NETWORKS } from '../model/network.ts';
import { ask } from '../scan/ask.ts';
import type { RunningServer } from '../server/server.ts';
import type { OptOuts } from '../servers/opt-outs.ts';
import { spareHistory } from '../servers/spare.ts';
import { backUpDaily } from '../store/backup.ts';
import type { HistoryStore } from '../store/history.ts';
import { takeLock } from '../store/lock.ts';
import { userAgent } from '../user-agent.ts';
import { type Command, type Surroundings, UsageError } from './command.ts';
import { explainAccount, type Home, openHome } from './home-server.ts';
import { interruptedScans, scanAll } from './scan-all.ts';
import { runAt } from './schedules.ts';
import { openServer } from './serve.ts';
import { askToken, missingScopes } from './token.ts';
import { createWeeklyPost } from './weekly-post.ts';

/** In the small hours, after no scan of ours begins. */
const BACKUP_CRON = '52 2 * * *';

export const run: Command = {
  synopsis: '',
  options: {},
  run: async (given, surroundings) => {
    if (given.positionals.length > 0)
      throw new UsageError(`expected no arguments, got ${given.positionals.join(' ')}`);
    const { config, say } = surroundings;
    const log = createLog(config.logLevel);
    const store = openDatabase(config);
    const lock = takeLock(join(config.dataDir, 'bot.lock'));
    if (lock === null) {
      store.close();
      say(`Another \`run\` is at work with ${config.dataDir}. Stop that one first, or set another DATA_DIR.`);
      return 1;
    }
    const watchdog = watchForBugs(log);
    const attributor = await openAttribution(config, say);
    const outside = await openOutside(config);
    const home = openHome(config, log);
    const optOuts = openOptOuts();
    const history = spareHistory(store.history, optOuts);
    const bot = createBot({
      homeServer: home.server,
      store: { ...store, history },
      lookup: createLookup({ outside, attributor, history, optOuts }),
      log,
      language: config.language,
      streaming:
        config.account === null ? null : { accessToken: config.account.token, userAgent: userAgent(config) },
    });
    let server: RunningServer | null = null;
    try {
      if (config.servePort !== null) {
        const parts = { outside, attributor, history: store.history, optOuts };
        server = await openServer(config.servePort, { ...parts, config, log, say });
        if (server === null) return 1;
      }
      return await work({ surroundings, log, store, attributor, home, bot });
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
  readonly store: ReturnType<typeof openDatabase>;
  readonly attributor: Attributor;
  readonly home: Home;
  readonly bot: Bot;
}

/** Does all that the bot does until it is told to stop, or gives up. Resolves to the exit status. */
async function work({ surroundings, log, store, attributor, home, bot }: Work): Promise<number> {
  const { config, say, signal } = surroundings;
  const stopped = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  // Waiting for a home server that is away ends with the signal too.
  const account = await Promise.race([bot.start(), stopped]);
  if (account === null) return 0;
  const mistake = explainAccount(account, config);
  if (mistake !== null || !account.ok) {
    mistake?.lines.forEach(say);
    return mistake?.exit ?? 1;
  }
  await flagAsBot(home, account.value.bot, log);

  const ending = new AbortController();
  const under = new Set<Promise<void>>();
  const onError = (error: unknown) =>
    log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a scheduled task failed');
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
    const missed = weekly.missed(new Date());
    // A preview is there to be looked at now.
    const due = home.preview ? new Date() : missed;
    if (due !== null) await weekly.publish(due).catch(onError);
    const interrupted = interruptedScans(config, store);
    if (interrupted.length > 0) scan(interrupted).catch(onError);

    const problem = await Promise.race([bot.ended, stopped]);
    if (problem === null) return 0;
    say(`The bot gave up: ${describeProblem(problem)}. A new token is made by \`whohosts login\`.`);
    return 1;
  } finally {
    for (const each of schedules) each.stop();
    ending.abort();
    await Promise.allSettled(under);
  }
}

interface LookupParts {
  readonly outside: Outside;
  readonly attributor: Attributor;
  readonly history: HistoryStore;
  readonly optOuts: OptOuts;
}

function createLookup({ outside: { dns, http }, attributor, history, optOuts }: LookupParts): Lookup {
  const looks = NETWORKS.map((network) => ({
    network,
    look: createLook({ network, dns, http }),
    // Where HTTP takes longer than people wait, DNS alone tells enough.
    quickLook: createLook({ network, dns, http: null }),
  }));
  return async (domain, network) => {
    const found = looks.find((each) => each.network === network);
    if (found === undefined) throw new Error(`no way to look at ${network}`);
    const optedOut = optOuts.has(domain);
    return { ...(await ask(domain, { ...found, attributor, history })), optedOut };
  };
}

/** People may filter by it, and many servers ask for it in their rules. Everything else of the profile is its owner's. */
async function flagAsBot(home: Home, isFlagged: boolean, log: Log): Promise<void> {
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

/** Better now than when the first post of the week is refused. Most servers do not tell. */
async function warnOfScopes({ account }: Config, log: Log): Promise<void> {
  if (account === null) return;
  const { scopes } = await askToken(account);
  const missing = scopes === null ? [] : missingScopes(scopes);
  if (missing.length === 0) return;
  log.warn({ missing }, 'the token may not do all that the bot does; `whohosts login` makes one that may');
}

/** A bug that nobody caught leaves the process in a state that nobody knows: it ends, and whoever runs it starts it again. */
function watchForBugs(log: ReturnType<typeof createLog>): { end(): void } {
  const bark = (error: unknown) => {
    log.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'a bug; ending');
    process.exit(1);
  };
  process.on('unhandledRejection', bark).on('uncaughtException', bark);
  return {
    end: () => void process.off('unhandledRejection', bark).off('uncaughtException', bark),
  };
}
