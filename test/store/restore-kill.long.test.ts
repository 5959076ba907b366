import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { StoreError } from '../../src/model/expected-errors.ts';
import { restoreDatabase } from '../../src/store/restore.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../kit/findings.ts';
import { createRandom } from '../model-internet/random.ts';

const CHILD = fileURLToPath(new URL('./restore-child.ts', import.meta.url));
const KILLS = 100;
const KEYS = 60;

const folder = temporaryFolder();
afterAll(folder.remove);

async function runAndKill(file: string, backup: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [CHILD, file, backup], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
  const [, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${errors}`);
}

/** All keys are written together, so two different values mean that two lives were mixed. */
function valuesIn(store: Store): readonly (string | null)[] {
  const keys = Array.from({ length: KEYS }, (_, key) => `key ${key}`);
  return [...new Set(keys.map((key) => store.settings.get(key)))];
}

it(`kill -9 at ${KILLS} moments of restoring and writing never mixes two lives`, {
  timeout: 240_000,
}, async () => {
  const random = createRandom('restore').next;
  const backup = folder.file('whohosts-2026-11-20.db');
  const source = openStore(folder.file('source.db'));
  source.together(() => {
    for (let key = 0; key < KEYS; key += 1) source.settings.set(`key ${key}`, 'backup');
  });
  source.backup(backup);
  source.close();

  const file = join(dirname(backup), 'whohosts.db');
  const ends = { opened: 0, mixed: 0, copiedOver: 0 };
  for (let kill = 0; kill < KILLS; kill += 1) {
    await runAndKill(file, backup, random() * 40);
    // An operator in a hurry might do this.
    const isCopiedOver = kill % 4 === 3;
    const hasLog = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0;
    if (isCopiedOver) copyFileSync(backup, file);
    try {
      const store = openStore(file);
      expect(store.faults()).toEqual([]);
      expect(valuesIn(store)).toHaveLength(1);
      if (isCopiedOver) expect([hasLog, valuesIn(store)]).toEqual([false, ['backup']]);
      store.close();
      ends.opened += 1;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      expect(error.problem).toBe('mixed');
      if (isCopiedOver) ends.copiedOver += 1;
      else ends.mixed += 1;
      restoreDatabase(backup, file, new Date());
      const store = openStore(file);
      expect([store.faults(), valuesIn(store)]).toEqual([[], ['backup']]);
      store.close();
    }
  }
  expect(ends.opened).toBeGreaterThan(KILLS / 4);
  expect(ends.copiedOver).toBeGreaterThan(0);
  expect(readdirSync(dirname(file)).filter((name) => name.includes('unfinished')).length).toBeLessThan(4);
});
