import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe } from 'vitest';

/*
 * Software that others wrote, as the other side of a test: what only our own model says is our opinion.
 * Debian's packages; `.ci/run` installs them.
 */

const PROGRAMS = {
  unbound: '/usr/sbin/unbound',
  nsd: '/usr/sbin/nsd',
  nginx: '/usr/sbin/nginx',
  apache2: '/usr/sbin/apache2',
  haproxy: '/usr/sbin/haproxy',
  prosody: '/usr/bin/prosody',
  snac2: '/usr/bin/snac',
  curl: '/usr/bin/curl',
  prometheus: '/usr/bin/promtool',
  'libxml2-utils': '/usr/bin/xmllint',
  jq: '/usr/bin/jq',
} as const;
export type ForeignProgram = keyof typeof PROGRAMS;
/** What a program needs beside itself, by a file of its package. */
const LIBRARIES = { 'lua-unbound': '/usr/share/doc/lua-unbound/copyright' } as const;
const PACKAGES = { ...PROGRAMS, ...LIBRARIES };

/** A machine of one's own may lack the programs, and skips; in CI their lack is a failure. */
export function describeWith(...needed: readonly (keyof typeof PACKAGES)[]) {
  const missing = needed.filter((name) => !existsSync(PACKAGES[name]));
  if (missing.length > 0 && process.env.CI === 'true') {
    throw new Error(`${missing.join(', ')} missing: apt-get install ${missing.join(' ')}`);
  }
  return missing.length > 0 ? describe.skip : describe;
}

/** What a program that ends by itself says of its input; its exit code and both streams in one. */
export function judgeBy(
  program: ForeignProgram,
  args: readonly string[],
  input: string | Buffer,
): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(PROGRAMS[program], args, { input, encoding: 'utf8' });
  return { code: status, output: `${stdout}${stderr}`.trim() };
}

export interface RunningProgram {
  /** Where its configuration and its files are. */
  readonly folder: string;
  /** What it wrote to stdout and stderr. */
  output(): string;
  stop(): Promise<void>;
}

export interface ProgramSetup {
  /** By name in the folder; what is written must not be known before the folder is. */
  readonly files: (folder: string) => Readonly<Record<string, string | Buffer>>;
  readonly arguments: (folder: string) => readonly string[];
  /** Whether it answers by now, judging from its output if nothing else tells. */
  readonly isReady: (output: string) => Promise<boolean>;
}

/** Longest start of a server on a busy machine, milliseconds. */
const LONGEST_START_MS = 30_000;

/** Starts a program in the foreground, in a folder of its own that goes with it. */
export async function startProgram(program: ForeignProgram, setup: ProgramSetup): Promise<RunningProgram> {
  const folder = await mkdtemp(join(tmpdir(), `whohosts-${program}-`));
  for (const [name, content] of Object.entries(setup.files(folder)))
    await writeFile(join(folder, name), content);
  const child = spawn(PROGRAMS[program], setup.arguments(folder), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await Promise.race([once(child, 'exit'), wait(5_000, undefined, { ref: false })]);
      child.kill('SIGKILL');
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const end = Date.now() + LONGEST_START_MS;
  while (!(await setup.isReady(output))) {
    if (Date.now() > end || child.exitCode !== null) {
      await stop();
      throw new Error(`${program} does not start: ${output}`);
    }
    await wait(50);
  }
  return { folder, output: () => output, stop };
}

/** A port that is free for UDP and TCP on 127.0.0.1. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const isFree = await isFreeForUdp(port);
    server.close();
    await once(server, 'close');
    if (isFree) return port;
  }
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    const outcome = new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false)).once('listening', () => resolve(true));
    });
    socket.bind(port, '127.0.0.1');
    return await outcome;
  } finally {
    socket.close();
  }
}
