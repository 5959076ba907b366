import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { resolve } from 'node:path';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The languages that posts and replies can be written in. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Everything that the environment says, checked. Only this file reads the environment. */
export interface Config {
  /** MASTODON_URL, with or without a token. */
  readonly homeServer: string | null;
  /** The bot's home server; null when no account is configured. */
  readonly account: { readonly url: string; readonly token: string } | null;
  readonly dataDir: string;
  readonly publicUrl: string | null;
  readonly contact: string | null;
  /** `ip:port`; empty: the system's. */
  readonly dnsServers: readonly string[];
  readonly dnsConcurrency: number;
  /** Queries a second; 0 for no limit, null for the default that suits the servers. */
  readonly dnsQps: number | null;
  readonly httpConcurrency: number;
  readonly connectTo: string | null;
  /** Node reads it by itself when it starts, but not out of .env. */
  readonly extraCaFile: string | null;
  readonly scanCron: string;
  readonly postCron: string;
  readonly timeZone: string | null;
  readonly language: Language;
  readonly chartRenderer: 'embedded' | 'quickchart';
  readonly quickchartUrl: string | null;
  /** Where the site is served; without a port `run` serves nothing. */
  readonly servePort: number | null;
  readonly serveHost: string;
  readonly instancesSocialToken: string | null;
  readonly logLevel: LogLevel;
}

/** What is wrong with the configuration, a sentence each: the variable, what was expected, what was given. */
export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the environment. A secret's value is never part of a problem's text.
 * An empty variable counts as not set, as in a copied .env.example. `halfAccount`: the command makes the other half.
 */
