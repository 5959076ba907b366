/**
 * `npm run gate:crash -- [KILLS] [SEED]`, to be run before a release. Kills the bot a thousand times
 * without warning, at random moments of mention, reply and weekly post, on a server that is late, drops
 * answers and ignores keys. Exits with 1 if anything was posted twice or lost. Then it repeats that without
 * the settle time, which must post twice: otherwise the first run proves nothing.
 */
import { availableParallelism } from 'node:os';
import { createRandom } from '../model-internet/random.ts';
import { type CrashResult, crashes, LATE_MS, PACE } from './crash.ts';

/** Lives one after another in one database. */
const KILLS_IN_A_WORLD = 50;

const kills = Number(process.argv[2] ?? 1000);
const seed = process.argv[3] ?? new Date().toISOString();
if (!Number.isSafeInteger(kills) || kills < 1) {
  say(`expected a number of kills, got ${process.argv[2]}`);
  process.exit(2);
}

const started = performance.now();
const worlds = Array.from({ length: Math.ceil(kills / KILLS_IN_A_WORLD) }, (_, index) => ({
  seed: `${seed} ${index}`,
  kills: Math.min(KILLS_IN_A_WORLD, kills - index * KILLS_IN_A_WORLD),
}));
say(`${kills} kills in ${worlds.length} worlds, seed ${JSON.stringify(seed)}`);
const results: CrashResult[] = [];
const queue = worlds.values();
await Promise.all(
  Array.from({ length: 2 * availableParallelism() }, async () => {
    for (const world of queue) {
      const random = createRandom(world.seed).next;
      const result = await crashes({
        kills: world.kills,
        mentions: world.kills,
        pace: PACE,
        lateMs: LATE_MS,
        random,
      });
      results.push(result);
      say(`${world.seed}: ${JSON.stringify(result)}`);
    }
  }),
);
const sum = (count: (result: CrashResult) => number) =>
  results.reduce((total, each) => total + count(each), 0);
const wrong = sum(({ duplicates, lost, faults }) => duplicates.length + lost.length + faults.length);
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
say(
  `${sum((each) => each.kills)} kills, ${sum((each) => each.posts)} posts, ` +
    `${sum((each) => each.duplicates.length)} twice, ${sum((each) => each.lost.length)} lost, ` +
    `${sum((each) => each.faults.length)} faults in the databases, ${minutes} min`,
);

const hasty = await crashes({
  kills: 4,
  mentions: 40,
  pace: { ...PACE, settleMs: 0, requestMs: 100 },
  lateMs: LATE_MS,
  random: createRandom(seed).next,
});
say(`without the settle time: ${hasty.duplicates.length} of ${hasty.posts} posts twice`);
process.exitCode = wrong === 0 && hasty.duplicates.length > 0 ? 0 : 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
