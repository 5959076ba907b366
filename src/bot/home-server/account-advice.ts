import { describeProblem, isMoved, type Problem } from './problem.ts';

/** Why an account cannot be used and what its operator does about it: the same words in every command. */
export interface AccountAdvice {
  /** The variable that holds what is wrong; null where only the server's being away is. */
  readonly variable: 'MASTODON_URL' | 'MASTODON_ACCESS_TOKEN' | null;
  readonly what: string;
  readonly advice: string;
}

const LOGIN = 'Run `npm run -s whohosts -- login`, which makes a new one and writes it to .env';

/** @param where address of the home server */
export function adviseOnAccount(problem: Problem, where: string): AccountAdvice {
  if (problem.kind === 'unauthorised' && problem.status === 403) {
    return {
      variable: 'MASTODON_ACCESS_TOKEN',
      what: `expected an account that may use ${where}, got one that it does not let in: ${problem.detail}`,
      advice:
        'Do what it says (wait for approval, confirm the e-mail address, ask its moderators), then start again. ' +
        'If it speaks of scopes, run `npm run -s whohosts -- login`, which makes a new token',
    };
  }
  if (problem.kind === 'unauthorised') {
    return {
      variable: 'MASTODON_ACCESS_TOKEN',
      what: `expected a token that ${where} accepts, got one that it refuses (${problem.status})`,
      advice: LOGIN,
    };
  }
  if (problem.kind === 'refused' || isMoved(problem)) {
    return {
      variable: 'MASTODON_URL',
      what: `expected the address of a server with the Mastodon API, got ${where}, which says: ${problem.detail}`,
      advice:
        'Set MASTODON_URL to the address at which you log in to your home server, such as https://mastodon.social',
    };
  }
  return {
    variable: null,
    what: `${where} cannot be reached now (${describeProblem(problem)})`,
    advice: 'See whether the server is up, and try again',
  };
}
