import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pace } from '../../src/bot/bot.ts';
import { openStore } from '../../src/store/store.ts';
import type { Fault } from '../model-internet/mastodon/faults.ts';
import { type ModelMastodon, startMastodon } from '../model-internet/mastodon/mastodon.ts';
import type { ChildOptions } from './crash-child.ts';
import { PASSING, REFUSED_BUT_MADE } from './faults.ts';

export interface CrashOptions {
  readonly kills: number;
  readonly mentions: number;
  readonly pace: Pick<
    Pace,
    'pollMs' | 'settleMs' | 'requestMs' | 'retryFirstMs' | 'retryLongestMs' | 'verifyMs'
  >;
  /** Longest delay of the server's commits, in milliseconds. */
  readonly lateMs: number;
  readonly random: () => number;
  /** Where the database is, instead of a new folder. */
  readonly folder?: string;
  /** Before the life of this number; what it gives is called when that is over. */
  readonly beforeLife?: (life: number) => () => void;
}

export interface CrashResult {
  readonly kills: number;
  readonly posts: number;
  /** Posts that exist more than once. */
  readonly duplicates: readonly string[];
  /** Mentions without a reply, and missing posts of the weekly thread. */
  readonly lost: readonly string[];
  /** Faults that SQLite's full check finds. */
  readonly faults: readonly string[];
}

/** Longest delay of the server's commits, and a bot that is quick enough to be killed a thousand times. */
export const LATE_MS = 300;
export const PACE: CrashOptions['pace'] = {
  pollMs: 60,
  settleMs: 500,
  requestMs: 400,
  retryFirstMs: 20,
  retryLongestMs: 100,
  verifyMs: 20,
};

const CHILD = new URL('./crash-child.ts', import.meta.url).pathname;
export const WEEKLY = {
  week: '2026-W47',
  text: 'Five companies host 61% of the fediverse.',
  second: 'Since Saturday, 12 of 987 servers changed host or CDN.',
};
/**
 * Milliseconds from the first request on. A round of mention, reply and recording takes about 50 ms without
 * faults.
 */
const LONGEST_LIFE_MS = 400;
/** Milliseconds without a post after which missing posts count as lost. */
const PATIENCE_MS = 60_000;
/** Most of a short life is spent compiling modules, so the result is cached. */
const COMPILED = join(tmpdir(), 'whohosts-crash-compiled');

/** A process with a bot; it ends with this one at the latest. */
export function startLife(options: ChildOptions): ChildProcess {
  return spawn(process.execPath, [CHILD, JSON.stringify(options)], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  });
}

/** Kills without warning; resolves when the process is gone. */
export async function kill(life: ChildProcess): Promise<void> {
  if (life.exitCode !== null || life.signalCode !== null) return;
  const gone = once(life, 'exit');
  life.kill('SIGKILL');
  await gone;
}

/** The routes for reading and preparing, at which a fault must never lose or double a post. */
const READING = [
  'GET /api/v1/notifications',
  'GET /api/v1/accounts/*/statuses',
  'GET /api/v1/statuses/*/context',
  'POST /api/v2/media',
];
/** Fraction of the posts without a fault. */
const UNDISTURBED = 0.2;
/** Fraction of the faults at posting that are lost or late answers, which most tempt a bot to post again. */
const TEMPTING = 0.5;

/**
 * The fault matrix at random, on a server that ignores keys: answers of every kind before, after or instead
 * of the post, and the same at all routes for reading.
 */
function disturb(model: ModelMastodon, { random, lateMs, mentions }: CrashOptions): void {
  const one = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const late = () => ({ lateMs: Math.floor(random() * lateMs) });
  const posting = 'POST /api/v1/statuses';
  const tempting: readonly (() => Omit<Fault, 'route'>)[] = [
    () => ({ action: { kind: 'html', status: 504 }, commit: late() }),
    () => ({ action: { kind: 'close' }, commit: late() }),
    () => ({ action: { kind: 'close' }, commit: 'yes' }),
    () => ({ action: { kind: 'silence' }, commit: late() }),
    () => ({ action: { kind: 'stall' } }),
    () => ({ action: { kind: 'delay', ms: Math.floor(random() * lateMs) } }),
  ];
  const ofMatrix = (): Omit<Fault, 'route'> =>
    random() < 0.8
      ? { action: one(PASSING), commit: one<NonNullable<Fault['commit']>>(['no', 'yes', late()]) }
      : { action: one(REFUSED_BUT_MADE), commit: 'yes' };
  for (let count = 0; count < 2 * mentions; count++) {
    const undisturbed = random() < UNDISTURBED;
    const fault = random() < TEMPTING ? one(tempting)() : ofMatrix();
    model.fault(
      undisturbed ? { route: posting, action: { kind: 'delay', ms: 0 } } : { route: posting, ...fault },
    );
  }
  for (let count = 0; count < mentions; count++) {
    // Every life reads first: most of these requests pass, or no life would get to its posts.
    model.fault({ route: one(READING), after: Math.floor(random() * 4), action: one(PASSING) });
  }
}

/**
 * Names each post by the mention that it answers or by its text, which ends in the picture's description if
 * the picture failed. The second post of the thread counts only as a reply to the first.
 */
function named(model: ModelMastodon): readonly string[] {
  const posts = model.posts();
  const isFirst = ({ text }: { readonly text: string }) => text.startsWith(WEEKLY.text);
  const first = posts.find(isFirst);
  return posts.map((post) => {
    if (post.inReplyToId === null) return isFirst(post) ? WEEKLY.text : post.text;
    return post.inReplyToId === first?.id ? post.text : post.inReplyToId;
  });
}

function complete(model: ModelMastodon, wanted: readonly string[]): boolean {
  const there = new Set(named(model));
  return wanted.every((id) => there.has(id));
}

/**
 * Kills a bot without warning again and again, at any moment of mention, reply and weekly post, on a server
 * that does all of {@link disturb}. In the end the bot is left alone until all is posted and every doubt is
 * settled.
 */
export async function crashes(options: CrashOptions): Promise<CrashResult> {
  const { random, pace } = options;
  const directory = options.folder ?? mkdtempSync(join(tmpdir(), 'whohosts-crash-'));
  const file = join(directory, 'whohosts.db');
  // Restarts at this rate would exhaust any limit, and waiting for its end is tested elsewhere.
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
      const after = options.beforeLife?.(count);
      const life = live();
      // Most of a life is starting up; what matters comes after its first request.
      const hasBegun = () => model.requests.length > asked || life.exitCode !== null;
      for (let waited = 0; !hasBegun() && waited < 20_000; waited += 5) await wait(5);
      await wait(Math.floor(random() * LONGEST_LIFE_MS));
      await kill(life);
      after?.();
    }
    const last = live();
    // On a slow machine too, it is over when no more posts arrive.
    let posted = model.posts().length;
    for (let end = Date.now() + PATIENCE_MS; !complete(model, wanted) && Date.now() < end; await wait(20)) {
      if (model.posts().length > posted) end = Date.now() + PATIENCE_MS;
      posted = model.posts().length;
    }
    // Anything still in doubt, or sent once more, shows within this time.
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
    rmSync(directory, { recursive: true, force: true });
  }
}
