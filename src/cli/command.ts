import type { ParseArgsOptionsConfig } from 'node:util';
import type { Config } from '../config.ts';
import { UsageError } from '../model/expected-errors.ts';

/** Everything outside the program that a command uses: streams, configuration and the stop signal. */
export interface Surroundings {
  readonly config: Config;
  readonly stdin: NodeJS.ReadableStream;
  /** Resolves when the reader is ready for more; false once the reader is gone. */
  readonly out: (text: string) => Promise<boolean>;
  /** Prints one line for the operator on stderr. */
  readonly say: (line: string) => void;
  /** The terminal on stderr, with its width in columns; null if stderr is not a terminal. */
  readonly terminal: { readonly columns: number; readonly write: (text: string) => void } | null;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** One command of the program; `whohosts COMMAND` runs it. */
export interface Command {
  /** What follows the command's name in the usage line. */
  readonly synopsis: string;
  readonly options: ParseArgsOptionsConfig;
  /** The command works with only one of MASTODON_URL and MASTODON_ACCESS_TOKEN. */
  readonly halfAccount?: boolean;
  /**
   * Resolves to the exit status: 0 done, 1 failed.
   *
   * @throws {UsageError} for mistakes of the user (exit status 2)
   */
  readonly run: (given: Arguments, surroundings: Surroundings) => Promise<number>;
}

/** @throws {UsageError} if a command without arguments was given some */
export function refuseArguments({ positionals }: Pick<Arguments, 'positionals'>): void {
  if (positionals.length > 0) throw new UsageError(`expected no arguments, got ${positionals.join(' ')}`);
}

export function textOption(given: Arguments, name: string): string | null {
  const value = given.options[name];
  return typeof value === 'string' ? value : null;
}

/** All values of an option that may be repeated. */
export function textOptions(given: Arguments, name: string): readonly string[] {
  const value = given.options[name];
  return typeof value === 'object' ? value : [];
}

/** @throws {UsageError} if the option is given but is not a whole number of at least `least` */
export function wholeOption(given: Arguments, name: string, least: number): number | null {
  const value = textOption(given, name);
  if (value === null) return null;
  if (/^\d{1,15}$/.test(value) && Number(value) >= least) return Number(value);
  throw new UsageError(
    `--${name}: expected a whole number of at least ${least}, got ${JSON.stringify(value)}`,
  );
}
