import type { HomeServer } from '../../bot/home-server.ts';
import { type Check, failed, ok, warn } from './check.ts';

export interface Account {
  readonly url: string;
  readonly token: string;
}

const PATIENCE_MS = 10_000;
const MOST_DRIFT_S = 60;
/** What the bot does, each under a scope of its own or the general one (docs.joinmastodon.org/api/oauth-scopes). */
const SCOPES = ['read:accounts', 'read:statuses', 'read:notifications', 'write:statuses', 'write:media'];

/** Whether the home server takes the token, knows the account as a bot, and what it allows. */
export async function checkAccount(
  home: HomeServer,
  url: string,
  scopes: readonly string[] | null,
): Promise<readonly Check[]> {
  const account = await home.account();
  if (!account.ok) {
    const { problem } = account;
    if (problem.kind === 'unauthorised') {
      return [
        failed(
          'account',
          `${url} refuses the token (${problem.status})`,
          'put a new MASTODON_ACCESS_TOKEN into .env',
        ),
      ];
    }
    if (problem.kind === 'refused') {
      return [
        failed(
          'account',
          `${url} answers ${problem.status}`,
          'set MASTODON_URL to a server with the Mastodon API',
        ),
      ];
    }
    const why = problem.kind === 'limited' ? 'it asks us to wait' : problem.detail;
    return [
      failed('account', `${url} cannot be used now: ${why}`, 'see whether the server is up, and try again'),
    ];
  }
  const { acct, bot } = account.value;
  const limits = await home.limits();
  return [
    ok('account', `${acct} on ${url}`),
    bot
      ? ok('bot flag', 'set')
      : warn(
          'bot flag',
          'not set',
          'tick "This is an automated account" in the profile settings: good manners, and other bots then do not answer it',
        ),
    checkScopes(scopes),
    limits.ok
      ? ok(
          'limits',
          `${limits.value.maxCharacters} characters a post, ${limits.value.maxAltText} of alt text`,
        )
      : warn('limits', 'the home server does not tell', 'it may be busy: try again'),
  ];
}

function checkScopes(scopes: readonly string[] | null): Check {
  if (scopes === null) return ok('scopes', 'the home server does not tell');
  const has = (scope: string) => scopes.includes(scope) || scopes.includes(scope.split(':')[0] ?? '');
  const missing = SCOPES.filter((scope) => !has(scope));
  if (missing.length === 0) return ok('scopes', scopes.join(' '));
  return failed('scopes', `${missing.join(' ')} missing`, 'make a token with the scopes read and write');
}

/** What one signed request tells beside its answer. */
export interface Token {
  /** Of the token's application; null where the server does not tell (Mastodon before 4.3, most others). */
  readonly scopes: readonly string[] | null;
  /** The server's clock; null where there was no answer. */
  readonly date: Date | null;
}

/** Asks docs.joinmastodon.org/methods/apps#verify_credentials. Never rejects. */
export async function askToken({ url, token }: Account): Promise<Token> {
  try {
    const answer = await fetch(`${url}/api/v1/apps/verify_credentials`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const date = new Date(answer.headers.get('date') ?? '');
    const { scopes } = (await answer.json().catch(() => ({}))) as { scopes?: unknown };
    const told = Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string');
    return { scopes: answer.ok && told ? scopes : null, date: Number.isNaN(date.getTime()) ? null : date };
  } catch {
    return { scopes: null, date: null };
  }
}

/** Compares our clock with the home server's. */
export function checkClock(theirs: Date | null, ours: Date): Check {
  if (theirs === null) return ok('clock', 'compared with nobody');
  const drift = Math.round((ours.getTime() - theirs.getTime()) / 1000);
  if (Math.abs(drift) <= MOST_DRIFT_S) return ok('clock', 'as the home server has it');
  const message = `${Math.abs(drift)} s ${drift > 0 ? 'ahead of' : 'behind'} the home server`;
  return warn('clock', message, 'let the system keep its time (NTP): schedules and rate limits go by it');
}
