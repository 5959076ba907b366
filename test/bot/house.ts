import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Allowance } from '../../src/bot/allowance.ts';
import type { Answer, Lookup } from '../../src/bot/answer.ts';
import { type Bot, type BotOptions, createBot, type Pace } from '../../src/bot/bot.ts';
import type { Log } from '../../src/bot/log.ts';
import { createMastodonServer, type MastodonServer } from '../../src/bot/mastodon-server.ts';
import type { Weekly } from '../../src/bot/weekly.ts';
import type { Address } from '../../src/model/address.ts';
import type { Attribution } from '../../src/model/attribution.ts';
import { type Domain, parseDomain } from '../../src/model/domain.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import {
  type MastodonOptions,
  type ModelMastodon,
  startMastodon,
} from '../model-internet/mastodon/mastodon.ts';

/** Fast enough for tests; the settle time still outlasts what the model server is late by. */
export const QUICK: Pace = {
  streamFirstMs: 20,
  streamLongestMs: 200,
  heartbeatMs: 1000,
  pollMs: 100,
  settleMs: 500,
  requestMs: 600,
  retryFirstMs: 50,
  retryLongestMs: 400,
};

/** For tests that poll a hundred times as often as the bot does. */
export const UNLIMITED: Allowance = { wait: () => 0, spend: () => undefined };

export const USER_AGENT = 'whohosts/0.0.0 (test)';

export interface Line {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

export function memoryLog(): Log & { readonly lines: Line[] } {
  const lines: Line[] = [];
  const level = (name: Line['level']) => (fields: object, message: string) =>
    void lines.push({ level: name, fields, message });
  return { lines, info: level('info'), warn: level('warn'), error: level('error') };
}

export function domain(text: string): Domain {
  const parsed = parseDomain(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problem}`);
  return parsed.domain;
}

export function attribution(change: Partial<Attribution> = {}): Attribution {
  return {
    input: '203.0.113.9',
    status: 'OK',
    ip: '203.0.113.9',
    asn: 64500,
    asName: 'HETZNER-AS',
    prefix: '203.0.113.0/24',
    hoster: { id: 'hetzner', name: 'Hetzner', country: 'DE' },
    front: null,
    operator: null,
    kind: 'hosting',
    location: { country: 'DE', city: 'Nuremberg', lat: 49.45, lon: 11.07, accuracy: 'city' },
    evidence: ['asn'],
    ...change,
  };
}

type Found = NonNullable<Answer['finding']>;

export function answer(
  name: string,
  change: Partial<Answer> = {},
  found: { attribution?: Attribution | null; agree?: boolean } & Partial<Found['observation']> = {},
): Answer {
  const { attribution: given, agree, ...observation } = found;
  const attributed = given === undefined ? attribution() : given;
  return {
    domain: domain(name),
    network: 'fediverse',
    finding: {
      observation: {
        domain: domain(name),
        network: 'fediverse',
        observedAt: '2026-11-20T10:00:00.000Z',
        status: 'NOERROR',
        endpoints: [],
        cname: [],
        ptr: {},
        http: 'OK',
        self: null,
        declared: null,
        ...observation,
      },
      addresses: attributed ? [attributed] : [],
      attribution: attributed,
      agree: agree ?? true,
    },
    context: { servers: 2831, answered: 12098, share: 0.234, activeUsers: 310_456, activeShare: 0.31 },
    since: '2026-03-03T00:00:00.000Z',
    observedAt: '2026-11-20T10:00:00.000Z',
    stale: false,
    ...change,
  };
}

export const lookup: Lookup = async (asked) => answer(asked);

export interface House {
  readonly file: string;
  readonly store: Store;
  /** A new life of the bot on the same database. */
  bot(options?: Partial<BotOptions> & { readonly allowance?: Allowance }): {
    readonly bot: Bot;
    readonly log: ReturnType<typeof memoryLog>;
  };
  /** Stops every bot and closes all. */
  close(): Promise<void>;
}

/** A database of its own in a folder of its own, and bots of the model server's account on it. */
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

/** A week's post, for tests that care for nothing in it. */
export const WEEKLY: Weekly = {
  week: '2026-W47',
  scanId: 1,
  text: 'Who hosts the fediverse?',
  language: 'en',
  alt: 'Bar chart',
  png: Buffer.from('89504e470d0a1a0a', 'hex'),
  second: null,
};

/** A model server and a house beside it; what ends both is added to `closing`. */
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

/** Waits until something holds; rejects after `timeoutMs`. */
export async function until(holds: () => boolean, what: string, timeoutMs = 15_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A finished scan of the fediverse with these findings, begun at a time (ISO 8601). */
export function addScan(store: Store, findings: readonly Found[], startedAt: string): void {
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

/** What a scan finds of a domain. */
export function found(
  name: string,
  change: Partial<Attribution> & { readonly address?: string } = {},
): Found {
  const { address = '203.0.113.9', ...rest } = change;
  const { finding } = answer(
    name,
    {},
    {
      attribution: attribution({ input: address, ip: address, ...rest }),
      endpoints: [{ host: name, port: 443, addresses: [address as Address] }],
    },
  );
  if (finding === null) throw new Error('an answer without a finding');
  return finding;
}
