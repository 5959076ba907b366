import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The model internet in a process of its own, so that its work is not the scan's. */
export interface ModelProcess {
  readonly environment: Readonly<Record<string, string>>;
  /** Ends it; gives its CPU time in seconds. May be called twice. */
  stop(): Promise<number>;
}

const PROGRAM = fileURLToPath(new URL('../model-internet/main.ts', import.meta.url));

export async function startModel(count: number, seed: string): Promise<ModelProcess> {
  // Its stdin is a pipe of ours: it ends when we do, however that comes.
  const child = spawn(process.execPath, [PROGRAM, '--bench', String(count), '--seed', seed]);
  const environment: Record<string, string> = {};
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let out = '';
  for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    out += text;
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
      return Number(/"cpuMs":(\d+)/.exec(said)?.[1]) / 1000;
    },
  };
}
