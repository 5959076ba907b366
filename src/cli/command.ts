import type { ParseArgsOptionsConfig } from 'node:util';
import type { Config } from '../config.ts';

/** What the outside world gives a command: streams, configuration, and the wish to stop. */
export interface Surroundings {
  readonly config: Config;
  readonly stdin: NodeJS.ReadableStream;
  /** Resolves when the reader is ready for more; false once nobody reads any longer. */
  readonly out: (text: string) => Promise<boolean>;
  /** One line for the person in front of it, on stderr. */
  readonly say: (line: string) => void;
  /** The terminal's width in columns; null where stderr is no terminal. */
  readonly terminal: { readonly columns: number; readonly write: (text: string) => void } | null;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** One command of the program, as `whohosts COMMAND` runs it. */
export interface Command {
  /** What follows the command's name, for the usage line. */
  readonly synopsis: string;
  readonly options: ParseArgsOptionsConfig;
  /** It works with a home server without a token, or the other way round. */
  readonly halfAccount?: boolean;
  /** Resolves to the exit status: 0 done, 1 it failed. @throws {UsageError} for what the person can mend (exit 2). */
  readonly run: (given: Arguments, surroundings: Surroundings) => Promise<number>;
}

/** A mistake of the person at the keyboard: the message names the option, what was expected and what was given. */
export class UsageError extends Error {}

export function textOption(given: Arguments, name: string): string | null {
  const value = given.options[name];
  return typeof value === 'string' ? value : null;
}

/** All values of an option that may be given several times. */
export function textOptions(given: Arguments, name: string): readonly string[] {
  const value = given.options[name];
  return typeof value === 'object' ? value : [];
}

/** @throws {UsageError} when the option is given and is no whole number of at least `least`. */
export function wholeOption(given: Arguments, name: string, least: number): number | null {
  const value = textOption(given, name);
  if (value === null) return null;
  if (/^\d{1,15}$/.test(value) && Number(value) >= least) return Number(value);
  throw new UsageError(
    `--${name}: expected a whole number of at least ${least}, got ${JSON.stringify(value)}`,
  );
}
