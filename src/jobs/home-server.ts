import { join } from 'node:path';
import { adviseOnAccount } from '../bot/home-server/account-advice.ts';
import type { HomeServer, Outcome, OwnAccount } from '../bot/home-server/home-server.ts';
import { createPreviewServer } from '../bot/home-server/preview-server.ts';
import type { Profiles } from '../bot/mastodon/profile-api.ts';
import { createMastodonServer } from '../bot/mastodon/server.ts';
import type { BotLog } from '../bot/runtime/log.ts';
import type { Config } from '../config.ts';
import { userAgent } from './user-agent.ts';

/** The configured account, or a preview that writes posts to `DATA_DIR/preview` instead. */
export interface Home {
  readonly server: HomeServer;
  readonly preview: boolean;
  /** The account's profile; null for a preview. */
  readonly profiles: Profiles | null;
  close(): Promise<void>;
}

export function openHome(config: Config, log: BotLog): Home {
  if (config.account === null) {
    const server = createPreviewServer({ directory: join(config.dataDir, 'preview'), log });
    return { server, preview: true, profiles: null, close: async () => {} };
  }
  const { url, token } = config.account;
  const server = createMastodonServer({ url, accessToken: token, userAgent: userAgent(config) });
  return { server, preview: false, profiles: server.profiles, close: () => server.close() };
}

/**
 * The operator's message for an account that cannot be used, and the exit status. Null if the account works.
 */
export function explainAccount(
  account: Outcome<OwnAccount>,
  config: Pick<Config, 'account'>,
): { readonly lines: readonly string[]; readonly exit: 1 | 2 } | null {
  if (account.ok) return null;
  const { problem } = account;
  const { variable, what, advice } = adviseOnAccount(problem, config.account?.url ?? 'the home server');
  // A server that is away comes back, and there is nothing to do about it here.
  return variable === null
    ? { lines: [what], exit: 1 }
    : { lines: [`${variable}: ${what}`, advice], exit: 2 };
}
