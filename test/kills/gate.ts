/**
 * `npm run gate:kills -- [KILLS] [SEED]`: before a release, all that writes is killed without warning a
 * thousand times in all, in one life of ten on a full disk: scan, backup, restore, migration, site, address
 * data, and the bot with its mentions and posts. Prints a line of JSON for each; ends with 1 where anything
 * was lost, doubled or damaged. Without the right to mount a small disk, the disk is never full: run it by
 * `unshare --user --map-root-user --mount npm run gate:kills` then.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crashes, LATE_MS, PACE } from '../bot/crash.ts';
import { PUBLIC, startWorld } from '../kit/model-clients.ts';
import { createRandom } from '../model-internet/random.ts';
import { publishers } from '../update/model-data.ts';
import { isFullIn, type KillResult, killWork } from './kill-work.ts';
import { createSmallDisk } from './small-disk.ts';
import { updateWork, WORKS } from './works.ts';

const DISK_MEGABYTES = 64;

const kills = Number(process.argv[2] ?? 1000);
const seed = process.argv[3] ?? new Date().toISOString();
if (!Number.isSafeInteger(kills) || kills < 1) {
  process.stderr.write(`expected a number of kills, got ${process.argv[2]}\n`);
  process.exit(2);
}

const disk = createSmallDisk(DISK_MEGABYTES);
const home = disk?.folder ?? mkdtempSync(join(tmpdir(), 'whohosts-kills-'));
// Also where it is interrupted: a mounted disk would stay.
process.once('exit', () => (disk === null ? rmSync(home, { recursive: true }) : disk.discard()));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const world = await startWorld(
  Object.entries(publishers()).map(([domain, routes]) => ({ domain, ip: PUBLIC, routes })),
);
const { next: random } = createRandom(seed);
const works = { ...WORKS, update: updateWork(world) };
const each = Math.ceil(kills / (Object.keys(works).length + 1));
let problems = 0;

function tell(work: string, result: KillResult): void {
  problems += result.problems.length;
  process.stdout.write(`${JSON.stringify({ work, seed, ...result })}\n`);
}

try {
  for (const [name, work] of Object.entries(works)) {
    tell(name, await killWork(work, { kills: each, random, folder: join(home, name), disk }));
  }
  tell('bot', await killBot());
} finally {
  await world.stop();
}
process.exitCode = problems === 0 ? 0 : 1;

async function killBot(): Promise<KillResult> {
  let full = 0;
  const { duplicates, lost, faults } = await crashes({
    ...{ kills: each, mentions: each, pace: PACE, lateMs: LATE_MS, random },
    folder: join(home, 'bot'),
    beforeLife(life) {
      if (disk === null || !isFullIn(life)) return () => undefined;
      full += 1;
      return disk.fill(random() * 64_000);
    },
  });
  const all = [
    ...duplicates.map((post) => `posted twice: ${post}`),
    ...lost.map((post) => `never posted: ${post}`),
    ...faults,
  ];
  return { kills: each, full, ended: 0, problems: all };
}
