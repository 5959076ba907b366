import { adviseOnAccount } from '../../bot/home-server/account-advice.ts';
import type { HomeServer } from '../../bot/home-server/home-server.ts';
import { missingScopes } from '../../bot/mastodon/token.ts';
import { type Check, failed, ok, warn } from './check.ts';

const MOST_DRIFT_S = 60;

/**
 * Checks whether the home server accepts the token, whether the account is flagged as a bot, and what its
 * limits are.
 */
export async function checkAccount(
  home: HomeServer,
  url: string,
  scopes: readonly string[] | null,
): Promise<readonly Check[]> {
  const account = await home.account();
  if (!account.ok) {
    const { variable, what, advice } = adviseOnAccount(account.problem, url);
    return [failed('account', variable === null ? what : `${variable}: ${what}`, advice)];
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
      : warn('limits', 'the home server does not report them', 'it may be busy: try again'),
  ];
}

function checkScopes(scopes: readonly string[] | null): Check {
  if (scopes === null) return ok('scopes', 'the home server does not report them');
  const missing = missingScopes(scopes);
  if (missing.length === 0) return ok('scopes', scopes.join(' '));
  return failed(
    'scopes',
    `${missing.join(' ')} missing`,
    'run `npm run -s whohosts -- login`, which makes a token with the scopes read and write',
  );
}

/** Compares our clock with the home server's. */
export function checkClock(theirs: Date | null, ours: Date): Check {
  if (theirs === null) return ok('clock', 'not compared: the home server gave no time');
  const drift = Math.round((ours.getTime() - theirs.getTime()) / 1000);
  if (Math.abs(drift) <= MOST_DRIFT_S) return ok('clock', 'agrees with the home server');
  const message = `${Math.abs(drift)} s ${drift > 0 ? 'ahead of' : 'behind'} the home server`;
  return warn('clock', message, 'let the system keep its time (NTP): schedules and rate limits go by it');
}
