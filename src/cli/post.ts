import { setTimeout as wait } from 'node:timers/promises';
import { PACE } from '../bot/bot.ts';
import type { HomeServer, HomeServerLimits } from '../bot/home-server/home-server.ts';
import { describeProblem } from '../bot/home-server/problem.ts';
import { createTokenCheck } from '../bot/home-server/token-check.ts';
import { createOutbox } from '../bot/outbox/outbox.ts';
import { publishWeekly, secondKey, type Weekly } from '../bot/outbox/weekly.ts';
import { systemClock } from '../bot/runtime/clock.ts';
import { openAttribution, openConfiguredStore } from '../jobs/app.ts';
import { explainAccount, openHome } from '../jobs/home-server.ts';
import { createLog } from '../jobs/log.ts';
import { prepareWeekly } from '../jobs/weekly-content.ts';
import type { OutboxStore } from '../store/outbox.ts';
import { type Command, refuseArguments } from './command.ts';

/**
 * Milliseconds for one delivery with its retries. After that the post stays in the outbox, for `run` or the
 * next `post`.
 */
const PATIENCE_MS = 120_000;

export const post: Command = {
  synopsis: '[--dry-run]',
  options: { 'dry-run': { type: 'boolean' } },
  run: async (given, { config, out, say, signal }) => {
    refuseArguments(given);
    const log = createLog(config.logLevel);
    const store = openConfiguredStore(config);
    const attributor = await openAttribution(config, say);
    const home = openHome(config, log);
    try {
      const mistake = explainAccount(await home.server.account(), config);
      if (mistake !== null) {
        mistake.lines.forEach(say);
        return mistake.exit;
      }
      const limits = await home.server.limits();
      if (!limits.ok) {
        say(
          `the home server does not report its limits (${describeProblem(limits.problem)}); try again later`,
        );
        return 1;
      }
      const now = new Date();
      const prepared = await prepareWeekly({ config, store, attributor, limits: limits.value, say, now });
      if (!prepared.ok) {
        say(`Nothing to post: ${prepared.problem}.`);
        return 1;
      }
      const { weekly } = prepared;
      if (given.options['dry-run'] === true) {
        await out(preview(weekly));
        return 0;
      }
      const key =
        publishWeekly(weekly, { homeServer: home.server, store, now }) ?? unfinishedWeekly(store.outbox);
      if (key === null) {
        say('Nothing to post: this scan, or this week, has its post already.');
        return 0;
      }
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      return await deliver(key, {
        homeServer: home.server,
        outbox: store.outbox,
        limits: limits.value,
        log,
        say,
        patience,
      });
    } finally {
      await home.close();
      store.close();
    }
  },
};

function preview({ text, alt, second }: Weekly): string {
  const parts = [text, `[alt text of the chart]\n${alt}`];
  if (second !== null) parts.push(`[second post, in answer to the first]\n${second}`);
  return `${parts.join('\n\n')}\n`;
}

/** A weekly post that an earlier call left in the outbox, because it was killed or timed out. */
function unfinishedWeekly(outbox: OutboxStore): string | null {
  const rows = [...outbox.list('sending'), ...outbox.list('pending')];
  return rows.find((row) => row.kind === 'weekly')?.key ?? null;
}

interface DeliverOptions {
  readonly homeServer: HomeServer;
  readonly outbox: OutboxStore;
  readonly limits: HomeServerLimits;
  readonly log: ReturnType<typeof createLog>;
  readonly say: (line: string) => void;
  readonly patience: AbortSignal;
}

/**
 * Sends what is in the outbox, until the thread that starts with this key is finished or `patience` is
 * aborted.
 */
async function deliver(key: string, options: DeliverOptions): Promise<0 | 1> {
  const { outbox, say, patience } = options;
  const { settleMs, requestMs, retryFirstMs, retryLongestMs } = PACE;
  const retry = { firstMs: retryFirstMs, longestMs: retryLongestMs };
  const { homeServer, log } = options;
  const isTokenDead = createTokenCheck({
    homeServer,
    clock: systemClock,
    log,
    pauseMs: PACE.verifyMs,
    signal: patience,
  });
  const sender = createOutbox({ ...options, clock: systemClock, settleMs, requestMs, retry, isTokenDead });
  for (;;) {
    const delay = await sender.run();
    // The second post is added to the outbox when the first is sent.
    const thread = [outbox.get(key), outbox.get(secondKey(key))].filter((row) => row !== null);
    const open = thread.find(({ state }) => state !== 'sent');
    if (open === undefined) {
      say(thread.length > 1 ? 'Posted, with a second post in answer to it.' : 'Posted.');
      return 0;
    }
    if (open.state === 'failed' || open.state === 'unsure' || delay === null) {
      const what = open.key === key ? 'Not posted' : 'Posted, but not the second post in answer to it';
      say(`${what}: ${open.error ?? 'the home server does not accept it'}`);
      return 1;
    }
    if (patience.aborted) {
      say(
        'Not posted yet: it stays in the outbox, and goes out with `npm start` or the next `whohosts post`.',
      );
      return 1;
    }
    await wait(Math.min(delay, 1000), undefined, { signal: patience }).catch(() => undefined);
  }
}
