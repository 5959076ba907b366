import type { Config } from '../config.ts';
import { openConfiguredStore } from '../jobs/app.ts';
import { type Health, judgeHealth } from '../jobs/health/health.ts';
import { explainAccount, openHome } from '../jobs/home-server.ts';
import { type Command, refuseArguments } from './command.ts';
import { countText, timeText } from './time-text.ts';

/** Longest wait for the home server in milliseconds. Monitors ask every minute. */
const PATIENCE_MS = 8_000;

export const status: Command = {
  synopsis: '[--json]',
  options: { json: { type: 'boolean' } },
  run: async (given, { config, out }) => {
    refuseArguments(given);
    const store = openConfiguredStore(config);
    try {
      const judged = judgeHealth({ config, store, now: new Date() });
      const health = await withAccount(judged, config);
      await out(
        given.options.json === true ? `${JSON.stringify(health)}\n` : describeHealth(health, config.timeZone),
      );
      return health.ok ? 0 : 1;
    } finally {
      store.close();
    }
  },
};

/**
 * Asks the home server whether it still accepts the token. If it is unavailable, the health stays as it is.
 */
async function withAccount(health: Health, config: Config): Promise<Health> {
  if (config.account === null) return health;
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const home = openHome(config, silent);
  try {
    const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
    const account = await Promise.race([home.server.account(), late]);
    const mistake = account === null ? null : explainAccount(account, config);
    if (mistake === null || mistake.exit !== 2) return health;
    const problem = mistake.lines.join('. ');
    const problems = health.account.problem === null ? [...health.problems, problem] : health.problems;
    return { ...health, ok: false, problems, account: { configured: true, problem } };
  } finally {
    await home.close();
  }
}

function describeHealth(health: Health, timeZone: string | null): string {
  const { ok, problems, scans, neverScanned, lastPost, next, outbox, mentions, account, bot, data, disk } =
    health;
  const now = new Date();
  const time = (moment: string | null) => timeText(moment, now, timeZone);
  const waits = ({ waitingMinutes }: { readonly waitingMinutes: number }) =>
    waitingMinutes === 0 ? '' : `, the oldest for ${countText(waitingMinutes, 'minute')}`;
  const lines = [
    ok ? 'All is well.' : 'Something needs you:',
    ...problems.map((problem) => `  - ${problem}`),
    '',
    ...scans.map(
      ({ network, finishedAt, answered, sampled }) =>
        `scan of the ${network}: ${time(finishedAt)}; ${answered} of ${countText(sampled, 'server')} answered`,
    ),
    ...(neverScanned.length === 0 ? [] : [`never scanned: ${neverScanned.join(', ')}`]),
    lastPost === null ? 'no weekly post yet' : `weekly post: ${time(lastPost.sentAt)}`,
    `next scan: ${time(next.scan)}`,
    `next post: ${time(next.post)}`,
    `next address data: ${time(next.update)}`,
    `bot: ${bot.running ? 'running' : 'not running, so the next times need `npm start`'}`,
    `mentions: ${mentions.waiting} waiting for their reply${waits(mentions)}`,
    `outbox: ${outbox.pending} pending, ${outbox.sending} being sent, ${outbox.failed} failed, ${outbox.unsure} unsure${waits(outbox)}`,
    `account: ${account.configured ? (account.problem ?? 'accepted') : 'none, so this is a preview'}`,
    ...data.map(
      ({ name, date, ageDays }) =>
        `data of ${name}: ${date === null || ageDays === null ? 'of an unknown day' : `${date}, ${countText(ageDays, 'day')} old`}`,
    ),
    `disk: ${(disk.freeBytes / 1e9).toFixed(1)} GB free in ${disk.folder}`,
  ];
  return `${lines.join('\n')}\n`;
}
