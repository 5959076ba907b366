import { createRequire } from 'node:module';
import { parseSocketAddress } from './net/socket-address.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads variables of the environment, each by its form. What is wrong becomes a sentence in `problems`: the
 * variable, what was expected, what was given; the value is then the default or null.
 */
export interface VariableReader {
  readonly problems: string[];
  /** Trimmed; null where it is not set or empty, as in a copied .env.example. */
  text(name: string): string | null;
  whole(name: string, least: number, most: number): number | null;
  oneOf<T extends string>(name: string, choices: readonly T[], otherwise: T): T;
  /** An http or https address without credentials and without a slash at its end. */
  url(name: string): string | null;
  /** Whether `given` is `ip:port`. */
  socket(name: string, given: string): boolean;
  cron(name: string, otherwise: string): string;
  /** Of a list with commas, without empty entries. */
  list(name: string): readonly string[];
}

export function createVariableReader(environment: Environment): VariableReader {
  const problems: string[] = [];
  const text = (name: string): string | null => environment[name]?.trim() || null;
  const expected = (name: string, what: string, given: string): void => {
    problems.push(`${name}: expected ${what}, got ${quoteUnlessSecret(given)}`);
  };
  return {
    problems,
    text,
    whole(name, least, most) {
      const given = text(name);
      if (given === null) return null;
      const number = /^\d+$/.test(given) ? Number(given) : Number.NaN;
      if (number >= least && number <= most) return number;
      expected(name, `a whole number from ${least} to ${most}`, given);
      return null;
    },
    oneOf(name, choices, otherwise) {
      const given = text(name);
      if (given === null) return otherwise;
      const choice = choices.find((candidate) => candidate === given);
      if (choice === undefined) expected(name, `one of ${choices.join(', ')}`, given);
      return choice ?? otherwise;
    },
    url(name) {
      const given = text(name);
      if (given === null) return null;
      const parsed = URL.canParse(given) ? new URL(given) : null;
      const hasCredentials = `${parsed?.username ?? ''}${parsed?.password ?? ''}` !== '';
      if (parsed !== null && /^https?:$/.test(parsed.protocol) && !hasCredentials)
        return given.replace(/\/+$/, '');
      expected(name, 'an address such as https://example.org', given);
      return null;
    },
    socket(name, given) {
      if (parseSocketAddress(given) !== null) return true;
      expected(name, 'IP:PORT such as 127.0.0.1:53 or [::1]:53', given);
      return false;
    },
    cron(name, otherwise) {
      const given = text(name);
      if (given === null) return otherwise;
      // Loaded only where there is something to check: it would be a good part of the start of `attribute`.
      const { validate } = createRequire(import.meta.url)('node-cron') as typeof import('node-cron');
      if (!validate(given)) expected(name, `five cron fields such as "${otherwise}"`, given);
      return given;
    },
    list: (name) =>
      (text(name) ?? '')
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
  };
}

/** The values that are secrets, wherever else they were put by mistake. */
const SECRET_VARIABLES = ['MASTODON_ACCESS_TOKEN', 'INSTANCES_SOCIAL_TOKEN'] as const;

/** Leaves out of a message what any variable says that is a secret. */
export function withoutSecrets(problem: string, environment: Environment): string {
  const secrets = SECRET_VARIABLES.map((name) => environment[name]?.trim() ?? '').filter(
    (value) => value.length > 3,
  );
  return secrets.some((value) => problem.includes(value))
    ? problem.replace(/, got .*/s, ', got something else (not shown: it is a secret)')
    : problem;
}

/**
 * Long or odd values are shown shortened and escaped, so that a message stays one line. What could be a
 * secret that was put into the wrong variable is not shown at all.
 */
export function quoteUnlessSecret(given: string): string {
  if (mayBeSecret(given)) return 'something else (not shown: it may be a secret)';
  return JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}…` : given);
}

/**
 * Whether a word that everybody would read looks like a token: a long run in which letters and digits take
 * turns. An address or a handle is what people are meant to read.
 */
export function looksLikeToken(word: string): boolean {
  if (/@|^[a-z]+:/i.test(word)) return false;
  const turns = word.match(/\p{L}(?=\d)|\d(?=\p{L})/gu)?.length ?? 0;
  return turns >= 3 && /[\w~+=-]{16,}/.test(word);
}

/** Variables whose values are published. */
const PUBLISHED_VARIABLES = ['CONTACT', 'POST_HASHTAGS', 'PUBLIC_URL', 'QUICKCHART_URL'] as const;

/** A sentence for each published variable that holds a secret of another one. */
export function publishedSecrets(environment: Environment): readonly string[] {
  return PUBLISHED_VARIABLES.flatMap((name) => {
    const secret = SECRET_VARIABLES.find((variable) => {
      const value = environment[variable]?.trim() ?? '';
      return value.length > 3 && environment[name]?.includes(value);
    });
    return secret === undefined
      ? []
      : [`${name}: expected what everybody may read, got what ${secret} holds`];
  });
}

/** Credentials in an address, or a run of letters and digits as long as the shortest tokens are. */
function mayBeSecret(given: string): boolean {
  return (
    /\/\/[^/]*@|\b(?:bearer|basic|token|secret|password)\b/i.test(given) ||
    /[\w~+=-]{12,}/.test(given.replace(/^https?:\/\//, ''))
  );
}
