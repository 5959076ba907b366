import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.ts';
import { version } from '../jobs/user-agent.ts';
import {
  FolderError,
  OptOutsError,
  ResolversError,
  StoreError,
  UsageError,
} from '../model/expected-errors.ts';
import { deniedBySystem } from '../text/denied-by-system.ts';
import type { Arguments, Command, Surroundings } from './command.ts';
import { COMMAND_HELP } from './command-help.ts';
import { COMMANDS } from './commands.ts';
import { type Output, openOutput } from './output.ts';

const DONE = 0;
const FAILED = 1;
const BAD_USAGE = 2;
/** Width of the help, in columns. */
const HELP_COLUMNS = 100;

/** Runs one command and resolves to the exit status: 0 done, 1 failed, 2 bad usage or configuration. */
export async function main(args: readonly string[]): Promise<number> {
  const output = openOutput(process.stdout);
  const status = await perform(args, output);
  const problem = output.problem();
  return problem === null ? status : fault([problem], FAILED);
}

async function perform(args: readonly string[], output: Output): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') {
    await output.write(`whohosts ${version}\n`);
    return DONE;
  }
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
      `unknown command ${JSON.stringify(name)}`,
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
      await output.write(`${usage}\n${entry.summary}\n${describeCommand(name, command)}`);
      return DONE;
    }
    const read = readConfig(process.env, { halfAccount: command.halfAccount === true });
    if (!read.ok) return fault(read.problems);
    const options = values as Arguments['options'];
    return await command.run({ positionals, options }, surroundings(read.config, output));
  } catch (error) {
    if (error instanceof UsageError) return fault([error.message, usage]);
    if (error instanceof FolderError) return fault([error.message]);
    if (error instanceof StoreError || error instanceof OptOutsError || error instanceof ResolversError) {
      return fault([error.message], FAILED);
    }
    if (
      error instanceof TypeError &&
      String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
    ) {
      return fault([error.message, usage]);
    }
    const denied = deniedBySystem(error) ?? damageFound(error);
    if (denied !== null) return fault([denied], FAILED);
    throw error;
  }
}

/** The message for a damaged database, which commands notice while they read. Null for other errors. */
function damageFound(error: unknown): string | null {
  const damaged =
    error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code));
  return damaged
    ? `the database is damaged (${error.message}); run \`whohosts doctor\`, which says what to do`
    : null;
}

/** All options with their meanings and defaults, and an example. */
function describeCommand(name: string, { options }: Command): string {
  const help = COMMAND_HELP[name];
  const rows = Object.keys(options).map((option) => {
    const { value = '', meaning = '' } = help?.options[option] ?? {};
    return [`  --${option}${value === '' ? '' : ` ${value}`}`, meaning.replaceAll('`', '')] as const;
  });
  const width = Math.max(0, ...rows.map(([option]) => option.length)) + 2;
  const lines = rows.flatMap(([option, meaning]) =>
    wrapWords(meaning, HELP_COLUMNS - width).map((line, index) =>
      `${(index === 0 ? option : '').padEnd(width)}${line}`.trimEnd(),
    ),
  );
  const list = lines.length === 0 ? '' : `\noptions:\n${lines.join('\n')}\n`;
  return `${list}\nexample:\n  ${help?.example ?? `whohosts ${name}`}\n`;
}

function wrapWords(text: string, columns: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
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
