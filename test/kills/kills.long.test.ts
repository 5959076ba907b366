import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { KillResult } from './kill-work.ts';

/*
 * A small part of the gate. A small disk is mounted in a namespace of its own; where the system forbids that,
 * the disk is never full.
 */

const GATE = fileURLToPath(new URL('./gate.ts', import.meta.url));
const KILLS = 28;
const MOUNTING = ['--user', '--map-root-user', '--mount'];

describe('kill -9', () => {
  const mayMount = spawnSync('unshare', [...MOUNTING, 'mount', '-t', 'tmpfs', 'x', '/tmp']).status === 0;

  it(`in all that writes, ${KILLS} times${mayMount ? ', now and then on a full disk' : ''}`, {
    timeout: 900_000,
  }, () => {
    const command = [process.execPath, GATE, String(KILLS), 'long'];
    const [program = '', ...rest] = mayMount ? ['unshare', ...MOUNTING, ...command] : command;
    const ran = spawnSync(program, rest, { encoding: 'utf8' });
    const results = ran.stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as KillResult & { readonly work: string });
    expect(results.map(({ work }) => work)).toEqual([
      ...['scan', 'backup', 'restore', 'migration', 'site', 'update', 'bot'],
    ]);
    for (const { work, kills, full, problems } of results) {
      expect([work, problems]).toEqual([work, []]);
      expect([work, kills, full]).toEqual([work, 4, mayMount ? 1 : 0]);
    }
    expect(ran.status, ran.stderr).toBe(0);
  });
});
