import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseAddress } from './model/address.ts';
import {
  createVariableReader,
  type Environment,
  looksLikeToken,
  publishedSecrets,
  quoteUnlessSecret,
  type VariableReader,
  withoutSecrets,
} from './variables.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The languages that posts and replies can be written in. */
export const LANGUAGE_CODES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type LanguageCode = (typeof LANGUAGE_CODES)[number];

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
  /** Whether registries may be asked to whom an address block is registered. */
  readonly rdap: boolean;
  /** Where this machine is, in degrees. */
  readonly vantage: { readonly lat: number; readonly lon: number } | null;
  /** Node reads it by itself when it starts, but not out of .env. */
  readonly extraCaFile: string | null;
  readonly scanCron: string;
  readonly postCron: string;
  /** When fresh address data is fetched. */
  readonly updateCron: string;
  /** Hashtags of the weekly post, each with its sign. */
  readonly postHashtags: readonly string[];
  /** Reverse proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  readonly timeZone: string | null;
  readonly language: LanguageCode;
  readonly chartRenderer: 'embedded' | 'quickchart';
  readonly quickchartUrl: string | null;
  /** Where the site is served; without a port `run` serves nothing. */
  readonly servePort: number | null;
  readonly serveHost: string;
  /** Who may read `/metrics`. */
  readonly metrics: 'local' | 'public' | 'off';
  readonly instancesSocialToken: string | null;
  readonly logLevel: LogLevel;
}

/** What is wrong with the configuration, a sentence each: the variable, what was expected, what was given. */
export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads and checks the environment. A secret's value is never part of a problem's text. `halfAccount`: the
 * command makes the other half.
 */
export function readConfig(environment: Environment, { halfAccount = false } = {}): ReadConfig {
  const read = createVariableReader(environment);
  const config: Config = {
    ...readAccount(read, halfAccount),
    ...readChart(read),
    dataDir: resolve(read.text('DATA_DIR') ?? 'state'),
    publicUrl: read.url('PUBLIC_URL'),
    contact: readContact(read),
    dnsServers: read.list('DNS_SERVERS').filter((server) => read.socket('DNS_SERVERS', server)),
    dnsConcurrency: read.whole('DNS_CONCURRENCY', 1, 20_000) ?? 1000,
    dnsQps: read.whole('DNS_QPS', 0, 1_000_000),
    httpConcurrency: read.whole('HTTP_CONCURRENCY', 1, 10_000) ?? 500,
    extraCaFile: read.text('NODE_EXTRA_CA_CERTS'),
    connectTo: readConnectTo(read),
    rdap: readRdap(read),
    vantage: readVantage(read),
    scanCron: read.cron('SCAN_CRON', '17 3 * * 6'),
    postCron: read.cron('POST_CRON', '42 10 * * 0'),
    updateCron: read.cron('UPDATE_CRON', '23 4 2 * *'),
    postHashtags: readHashtags(read, environment),
    trustedProxies: readProxies(read),
    timeZone: readTimeZone(read),
    language: read.oneOf('BOT_LANGUAGE', LANGUAGE_CODES, 'en'),
    servePort: read.whole('SERVE_PORT', 1, 65_535),
    serveHost: readServeHost(read),
    metrics: read.oneOf('METRICS', ['local', 'public', 'off'] as const, 'local'),
    instancesSocialToken: readSecret(read, 'INSTANCES_SOCIAL_TOKEN'),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
  };
  read.problems.push(...publishedSecrets(environment));
  if (read.problems.length === 0) return { ok: true, config };
  return { ok: false, problems: read.problems.map((problem) => withoutSecrets(problem, environment)) };
}

function readAccount(read: VariableReader, halfAccount: boolean): Pick<Config, 'homeServer' | 'account'> {
  const url = read.url('MASTODON_URL');
  if (url?.startsWith('http:') && !isLoopbackUrl(url)) {
    read.problems.push(
      'MASTODON_URL: expected an address that begins with https://, because the access token travels to it; ' +
        'http:// is for a server on this machine alone',
    );
  }
  // What `login` replaces need not be right.
  const token = halfAccount
    ? secretIn(read, 'MASTODON_ACCESS_TOKEN')
    : readSecret(read, 'MASTODON_ACCESS_TOKEN');
  if (url !== null && read.text('MASTODON_ACCESS_TOKEN') === null && !halfAccount) {
    read.problems.push(
      'MASTODON_ACCESS_TOKEN: expected the access token of the account on MASTODON_URL, got nothing. ' +
        'Run `npm run -s whohosts -- login`, which makes one; or remove MASTODON_URL to run as a preview',
    );
  }
  if (token !== null && read.text('MASTODON_URL') === null && !halfAccount) {
    read.problems.push(
      'MASTODON_URL: expected the address of the home server that MASTODON_ACCESS_TOKEN belongs to, got nothing. ' +
        'Run `npm run -s whohosts -- login ADDRESS`, which sets both; or remove the token to run as a preview',
    );
  }
  return { homeServer: url, account: url !== null && token !== null ? { url, token } : null };
}

