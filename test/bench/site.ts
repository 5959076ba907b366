/**
 * The whole site for two years of weekly scans: npm run bench:site [-- SERVERS WEEKS [DATABASE]] Writes it
 * twice, as the program does after a scan, in a process of its own, and exits 1 where a target is missed:
 * under 30 s and 500 MB, and a second run rewrites only what changed. DATABASE is kept and used again.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHILD_FLAGS, CHILD_MEMORY } from '../../src/jobs/own-process.ts';
import { openStore } from '../../src/store/store.ts';
import { writeHistory } from './fediverse-history.ts';

const SERVERS = Number(process.argv[2] ?? 30_000);
const WEEKS = Number(process.argv[3] ?? 104);
const TARGET_SECONDS = 30;
const TARGET_MEGABYTES = 500;

const folder = mkdtempSync(join(tmpdir(), 'whohosts-bench-site-'));
const file = process.argv[4] ?? join(folder, 'whohosts.db');
if (!existsSync(file)) {
  const store = openStore(file);
  const start = performance.now();
  writeHistory(store, { servers: SERVERS, weeks: WEEKS });
  for (const [index, network] of (['xmpp', 'matrix', 'web'] as const).entries()) {
    writeHistory(store, { network, servers: Math.ceil(SERVERS / 30), weeks: 2, seed: index + 3 });
  }
  store.close();
  console.log(
    `history of ${SERVERS} servers and ${WEEKS} weeks made in ${seconds(performance.now() - start)} s`,
  );
}

interface Run {
  readonly files: number;
  readonly written: number;
  readonly removed: number;
  readonly bytes: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly megabytes: number;
}

/** One run with the flags and the environment that `publishSite` gives its process. */
function run(name: string): Run {
  const child = spawnSync(
    process.execPath,
    [...CHILD_FLAGS, fileURLToPath(new URL('./site-child.ts', import.meta.url)), file, join(folder, 'site')],
    {
      encoding: 'utf8',
      env: { ...process.env, ...CHILD_MEMORY },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (child.status !== 0) throw new Error(`the run ended with ${child.status ?? child.signal}`);
  const result = JSON.parse(child.stdout) as Run;
  console.log(
    `${name}: ${seconds(result.wallMs)} s (${seconds(result.cpuMs)} s of processor time), ${result.megabytes} MB at most; ` +
      `${result.files} files, ${result.written} written (${(result.bytes / 1e6).toFixed(0)} MB), ${result.removed} removed`,
  );
  return result;
}

const busy = () =>
  `${loadavg()[0]?.toFixed(1)} processes wanted one of ${cpus().length} cores in the last minute`;
console.log(busy());
const first = run('first run');
const second = run('second run');
console.log(busy());
rmSync(folder, { recursive: true });

const missed = [
  // Whoever else uses the machine is not what is measured.
  Math.min(first.wallMs, first.cpuMs) > TARGET_SECONDS * 1000 && `under ${TARGET_SECONDS} s`,
  Math.max(first.megabytes, second.megabytes) > TARGET_MEGABYTES && `under ${TARGET_MEGABYTES} MB`,
  second.written + second.removed > 0 && 'a second run rewrites nothing where nothing changed',
].filter((target) => target !== false);
for (const target of missed) console.log(`MISSED: ${target}`);
process.exit(missed.length === 0 ? 0 : 1);

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
