import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Usage } from './scan-usage.ts';

/** The model internet in a process of its own, so that its work is not the scan's. */
export interface ModelProcess {
  readonly environment: Readonly<Record<string, string>>;
  /** Ends it and tells what it has used. May be called twice. */
  stop(): Promise<Usage>;
}

export const USAGE = new URL('./scan-usage.ts', import.meta.url).href;
const PROGRAM = fileURLToPath(new URL('../model-internet/main.ts', import.meta.url));

/** `options`: more of the program's own. */
export async function startModel(
  count: number,
  seed: string,
  options: readonly string[] = [],
): Promise<ModelProcess> {
  // Its stdin is a pipe of ours: it ends when we do, however that comes.
  const args = ['--import', USAGE, PROGRAM, '--bench', String(count), '--seed', seed, ...options];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  const used = text(child.stdio[3] as NodeJS.ReadableStream);
  const environment: Record<string, string> = {};
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (line: string) => {
    said += line;
  });
  let out = '';
  for await (const part of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    out += part;
    if (/^NODE_EXTRA_CA_CERTS=.*\n/m.test(out)) break;
  }
  for (const line of out.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) environment[line.slice(0, at)] = line.slice(at + 1);
  }
  if (environment.CONNECT_TO === undefined) throw new Error(`the model did not start: ${said}`);
  const gone = once(child, 'close');
  return {
    environment,
    async stop() {
      child.kill('SIGTERM');
      await gone;
      return JSON.parse(await used) as Usage;
    },
  };
}
