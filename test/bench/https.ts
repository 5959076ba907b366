/*
 * What a connection with a verified certificate and two requests costs our client, against epoll and OpenSSL
 * in C (https-peer.c), which is compiled where there is a compiler; else nothing is compared. Both take
 * turns, so that a busy machine slows both. Exit 1 where the goal is missed by more than a tenth.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchInternet } from '../model-internet/bench.ts';
import { startModel } from './scan-model.ts';

/** Servers a CPU second, as a part of the peer's. */
const GOAL = 0.6;
const TOLERANCE = 0.9;
const PATHS = ['/.well-known/nodeinfo', '/nodeinfo/2.0'];
const CLIENT = fileURLToPath(new URL('./https-client.ts', import.meta.url));
const PEER = fileURLToPath(new URL('./https-peer.c', import.meta.url));

const { values } = parseArgs({
  options: {
    names: { type: 'string', default: '2400' },
    'at-once': { type: 'string', default: '100' },
    rounds: { type: 'string', default: '5' },
    /** For the client's process, such as --cpu-prof. */
    node: { type: 'string', multiple: true, default: [] },
  },
});

interface Taken {
  readonly cpu: number;
  readonly good: number;
}

async function run(command: string, args: readonly string[], hosts: readonly string[], env = {}) {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(`${hosts.join('\n')}\n`);
  const { cpu, good } = JSON.parse(await text(child.stdout)) as Taken;
  if (good === 0) throw new Error(`${command} had no answer`);
  return good / cpu;
}

/** Null where there is no compiler or no OpenSSL. */
function compile(folder: string): string | null {
  const program = join(folder, 'https-peer');
  const { status } = spawnSync('cc', ['-O2', '-o', program, PEER, '-lssl', '-lcrypto']);
  return status === 0 ? program : null;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

async function bench(): Promise<number> {
  // A part of the model's servers is dead.
  const world = benchInternet({ count: Math.ceil(Number(values.names) * 1.5) });
  const hosts = world.servers
    .flatMap(({ domain, behaviour }) => (behaviour === 'ok' ? [domain] : []))
    .slice(0, Number(values.names));
  const folder = await mkdtemp(join(tmpdir(), 'whohosts-bench-https-'));
  const model = await startModel(world.servers.length, '1', ['--no-latency']);
  try {
    const { CONNECT_TO = '', NODE_EXTRA_CA_CERTS = '' } = model.environment;
    const port = CONNECT_TO.split(':').at(-1) ?? '';
    const atOnce = values['at-once'];
    const peer = compile(folder);
    const rates: { readonly ours: number; readonly peer: number }[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      const args = [...values.node, CLIENT, atOnce, ...PATHS];
      const ours = await run(process.execPath, args, hosts, model.environment);
      const limit =
        peer === null ? Number.NaN : await run(peer, [port, NODE_EXTRA_CA_CERTS, atOnce, ...PATHS], hosts);
      rates.push({ ours, peer: limit });
    }
    const ratio = median(rates.map(({ ours, peer: limit }) => ours / limit));
    const rate = (key: 'ours' | 'peer') => Math.round(median(rates.map((each) => each[key])));
    const measured = `HTTPS, ${atOnce} at once, servers per CPU second: ours ${rate('ours')}`;
    if (peer === null) {
      console.log(`${measured}; no C compiler with OpenSSL, so no limit to compare with`);
      return 1;
    }
    console.log(
      `${measured}, C with OpenSSL ${rate('peer')}: ${ratio.toFixed(2)} of the limit (goal ${GOAL}; ${rates.length} rounds of ${hosts.length})`,
    );
    return ratio >= GOAL * TOLERANCE ? 0 : 1;
  } finally {
    await model.stop();
    await rm(folder, { recursive: true });
  }
}

process.exitCode = await bench();