type SecretName = 'MASTODON_ACCESS_TOKEN' | 'INSTANCES_SOCIAL_TOKEN';

/** It goes into a header, where anything but one line of ASCII ends in an error of the connection. */
function secretIn(read: VariableReader, name: SecretName): string | null {
  const given = read.text(name);
  return given !== null && /^[\x21-\x7e]{1,4000}$/.test(given) ? given : null;
}

function readSecret(read: VariableReader, name: SecretName): string | null {
  const secret = secretIn(read, name);
  if (secret === null && read.text(name) !== null) {
    read.problems.push(
      `${name}: expected one line of ASCII without spaces, got something else (not shown: it is a secret)`,
    );
  }
  return secret;
}

function readChart(read: VariableReader): Pick<Config, 'chartRenderer' | 'quickchartUrl'> {
  const chartRenderer = read.oneOf('CHART_RENDERER', ['embedded', 'quickchart'] as const, 'embedded');
  const quickchartUrl = read.url('QUICKCHART_URL');
  if (chartRenderer === 'quickchart' && quickchartUrl === null) {
    read.problems.push(
      'QUICKCHART_URL: expected the address of a QuickChart server, because CHART_RENDERER is quickchart',
    );
  }
  return { chartRenderer, quickchartUrl };
}

/** It becomes part of a header field, and of every log of the servers that we ask. */
function readContact(read: VariableReader): string | null {
  const given = read.text('CONTACT');
  const isLine = given === null || /^[\x20-\x7e]{1,200}$/.test(given);
  if (isLine && !given?.split(' ').some(looksLikeToken)) return given;
  read.problems.push(
    `CONTACT: expected one short line of ASCII such as mailto:me@example.org, got ${quoteUnlessSecret(given ?? '')}`,
  );
  return null;
}

function readConnectTo(read: VariableReader): string | null {
  const given = read.text('CONNECT_TO');
  return given !== null && read.socket('CONNECT_TO', given) ? given : null;
}

function readRdap(read: VariableReader): boolean {
  const given = read.text('RDAP');
  if (given !== null && given !== 'on')
    read.problems.push(`RDAP: expected on or nothing, got ${quoteUnlessSecret(given)}`);
  return given === 'on';
}

function readVantage(read: VariableReader): Config['vantage'] {
  const given = read.text('VANTAGE');
  if (given === null) return null;
  const [lat, lon, ...more] = given
    .split(',')
    .map((part) => (/^\s*-?\d{1,3}(\.\d+)?\s*$/.test(part) ? Number(part) : Number.NaN));
  if (
    lat !== undefined &&
    lon !== undefined &&
    more.length === 0 &&
    Math.abs(lat) <= 90 &&
    Math.abs(lon) <= 180
  )
    return { lat, lon };
  read.problems.push(
    `VANTAGE: expected latitude and longitude in degrees such as 48.21,16.37, got ${quoteUnlessSecret(given)}`,
  );
  return null;
}

function readServeHost(read: VariableReader): string {
  const given = read.text('SERVE_HOST') ?? '127.0.0.1';
  if (isIP(given) === 0) {
    read.problems.push(
      `SERVE_HOST: expected an IP address such as 127.0.0.1 or ::, got ${quoteUnlessSecret(given)}`,
    );
  }
  return given;
}

/** Empty for none; without the variable the one that people search for. */
function readHashtags(read: VariableReader, { POST_HASHTAGS }: Environment): readonly string[] {
  const given = POST_HASHTAGS === undefined ? '#fediverse' : POST_HASHTAGS.trim();
  const tags = given.split(/[\s,]+/).filter((tag) => tag !== '');
  // A token that was put here by mistake would be posted.
  const wrong = tags.find(
    (tag) => !/^#?[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*$/u.test(tag) || looksLikeToken(tag.replace('#', '')),
  );
  if (wrong !== undefined) {
    read.problems.push(
      `POST_HASHTAGS: expected hashtags such as "#fediverse #hosting", got ${quoteUnlessSecret(wrong)}`,
    );
    return [];
  }
  return tags.map((tag) => (tag.startsWith('#') ? tag : `#${tag}`));
}

function readProxies(read: VariableReader): readonly string[] {
  const addresses = read.text('TRUSTED_PROXIES') === null ? LOOPBACK : read.list('TRUSTED_PROXIES');
  const wrong = addresses.find((address) => parseAddress(address) === null);
  if (wrong !== undefined) {
    read.problems.push(
      `TRUSTED_PROXIES: expected IP addresses such as 127.0.0.1,::1, got ${quoteUnlessSecret(wrong)}`,
    );
  }
  return addresses.flatMap((address) => parseAddress(address) ?? []);
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];

function readTimeZone(read: VariableReader): string | null {
  const given = read.text('TZ');
  if (given !== null && !isTimeZone(given)) {
    read.problems.push(`TZ: expected a time zone such as Europe/Vienna, got ${quoteUnlessSecret(given)}`);
  }
  return given;
}

/** Whether an address leads to this machine, so that no one can listen on the way. */
function isLoopbackUrl(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
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
