import type { Config } from '../../config.ts';
import type { SettingStore } from '../../store/settings.ts';

export interface AccountHealth {
  readonly configured: boolean;
  /** Why the home server rejects the account; null if it accepts it. */
  readonly problem: string | null;
}

/** Key of the setting with the reason why the home server rejects the account. */
export function accountProblemKey(origin: string): string {
  return `account problem ${origin}`;
}

export function accountHealth(
  { account }: Pick<Config, 'account'>,
  { settings }: { readonly settings: SettingStore },
): AccountHealth {
  if (account === null) return { configured: false, problem: null };
  const problem = settings.get(accountProblemKey(new URL(account.url).origin));
  return { configured: true, problem: problem === null || problem === '' ? null : problem };
}

export function accountProblems({ problem }: AccountHealth): readonly string[] {
  return problem === null
    ? []
    : [`The home server does not let the account in (${problem}); run \`whohosts doctor\``];
}
