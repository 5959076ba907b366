import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { CACHE, lendTables } from './tables.ts';

/** How a command ended. */
export interface Ran {
  /** The exit status; null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<Ran>;
  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<Ran>;
  /** Its stdout, to wait for more of it, or to close it as `head` does when it has seen enough. */
  readonly output: Readable;
}

export interface StartOptions {
  /** All of stdin, at once or when it is known; without it stdin is empty. */
  readonly input?: string | Uint8Array | Promise<string>;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The program as a person has it: a folder to work in, a data folder, an environment, commands as processes.
 */
export interface Product {
  readonly folder: string;
  readonly dataDir: string;
  /** Writes a file into the folder and gives its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
  start(args: readonly string[], options?: StartOptions): Running;
  run(args: readonly string[], options?: StartOptions): Promise<Ran>;
  /** Ends what still runs and removes the folder. */
  discard(): Promise<void>;
}

export interface ProductOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** False: the data folder is not there yet; no command that attributes addresses is quick then. */
  readonly tables?: boolean;
}

const PROGRAM = fileURLToPath(new URL('../../src/main.js', import.meta.url));
/** Nothing that tests ask for takes so long: what still runs hangs, and is killed so that its test fails. */
const LONGEST_MS = 170_000;

export async function openProduct(options: ProductOptions = {}): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'whohosts-product-'));
  const dataDir = join(folder, 'state');
  if (options.tables ?? true) await lendTables(dataDir);
  const running = new Set<Running>();

  const start = (args: readonly string[], { input, environment }: StartOptions = {}): Running => {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      // No .env here, and nothing of the tests' own environment.
      cwd: folder,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        // Most of a short command's time goes into compiling its modules, every time the same.
        NODE_COMPILE_CACHE: join(CACHE, 'modules'),
        DATA_DIR: dataDir,
        ...options.environment,
        ...environment,
      },
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    // A command that does not read its stdin to the end is no failure of the test.
    child.stdin.on('error', () => undefined);
    void Promise.resolve(input ?? '').then((all) => child.stdin.end(all));
    const ended = new Promise<Ran>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    });
    const run: Running = {
      stdout: () => stdout,
      stderr: () => stderr,
      ended,
      kill: (signal) => {
        child.kill(signal);
        return ended;
      },
      output: child.stdout,
    };
    running.add(run);
    const forget = () => running.delete(run);
    ended.then(forget, forget);
    return run;
  };

  return {
    folder,
    dataDir,
    start,
    run: (args, startOptions) => start(args, startOptions).ended,
    async write(name, content) {
      const file = join(folder, name);
      await writeFile(file, content);
      return file;
    },
    async discard() {
      await Promise.all([...running].map((run) => run.kill('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