export function readConfig(environment: Environment, { halfAccount = false } = {}): ReadConfig {
  const problems: string[] = [];
  const text = (name: string): string | null => environment[name]?.trim() || null;

  const whole = (name: string, least: number, most: number): number | null => {
    const given = text(name);
    if (given === null) return null;
    const number = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (number >= least && number <= most) return number;
    problems.push(`${name}: expected a whole number from ${least} to ${most}, got ${quote(given)}`);
    return null;
  };
  const oneOf = <T extends string>(name: string, choices: readonly T[], otherwise: T): T => {
    const given = text(name);
    if (given === null) return otherwise;
    const choice = choices.find((candidate) => candidate === given);
    if (choice !== undefined) return choice;
    problems.push(`${name}: expected one of ${choices.join(', ')}, got ${quote(given)}`);
    return otherwise;
  };
  const url = (name: string): string | null => {
    const given = text(name);
    if (given === null) return null;
    const parsed = URL.canParse(given) ? new URL(given) : null;
    if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '') {
      problems.push(`${name}: expected an address such as https://example.org, got ${quote(given)}`);
      return null;
    }
    return given.replace(/\/+$/, '');
  };
  const socket = (name: string, given: string): boolean => {
    if (isSocketAddress(given)) return true;
    problems.push(`${name}: expected IP:PORT such as 127.0.0.1:53 or [::1]:53, got ${quote(given)}`);
    return false;
  };

  const cron = (name: string, otherwise: string): string => {
    const given = text(name);
    if (given === null) return otherwise;
    // Loaded only where there is something to check: it would be a good part of the start of `attribute`.
    const { validate } = createRequire(import.meta.url)('node-cron') as typeof import('node-cron');
    if (!validate(given))
      problems.push(`${name}: expected five cron fields such as "${otherwise}", got ${quote(given)}`);
    return given;
  };
  const contact = (): string | null => {
    const given = text('CONTACT');
    if (given === null || /^[\x20-\x7e]{1,200}$/.test(given)) return given;
    // It becomes part of a header field, and of every log of the servers that we ask.
    problems.push(
      `CONTACT: expected one short line of ASCII such as mailto:me@example.org, got ${quote(given)}`,
    );
    return null;
  };

  const serveHost = (): string => {
    const given = text('SERVE_HOST') ?? '127.0.0.1';
    if (isIP(given) === 0)
      problems.push(`SERVE_HOST: expected an IP address such as 127.0.0.1 or ::, got ${quote(given)}`);
    return given;
  };

  /** Goes into a header, where anything else ends in an error of the connection. */
  const secret = (name: 'MASTODON_ACCESS_TOKEN' | 'INSTANCES_SOCIAL_TOKEN'): string | null => {
    const given = text(name);
    if (given === null || /^[\x21-\x7e]{1,4000}$/.test(given)) return given;
    // What `login` replaces need not be right.
    if (name === 'INSTANCES_SOCIAL_TOKEN' || !halfAccount) {
      problems.push(
        `${name}: expected one line of ASCII without spaces, got something else (not shown: it is a secret)`,
      );
    }
    return null;
  };

  const accountUrl = url('MASTODON_URL');
  const token = secret('MASTODON_ACCESS_TOKEN');
  if (accountUrl !== null && text('MASTODON_ACCESS_TOKEN') === null && !halfAccount) {
    problems.push(
      'MASTODON_ACCESS_TOKEN: expected the access token of the account on MASTODON_URL, got nothing. ' +
        'Run `npm run -s whohosts -- login`, which makes one; or remove MASTODON_URL to run as a preview',
    );
  }
  if (token !== null && text('MASTODON_URL') === null && !halfAccount) {
    problems.push(
      'MASTODON_URL: expected the address of the home server that MASTODON_ACCESS_TOKEN belongs to, got nothing. ' +
        'Run `npm run -s whohosts -- login ADDRESS`, which sets both; or remove the token to run as a preview',
    );
  }

  const dnsServers = (text('DNS_SERVERS') ?? '')
    .split(',')
    .map((server) => server.trim())
    .filter((server) => server !== '' && socket('DNS_SERVERS', server));
  const connectTo = text('CONNECT_TO');
  const timeZone = text('TZ');
  if (timeZone !== null && !isTimeZone(timeZone)) {
    problems.push(`TZ: expected a time zone such as Europe/Vienna, got ${quote(timeZone)}`);
  }
  const chartRenderer = oneOf('CHART_RENDERER', ['embedded', 'quickchart'] as const, 'embedded');
  const quickchartUrl = url('QUICKCHART_URL');
  if (chartRenderer === 'quickchart' && quickchartUrl === null) {
    problems.push(
      'QUICKCHART_URL: expected the address of a QuickChart server, because CHART_RENDERER is quickchart',
    );
  }

  const config: Config = {
    homeServer: accountUrl,
    account: accountUrl !== null && token !== null ? { url: accountUrl, token } : null,
    dataDir: resolve(text('DATA_DIR') ?? 'state'),
    publicUrl: url('PUBLIC_URL'),
    contact: contact(),
    dnsServers,
    dnsConcurrency: whole('DNS_CONCURRENCY', 1, 20_000) ?? 1000,
    dnsQps: whole('DNS_QPS', 0, 1_000_000),
    httpConcurrency: whole('HTTP_CONCURRENCY', 1, 10_000) ?? 500,
    extraCaFile: text('NODE_EXTRA_CA_CERTS'),
    connectTo: connectTo !== null && socket('CONNECT_TO', connectTo) ? connectTo : null,
    scanCron: cron('SCAN_CRON', '17 3 * * 6'),
    postCron: cron('POST_CRON', '42 10 * * 0'),
    timeZone,
    language: oneOf('BOT_LANGUAGE', LANGUAGES, 'en'),
    chartRenderer,
    quickchartUrl,
    servePort: whole('SERVE_PORT', 1, 65_535),
    serveHost: serveHost(),
    instancesSocialToken: secret('INSTANCES_SOCIAL_TOKEN'),
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

/** Long or odd values are shown shortened and escaped, so that a message stays one line. */
function quote(given: string): string {
  return JSON.stringify(given.length > 60 ? `${given.slice(0, 60)}…` : given);
}

function isSocketAddress(text: string): boolean {
  const match = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:[\]]+)):(?<port>\d{1,5})$/.exec(text);
  if (match?.groups === undefined) return false;
  const { six, four, port } = match.groups;
  return (
    (six === undefined ? isIP(four ?? '') === 4 : isIP(six) === 6) &&
    Number(port) >= 1 &&
    Number(port) <= 65_535
  );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The environment for a process that we start: ours and a little more. */
export function childEnvironment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}
