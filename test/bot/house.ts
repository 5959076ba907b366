import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bot, type BotOptions, createBot, type Pace } from '../../src/bot/bot.ts';
import type { Allowance } from '../../src/bot/mastodon/allowance.ts';
import { createMastodonServer, type MastodonServer } from '../../src/bot/mastodon/server.ts';
import type { Weekly } from '../../src/bot/outbox/weekly.ts';
import type { BotLog } from '../../src/bot/runtime/log.ts';
import type { AskAboutDomain } from '../../src/model/domain-answer.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { answer } from '../kit/answers.ts';
import {
  type MastodonOptions,
  type ModelMastodon,
  startMastodon,
} from '../model-internet/mastodon/mastodon.ts';

/** Fast enough for tests. The settle time is still longer than the model server's delays. */
export const QUICK: Pace = {
  streamFirstMs: 20,
  streamLongestMs: 200,
  heartbeatMs: 1000,
  pollMs: 100,
  settleMs: 500,
  requestMs: 600,
  retryFirstMs: 50,
  retryLongestMs: 400,
  verifyMs: 100,
};

/** For tests that poll a hundred times as often as the bot does. */
export const UNLIMITED: Allowance = { wait: () => 0, spend: () => undefined };

export const USER_AGENT = 'whohosts/0.0.0 (test)';

export interface Line {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

export function memoryLog(): BotLog & { readonly lines: Line[] } {
  const lines: Line[] = [];
  const level = (name: Line['level']) => (fields: object, message: string) =>
    void lines.push({ level: name, fields, message });
  return { lines, info: level('info'), warn: level('warn'), error: level('error') };
}

export const lookup: AskAboutDomain = async (asked) => answer(asked);

export interface House {
  readonly file: string;
  readonly store: Store;
  /** A new life of the bot on the same database. */
  bot(options?: Partial<BotOptions> & { readonly allowance?: Allowance }): {
    readonly bot: Bot;
    readonly log: ReturnType<typeof memoryLog>;
  };
  /** Stops every bot and closes everything. */
  close(): Promise<void>;
}

/** A database in a folder of its own, and bots of the model server's account that use it. */
export function openHouse(model: Pick<ModelMastodon, 'url' | 'token'>, timeoutMs = QUICK.requestMs): House {
  const directory = mkdtempSync(join(tmpdir(), 'whohosts-bot-'));
  const file = join(directory, 'whohosts.db');
  const store = openStore(file);
  const servers: MastodonServer[] = [];
  const bots: Bot[] = [];
  return {
    file,
    store,
    bot({ allowance = UNLIMITED, ...options } = {}) {
      const log = memoryLog();
      const homeServer = createMastodonServer({
        url: model.url,
        accessToken: model.token,
        userAgent: USER_AGENT,
        timeoutMs,
        mediaPollMs: options.clock ? 1000 : 20,
        allowance,
        ...(options.clock ? { clock: options.clock } : {}),
      });
      servers.push(homeServer);
      const bot = createBot({
        homeServer,
        store,
        lookup,
        log,
        language: 'en',
        streaming: null,
        pace: QUICK,
        ...options,
      });
      bots.push(bot);
      return { bot, log };
    },
    async close() {
      await Promise.all(bots.map((bot) => bot.stop()));
      await Promise.all(servers.map((server) => server.close()));
      store.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** A week's post, for tests that do not depend on its content. */
export const WEEKLY: Weekly = {
  week: '2026-W47',
  scanId: 1,
  text: 'Who hosts the fediverse?',
  language: 'en',
  alt: 'Bar chart',
  png: Buffer.from('89504e470d0a1a0a', 'hex'),
  second: null,
};

/** A model server and a house for it; the function that ends both is added to `closing`. */
export async function startBoth(
  closing: (() => Promise<void>)[],
  options: MastodonOptions = {},
  timeoutMs?: number,
): Promise<{ readonly model: ModelMastodon; readonly house: House }> {
  const model = await startMastodon(options);
  const house = openHouse(model, timeoutMs);
  closing.push(async () => {
    await house.close();
    await model.stop();
  });
  return { model, house };
}

/** A finished scan of the fediverse with these findings, started at the given time (ISO 8601). */
export function addScan(store: Store, findings: readonly ServerResult[], startedAt: string): void {
  const scan = store.scans.begin({
    network: 'fediverse',
    population: {
      source: 'list',
      population: findings.length,
      optedOut: 0,
      seed: null,
      farms: [],
      sources: [],
    },
    fingerprint: 'plan',
    domains: findings.map(({ observation }) => observation.domain),
    startedAt,
  });
  store.scans.record(scan.id, findings);
  store.scans.finish(scan.id, startedAt);
}
