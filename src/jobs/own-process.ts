import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../config.ts';

/**
 * V8's limits. Most of the work is short-lived strings: a small nursery costs little time, and a limit keeps
 * the heap from growing to several times what is alive. Together they save almost half of the memory.
 */
export const CHILD_FLAGS = ['--max-semi-space-size=4', '--max-old-space-size=1024'];
/** Drawing uses several threads, and glibc would keep a heap for each. */
export const CHILD_MEMORY = { MALLOC_ARENA_MAX: '1' };
/** Reuses the compile cache of earlier processes, as `main.js` does. */
const COMPILED = ['--import', new URL('../compile-cache.js', import.meta.url).href];

export interface OwnProcessOptions {
  readonly say: (line: string) => void;
  /** Aborting it kills the process. */
  readonly signal?: AbortSignal;
}

/**
 * Runs one of our programs in a child process. Work of several seconds then does not block the bot, and its
 * memory is returned to the system. The order is JSON on the child's stdin, the result JSON on its stdout.
 * The configuration is inherited through the environment; lines on stderr go to `say`.
 */
export async function inOwnProcess<Result>(
  program: URL,
  order: unknown,
  { say, signal }: OwnProcessOptions,
): Promise<
  { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly problem: string }
> {
  const child = spawn(process.execPath, [...CHILD_FLAGS, ...COMPILED, fileURLToPath(program)], {
    env: childEnvironment(CHILD_MEMORY),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, by) => resolve(code === 0 ? '' : `it ended with ${by ?? code}`));
  });
  // A child that failed to start, or ended early, closes its stdin.
  child.stdin.on('error', () => undefined).end(JSON.stringify(order));
  const [output, said, problem] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (problem === '') {
    for (const line of said.split('\n')) if (line !== '') say(line);
    return { ok: true, result: JSON.parse(output) as Result };
  }
  if (signal?.aborted === true) return { ok: false, problem: 'because it was interrupted' };
  return { ok: false, problem: `${problem}: ${said.trim().slice(-500)}` };
}
