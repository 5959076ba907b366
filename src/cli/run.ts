import { schedule } from 'node-cron';
import { openAttribution, openDatabase, openOutside } from '../app.ts';
import type { Lookup } from '../bot/answer.ts';
import { type Bot, createBot } from '../bot/bot.ts';
import { describeProblem } from '../bot/mastodon-errors.ts';
import { createLog } from '../log.ts';
import { createLook } from '../look/look.ts';
import { ask } from '../scan/ask.ts';
import { userAgent } from '../user-agent.ts';
import { type Command, UsageError } from './command.ts';
import { explainAccount, openHome } from './home-server.ts';
import { prepareWeekly } from './weekly.ts';

export const run: Command = {
  synopsis: '',
  options: {},
  run: async (given, { config, say, signal }) => {
    if (given.positionals.length > 0)
      throw new UsageError(`expected no arguments, got ${given.positionals.join(' ')}`);
    const log = createLog(config.logLevel);
    const store = openDatabase(config);
    const attributor = await openAttribution(config, say);
    const outside = await openOutside(config);
    const home = openHome(config, log);
    const tasks: { stop(): unknown }[] = [];
    const stopped = whenAborted(signal);
    let bot: Bot | null = null;
    try {
      const network = 'fediverse';
      const look = createLook({ network, dns: outside.dns, http: outside.http });
      const lookup: Lookup = (domain) => ask(domain, { network, look, attributor, history: store.history });
      bot = createBot({
        homeServer: home.server,
        store,
        lookup,
        log,
        language: config.language,
        streaming:
          config.account === null
            ? null
            : { accessToken: config.account.token, userAgent: userAgent(config) },
      });
      const account = await Promise.race([bot.start(), stopped]);
      if (account === null) return 0;
      const mistake = explainAccount(account, config);
      if (mistake !== null || !account.ok) {
        mistake?.lines.forEach(say);
        return mistake?.exit ?? 1;
      }
      const running = bot;
      const publish = async (): Promise<void> => {
        const limits = await home.server.limits();
        if (!limits.ok)
          return log.error(
            { problem: describeProblem(limits.problem) },
            'no weekly post: the home server does not answer',
          );
        const prepared = await prepareWeekly({
          config,
          store,
          attributor,
          limits: limits.value,
          say,
          now: new Date(),
        });
        if (!prepared.ok) return log.warn({ problem: prepared.problem }, 'no weekly post');
        return log.info(
          { week: prepared.weekly.week, post: running.publish(prepared.weekly) },
          'weekly post',
        );
      };
      const at = (cron: string, task: () => Promise<void>): void => {
        const guarded = () =>
          task().catch((error: unknown) => log.error({ error: String(error) }, 'a scheduled task failed'));
        tasks.push(
          schedule(cron, guarded, {
            noOverlap: true,
            ...(config.timeZone === null ? {} : { timezone: config.timeZone }),
          }),
        );
      };
      at(config.postCron, publish);
      if (home.preview) {
        say(
          'PREVIEW: no account is configured (MASTODON_URL, MASTODON_ACCESS_TOKEN). Nothing is posted anywhere.',
        );
        say(`PREVIEW: what would be posted is written to ${config.dataDir}/preview/ instead.`);
        await publish();
      } else {
        log.info({ account: account.value.acct, server: config.account?.url }, 'the bot runs');
      }
      const problem = await Promise.race([bot.ended, stopped]);
      if (problem === null) return 0;
      say(`The bot gave up: ${describeProblem(problem)}`);
      return 1;
    } finally {
      for (const task of tasks) task.stop();
      await bot?.stop();
      await home.close();
      await outside.close();
      store.close();
    }
  },
};

/** Also where the signal came before anybody listened, such as while tables were compiled. */
function whenAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
