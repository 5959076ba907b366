import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { FolderError } from '../folder.ts';
import { OptOutsError } from '../servers/opt-outs.ts';
import { StoreError } from '../store/store-error.ts';
import { type Arguments, type Surroundings, UsageError } from './command.ts';
import { COMMANDS } from './commands.ts';
import { deniedBySystem } from './denied.ts';
import { type Output, openOutput } from './output.ts';

const DONE = 0;
const FAILED = 1;
const BAD_USAGE = 2;

/** Runs one command and resolves to the exit status: 0 done, 1 it failed, 2 bad usage or configuration. */
export async function main(args: readonly string[]): Promise<number> {
  const output = openOutput(process.stdout);
  const status = await perform(args, output);
  const problem = output.problem();
  return problem === null ? status : fault([problem], FAILED);
}

async function perform(args: readonly string[], output: Output): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    if (name !== undefined) {
      await output.write(overview());
      return DONE;
    }
    process.stderr.write(overview());
    return BAD_USAGE;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    return fault([
      `${JSON.stringify(name)} is no command`,
      `expected one of ${Object.keys(COMMANDS).join(', ')}`,
    ]);
  }
  const command = await entry.load();
  const usage = `usage: whohosts ${name} ${command.synopsis}`.trimEnd();
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help === true) {
      await output.write(`${usage}\n${entry.summary}\n`);
      return DONE;
    }
    const read = readConfig(process.env, { halfAccount: command.halfAccount === true });
    if (!read.ok) return fault(read.problems);
    const options = values as Arguments['options'];
    return await command.run({ positionals, options }, surroundings(read.config, output));
  } catch (error) {
    if (error instanceof UsageError) return fault([error.message, usage]);
    if (error instanceof FolderError) return fault([error.message]);
    if (error instanceof StoreError || error instanceof OptOutsError) return fault([error.message], FAILED);
    if (
      error instanceof TypeError &&
      String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
    ) {
      return fault([error.message, usage]);
    }
    const denied = deniedBySystem(error);
    if (denied !== null) return fault([denied], FAILED);
    throw error;
  }
}

function fault(lines: readonly string[], status = BAD_USAGE): number {
  process.stderr.write(lines.map((line) => `whohosts: ${line}\n`).join(''));
  return status;
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `whohosts measures who really hosts the fediverse, and tells.\n\nusage: whohosts COMMAND ...\n\n${lines.join('\n')}\n\nwhohosts COMMAND --help says more. The environment is explained in .env.example.\n`;
}

function surroundings(config: Config, output: Output): Surroundings {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return {
    config,
    stdin: process.stdin,
    out: output.write,
    say: (line) => process.stderr.write(`${line}\n`),
    terminal: process.stderr.isTTY
      ? { columns: process.stderr.columns ?? 80, write: (text) => process.stderr.write(text) }
      : null,
    signal: stop.signal,
  };
}
