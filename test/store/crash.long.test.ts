import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { measure } from '../../src/store/measure.ts';
import { openStore } from '../../src/store/store.ts';
import { temporaryFolder } from '../kit/findings.ts';
import { CRASH_NAMES, findingIn } from './crash-plan.ts';

const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url));
const KILLS = 40;

const folder = temporaryFolder();
afterAll(folder.remove);

/**
 * Starts the child, kills it `afterMs` after it wrote `word`, and returns the complete lines of its output.
 */
async function runAndKill(file: string, word: string, afterMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  let waiting = true;
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (!waiting || !output.includes(word)) return;
    waiting = false;
    setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  const [, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL') throw new Error(`the child ended by itself: ${errors}`);
  return output.split('\n').slice(0, -1);
}

function rows(file: string, sql: string): number {
  const database = new SQLite(file, { readonly: true });
  const count = Number(database.prepare(sql).pluck().get());
  database.close();
  return count;
}

describe('kill -9', () => {
  it(`at ${KILLS} moments leaves every scan finished or resumable, and loses nothing acknowledged`, async () => {
    const file = folder.file('whohosts.db');
    let cutWhileFinishing = 0;
    let cutWhileRecording = 0;
    const acknowledged = new Set<string>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const moments = [
        ['finishing', (kill % 8) * 2],
        ['open', kill * 2],
        ['recorded', kill % 5],
      ] as const;
      const [word, afterMs] = moments[kill % moments.length] ?? moments[0];
      const lines = await runAndKill(file, word, afterMs);
      const store = openStore(file);
      expect(store.faults()).toEqual([]);
      const finished = store.scans.all('fediverse');
      const running = store.scans.unfinished('fediverse');
      const pending = new Set<string>(running === null ? [] : store.scans.pending(running.scan.id));

      for (const line of lines) {
        const [step = '', number = '', ...names] = line.split(' ');
        if (step === 'finished') acknowledged.add(number);
        if (step === 'recorded' && running?.fingerprint === number) {
          expect(names.filter((name) => pending.has(name))).toEqual([]);
        }
      }
      expect(finished.length).toBeGreaterThanOrEqual(acknowledged.size);
      expect(rows(file, 'SELECT count(*) FROM targets')).toBe(running === null ? 0 : CRASH_NAMES.length);
      expect(rows(file, 'SELECT count(DISTINCT scan_id) FROM totals')).toBe(finished.length);

      const last = finished.at(-1);
      if (last !== undefined) {
        const expected = CRASH_NAMES.map((name) => measure(findingIn(finished.length - 1, name)));
        expect(store.history.servers(last.id)).toEqual(expected);
      }
      const end = lines.at(-1) ?? '';
      if (end.startsWith('finishing') && running !== null && pending.size === 0) cutWhileFinishing += 1;
      if (pending.size > 0 && pending.size < CRASH_NAMES.length) cutWhileRecording += 1;
      store.close();
    }
    expect(cutWhileFinishing).toBeGreaterThan(0);
    expect(cutWhileRecording).toBeGreaterThan(0);

    const store = openStore(file);
    for (const [number, { id }] of store.scans.all('fediverse').entries()) {
      const expected = CRASH_NAMES.map((name) => measure(findingIn(number, name)));
      expect(store.history.servers(id)).toEqual(expected);
    }
    store.close();
  }, 240_000);
});
