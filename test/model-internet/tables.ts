import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openAttributor } from '../../src/attribution/attributor.ts';
import { takeLock } from '../../src/store/lock.ts';

/** What tests may keep from one run to the next, because it is the same every time. */
export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/whohosts-test/', import.meta.url));

/**
 * Gives a data folder the compiled address tables, which take many seconds to make and are made once for all
 * tests. File by file: a test with downloaded data compiles tables of its own and removes those it replaces,
 * which in a shared folder takes them from the other tests.
 */
export async function lendTables(dataDir: string): Promise<void> {
  await compileOnce();
  const from = join(CACHE, 'tables');
  const to = join(dataDir, 'tables');
  await mkdir(to, { recursive: true });
  for (const file of await readdir(from)) await symlink(join(from, file), join(to, file));
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
