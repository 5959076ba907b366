import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { SmallDisk } from './small-disk.ts';
import type { Work } from './works.ts';

export interface KillResult {
  readonly kills: number;
  /** Lives on a full disk. */
  readonly full: number;
  /** Those that a full disk ended before the kill. */
  readonly ended: number;
  /** What was lost, twice, or not whole, by life. */
  readonly problems: readonly string[];
}

export interface KillOptions {
  readonly kills: number;
  readonly random: () => number;
  /** Where the work has its folder, and the disk that is full in one life of ten; null for none. */
  readonly folder: string;
  readonly disk: SmallDisk | null;
}

/** From the beginning of the work to the kill, milliseconds at most. */
const LONGEST_MS = 120;
/** Little more than a new log of the database takes. */
const MOST_FREE_BYTES = 64 * 1024;
/** One in ten, and the same ones in each run. */
export const isFullIn = (life: number) => life % 10 === 3;

/** Kills a work over and over, and judges after each kill what it left. */
export async function killWork(work: Work, options: KillOptions): Promise<KillResult> {
  const { kills, random, folder, disk } = options;
  mkdirSync(folder, { recursive: true });
  work.prepare(folder);
  const problems: string[] = [];
  let full = 0;
  let ended = 0;
  for (let life = 0; life < kills; life += 1) {
    work.before?.(life);
    const makeRoom = disk !== null && isFullIn(life) ? disk.fill(random() * MOST_FREE_BYTES) : null;
    const lived = await live(work, folder, random() * LONGEST_MS);
    makeRoom?.();
    if (makeRoom !== null) full += 1;
    if (lived.signal !== 'SIGKILL' && makeRoom !== null) ended += 1;
    try {
      if (lived.signal !== 'SIGKILL' && makeRoom === null)
        throw new Error(`ended by itself: ${lived.errors}`);
      work.judge(folder, lived.said);
    } catch (error) {
      problems.push(`${life}${makeRoom === null ? '' : ', full'}: ${String(error)}`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return { kills, full, ended, problems };
}

async function live(work: Work, folder: string, afterMs: number) {
  const child = spawn(process.execPath, work.command(folder), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...work.environment, NODE_COMPILE_CACHE: join(folder, '..', 'compiled') },
  });
  let said = '';
  let errors = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      resolve();
    });
    child.once('message', () => resolve());
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const gone = once(child, 'close');
  await Promise.race([begun.then(() => wait(afterMs)), gone]);
  child.kill('SIGKILL');
  const [, signal] = (await gone) as [number | null, NodeJS.Signals | null];
  return { signal, said: said.split('\n').slice(0, -1), errors };
}
