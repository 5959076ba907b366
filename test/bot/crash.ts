import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pace } from '../../src/bot/bot.ts';
import { openStore } from '../../src/store/store.ts';
import { type ModelMastodon, startMastodon } from '../model-internet/mastodon/mastodon.ts';
import type { ChildOptions } from './crash-child.ts';

export interface CrashOptions {
  readonly kills: number;
  readonly mentions: number;
  readonly pace: Pick<Pace, 'pollMs' | 'settleMs' | 'requestMs' | 'retryFirstMs' | 'retryLongestMs'>;
  /** The most that the server commits late, milliseconds. */
  readonly lateMs: number;
  readonly random: () => number;
}

export interface CrashResult {
  readonly kills: number;
  readonly posts: number;
  /** Posts that are there more than once. */
  readonly duplicates: readonly string[];
  /** Mentions without a reply, and whichever post of the weekly thread is missing. */
  readonly lost: readonly string[];
  /** What SQLite's full check finds wrong. */
  readonly faults: readonly string[];
}

const CHILD = new URL('crash-child.ts', import.meta.url).pathname;
export const WEEKLY = {
  week: '2026-W47',
  text: 'Five companies host 61% of the fediverse.',
  second: 'Since Saturday, 12 of 987 servers changed host or CDN.',
};
/** From the first request on; a round of mention, reply and note takes some 50 ms where nothing goes wrong. */
const LONGEST_LIFE_MS = 400;
/** So long without a post means that what is missing is lost. */
const PATIENCE_MS = 60_000;
/** Most of a short life is compiling modules, every time the same. */
const COMPILED = join(tmpdir(), 'whohosts-crash-compiled');

/** A process with a bot; it ends with this one at the latest. */
export function startLife(options: ChildOptions): ChildProcess {
  return spawn(process.execPath, [CHILD, JSON.stringify(options)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
}

/** Without warning; resolves when it is gone. */
export async function kill(life: ChildProcess): Promise<void> {
  if (life.exitCode !== null || life.signalCode !== null) return;
  const gone = once(life, 'exit');
  life.kill('SIGKILL');
  await gone;
}

/** Drops answers, commits late or not at all, ignores keys: about four posts in five meet something of it. */
function disturb(model: ModelMastodon, { random, lateMs, mentions }: CrashOptions): void {
  const late = () => ({ lateMs: Math.floor(random() * lateMs) });
  const route = 'POST /api/v1/statuses';
  const kinds = [
    () => model.fault({ route, action: { kind: 'html', status: 504 }, commit: late() }),
    () => model.fault({ route, action: { kind: 'html', status: 502 } }),
    () => model.fault({ route, action: { kind: 'close' }, commit: late() }),
    () => model.fault({ route, action: { kind: 'close' }, commit: 'yes' }),
    () => model.fault({ route, action: { kind: 'silence' }, commit: late() }),
    () => model.fault({ route, action: { kind: 'delay', ms: Math.floor(random() * lateMs) } }),
    () => model.fault({ route, action: { kind: 'delay', ms: 0 } }),
  ];
  for (let count = 0; count < 2 * mentions; count++) kinds[Math.floor(random() * kinds.length)]?.();
  model.fault({ route: 'POST /api/v2/media', after: 1, action: { kind: 'html', status: 503 } });
  model.fault({ route: 'GET /api/v1/accounts/*/statuses', count: 2, action: { kind: 'html', status: 502 } });
  model.fault({ route: 'GET /api/v1/notifications', after: 3, action: { kind: 'close' } });
}

/** What each post is, by the mention that it answers or by its text; the second of the thread only as answer to the first. */
function named(model: ModelMastodon): readonly string[] {
  const posts = model.posts();
  const first = posts.find(({ text }) => text === WEEKLY.text);
  return posts.map(({ inReplyToId, text }) =>
    inReplyToId === null || (first !== undefined && inReplyToId === first.id) ? text : inReplyToId,
  );
}

function complete(model: ModelMastodon, wanted: readonly string[]): boolean {
  const there = new Set(named(model));
  return wanted.every((id) => there.has(id));
}

/**
 * A bot that is killed without warning again and again, at any moment of mention, reply and weekly post, on a server that
 * does all of {@link disturb}; in the end it is left alone until all is posted and every doubt is settled.
 */
export async function crashes(options: CrashOptions): Promise<CrashResult> {
  const { random, pace } = options;
  const directory = mkdtempSync(join(tmpdir(), 'whohosts-crash-'));
  const file = join(directory, 'whohosts.db');
  // Restarts at this rate would use up any limit, and waiting for its end is tested elsewhere.
  const model = await startMastodon({ traits: { idempotency: 'ignored', rateLimits: false } });
  disturb(model, options);
  const argument: ChildOptions = {
    url: model.url,
    token: model.token,
    file,
    pace,
    weekly: WEEKLY,
  };
  const wanted: string[] = [WEEKLY.text, WEEKLY.second];
  let child: ChildProcess | null = null;
  const live = () => {
    const born = startLife(argument);
    child = born;
    return born;
  };
  try {
    for (let count = 0; count < options.kills; count++) {
      for (let each = 0; each * options.kills < options.mentions; each++) {
        if (wanted.length >= options.mentions + 2) break;
        wanted.push(
          model.mention({ from: `user${wanted.length}@far.example`, text: 'social.example' }).status.id,
        );
      }
      const asked = model.requests.length;
      const life = live();
      // Most of a life is starting up; what matters comes after its first request.
      for (let waited = 0; model.requests.length === asked && waited < 20_000; waited += 5) await wait(5);
      await wait(Math.floor(random() * LONGEST_LIFE_MS));
      await kill(life);
    }
    const last = live();
    // However slow the machine is: it is over when nothing more comes.
    let posted = model.posts().length;
    for (let end = Date.now() + PATIENCE_MS; !complete(model, wanted) && Date.now() < end; await wait(20)) {
      if (model.posts().length > posted) end = Date.now() + PATIENCE_MS;
      posted = model.posts().length;
    }
    // Whatever is still in doubt, or is sent once more, shows within this time.
    await wait(2 * (pace.requestMs + pace.settleMs) + options.lateMs + 500);
    await kill(last);
    const posts = named(model);
    const store = openStore(file);
    const faults = store.faults();
    store.close();
    return {
      kills: options.kills,
      posts: posts.length,
      duplicates: posts.filter((post, index) => posts.indexOf(post) !== index),
      lost: wanted.filter((id) => !posts.includes(id)),
      faults,
    };
  } finally {
    if (child) await kill(child);
    await model.stop();
    rmSync(directory, { recursive: true });
  }
}
