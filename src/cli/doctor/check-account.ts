import type { HomeServer } from '../../bot/home-server.ts';
import { missingScopes } from '../token.ts';
import { type Check, failed, ok, warn } from './check.ts';

const MOST_DRIFT_S = 60;

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
  const missing = missingScopes(scopes);
  if (missing.length === 0) return ok('scopes', scopes.join(' '));
  return failed('scopes', `${missing.join(' ')} missing`, 'make a token with the scopes read and write');
}

/** Compares our clock with the home server's. */
export function checkClock(theirs: Date | null, ours: Date): Check {
  if (theirs === null) return ok('clock', 'compared with nobody');
  const drift = Math.round((ours.getTime() - theirs.getTime()) / 1000);
  if (Math.abs(drift) <= MOST_DRIFT_S) return ok('clock', 'as the home server has it');
  const message = `${Math.abs(drift)} s ${drift > 0 ? 'ahead of' : 'behind'} the home server`;
  return warn('clock', message, 'let the system keep its time (NTP): schedules and rate limits go by it');
}
