/*
 * A whole scan as a process, against a model internet in another one: 30,000 servers, 100 to 800 ms of
 * latency, 30 % dead. The limit is what the network allows: connection-seconds over connections at once, or
 * query-seconds over queries at once where that is more. The scan's own cost is not part of it. Exit 1
 * where a goal is missed by more than a tenth, or for any server that is well and is not found so.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStore } from '../../src/store/store.ts';
import { type BenchInternet, benchInternet } from '../model-internet/bench.ts';
import { lendTables } from '../model-internet/tables.ts';
import { isLate, needsOf } from './scan-ideal.ts';
import { startModel, USAGE } from './scan-model.ts';
import { repeatInThePast } from './scan-past.ts';
import type { Usage } from './scan-usage.ts';

/** Times the limit. */
const GOAL = 1.25;
/** Of a second scan, as a part of the first one's time. */
const GOAL_AGAIN = 0.5;
/** Peak memory in MB for this many servers, and for fewer. */
const MEMORY_GOALS = { many: 10_000, ofMany: 300, ofFew: 250 };
const TOLERANCE = 1.1;
const PROGRAM = fileURLToPath(new URL('../../src/main.js', import.meta.url));

const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '30000' },
    http: { type: 'string', default: '2000' },
    dns: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    /** Scans the same servers once more, with five weeks of history. */
    again: { type: 'boolean', default: false },
    /** For the scan's process, such as --cpu-prof. */
    node: { type: 'string', multiple: true, default: [] },
  },
});
const [count, http, dns] = [Number(values.servers), Number(values.http), Number(values.dns)];
if (![count, http, dns].every((number) => Number.isSafeInteger(number) && number > 0))
  throw new Error('--servers, --http and --dns: expected whole numbers');
process.exitCode = await bench();

async function bench(): Promise<number> {
  const world = benchInternet({ count, seed: values.seed });
  const needs = needsOf(world);
  const folder = await mkdtemp(join(tmpdir(), 'whohosts-bench-scan-'));
  const model = await startModel(count, values.seed);
  try {
    const list = join(folder, 'servers.txt');
    await writeFile(list, world.servers.map(({ domain }) => `${domain}\n`).join(''));
    await lendTables(folder);
    const { seconds, usage } = await scan(list, folder, model.environment);
    const wrong = mistakes(world, folder);
    if (values.again) repeatInThePast(join(folder, 'whohosts.db'));
    const again = values.again ? await scan(list, folder, model.environment) : null;
    const wrongAgain = again === null ? 0 : sum(mistakes(world, folder));
    const its = await model.stop();

    const bounds = { http: needs.http / http, dns: needs.dns / dns };
    const limit = Math.max(bounds.http, bounds.dns);
    const ratio = seconds / limit;
    const memory = usage.peakMemory / 1e6;
    const memoryGoal = count >= MEMORY_GOALS.many ? MEMORY_GOALS.ofMany : MEMORY_GOALS.ofFew;
    const { alive, deadTls, deadDns } = world.made;
    say(`${count} servers: ${alive} well, ${deadTls} dead, ${deadDns} silent in DNS`);
    say(`HTTP ${tell(needs.http)} of connections, ${http} at once: ${tell(bounds.http)}`);
    say(`DNS ${tell(needs.dns)} of queries, ${dns} at once: ${tell(bounds.dns)}`);
    say(
      `CPU ${tell(usage.mainCpu)} on the main thread, ${tell(usage.allCpu)} on all; the model ${tell(its.allCpu)}`,
    );
    say(
      `event loop late by ${tell(usage.stalls.p99)} (99 %), ${tell(usage.stalls.longest)} at most; the model's ${tell(its.stalls.p99)}, ${tell(its.stalls.longest)}`,
    );
    if (usage.waited !== null)
      say(
        `waited ${tell(usage.waited)} for a core that others had; the model ${tell(its.waited ?? Number.NaN)}`,
      );
    say(`memory at most ${Math.round(memory)} MB (goal ${memoryGoal})`);
    say(`took ${tell(seconds)}, ${ratio.toFixed(2)} times the limit of ${tell(limit)} (goal ${GOAL})`);
    say(`falsely dead: ${wrong.dns} in DNS, ${wrong.http} in HTTP; falsely well: ${wrong.well}`);
    if (wrong.http > 0) say(`in HTTP as ${JSON.stringify(wrong.how)}`);
    say(`${wrong.late} that DNS answers after the product's limit are not counted`);
    if (again !== null) {
      const part = again.seconds / seconds;
      say(`again: ${tell(again.seconds)}, ${part.toFixed(2)} of the first time (goal ${GOAL_AGAIN})`);
      say(
        `again: CPU ${tell(again.usage.mainCpu)} on the main thread, ${tell(again.usage.allCpu)} on all; memory ${Math.round(again.usage.peakMemory / 1e6)} MB; wrong: ${wrongAgain}`,
      );
      if (part > GOAL_AGAIN * TOLERANCE || wrongAgain > 0) return 1;
    }
    const isGood = ratio <= GOAL * TOLERANCE && memory <= memoryGoal * TOLERANCE;
    return isGood && sum(wrong) === 0 ? 0 : 1;
  } finally {
    await model.stop();
    await rm(folder, { recursive: true });
  }
}

async function scan(
  list: string,
  dataDir: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly seconds: number; readonly usage: Usage }> {
  const began = performance.now();
  const args = [...values.node, '--import', USAGE, PROGRAM, 'scan', 'fediverse', '--list', list];
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      ...environment,
      DATA_DIR: dataDir,
      HTTP_CONCURRENCY: String(http),
      DNS_CONCURRENCY: String(dns),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  const used = text(child.stdio[3] as NodeJS.ReadableStream);
  const [code] = await once(child, 'exit');
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`the scan ended with ${code}`);
  return { seconds, usage: JSON.parse(await used) as Usage };
}

/** Where the scan says something else than what the model is. */
function mistakes(world: BenchInternet, dataDir: string) {
  const store = openStore(join(dataDir, 'whohosts.db'));
  const scanned = store.scans.latest('fediverse');
  const found = new Map(
    store.history.servers(scanned?.id ?? 0).map((server) => [server.domain as string, server]),
  );
  store.close();
  const wrong = { dns: 0, http: 0, well: 0, late: 0, how: {} as Record<string, number> };
  for (const model of world.servers) {
    const { domain, behaviour } = model;
    if (behaviour !== 'silent' && isLate(model, world)) {
      wrong.late++;
      continue;
    }
    const server = found.get(domain);
    const resolves = server?.status === 'NOERROR';
    if (behaviour !== 'silent' && !resolves) wrong.dns++;
    else if (behaviour === 'ok' && server?.http !== 'OK') {
      wrong.http++;
      const how = server?.http ?? 'missing';
      wrong.how[how] = (wrong.how[how] ?? 0) + 1;
    } else if (behaviour === 'silent' ? resolves : behaviour !== 'ok' && server?.http === 'OK') wrong.well++;
  }
  return wrong;
}

function sum({ dns, http, well }: ReturnType<typeof mistakes>): number {
  return dns + http + well;
}

function tell(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
}

function say(line: string): void {
  console.log(line);
}
