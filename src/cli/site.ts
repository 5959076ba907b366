import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { DataSource } from '../attribution/sources.ts';
import { childEnvironment } from '../config.ts';
import type { SiteOutcome } from '../site/write-site.ts';

/** What {@link publishSite} tells the process that it starts, as JSON on its standard input. */
export interface SiteOrder {
  readonly directory: string;
  readonly sources: readonly DataSource[];
}

const PROGRAM = fileURLToPath(new URL('site-process.ts', import.meta.url));
/**
 * Short-lived strings are most of the work: a small nursery costs a little time, and a limit keeps the heap from growing to
 * several times what lives. Together they save almost half of the memory.
 */
export const SITE_FLAGS = ['--max-semi-space-size=4', '--max-old-space-size=1024'];
/** Drawing happens on several threads, and glibc would keep a heap for each. */
export const SITE_MEMORY = { MALLOC_ARENA_MAX: '1' };

/**
 * Writes the site in a process of its own: for a large network it is many seconds of work, in which the bot would answer
 * nobody, and its memory goes back to the system. The configuration reaches it by the environment.
 *
 * @param signal ends the process; the site stays as it was then
 */
export async function publishSite(
  order: SiteOrder,
  { say, signal }: { readonly say: (line: string) => void; readonly signal?: AbortSignal },
): Promise<SiteOutcome | { readonly end: 'failed'; readonly problem: string }> {
  const child = spawn(process.execPath, [...SITE_FLAGS, PROGRAM], {
    env: childEnvironment(SITE_MEMORY),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, by) => resolve(code === 0 ? '' : `it ended with ${by ?? code}`));
  });
  // A process that could not start, or ended early, does not read.
  child.stdin.on('error', () => undefined).end(JSON.stringify(order));
  const [output, said, problem] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (problem === '') {
    for (const line of said.split('\n')) if (line !== '') say(line);
    return JSON.parse(output) as SiteOutcome;
  }
  if (signal?.aborted === true) return { end: 'failed', problem: 'because it was interrupted' };
  return { end: 'failed', problem: `${problem}: ${said.trim().slice(-500)}` };
}

/** One line on how it ended. */
export function describeSite(outcome: Awaited<ReturnType<typeof publishSite>>, directory: string): string {
  switch (outcome.end) {
    case 'published':
      return `The site is in ${directory}: ${outcome.files.toLocaleString('en')} files, ${outcome.written.toLocaleString('en')} of them new`;
    case 'busy':
      return `Another process is just writing the site in ${directory}`;
    case 'nothing to show':
      return 'No scan is complete, so there is no site yet';
    case 'failed':
      return `The site could not be written, ${outcome.problem}`;
  }
}
