import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openAttributor } from '../../src/attribution/attributor.ts';
import { takeLock } from '../../src/store/lock.ts';

/** What tests may keep from one run to the next, because it is the same every time. */
export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/whohosts-test/', import.meta.url));

/** Gives a data folder the compiled address tables: made once, because that takes many seconds, and shared by all tests. */
export async function lendTables(dataDir: string): Promise<void> {
  await compileOnce();
  await mkdir(dataDir, { recursive: true });
  await symlink(join(CACHE, 'tables'), join(dataDir, 'tables'));
}

let compiled: Promise<void> | null = null;

function compileOnce(): Promise<void> {
  compiled ??= compile();
  return compiled;
}

/** Test files run in processes of their own: the first one compiles, the others wait for it. */
async function compile(): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  for (;;) {
    const lock = takeLock(join(CACHE, 'compiling.lock'));
    if (lock !== null) {
      try {
        await openAttributor({ dataDir: CACHE });
        return;
      } finally {
        lock.release();
      }
    }
    await wait(200);
  }
}
