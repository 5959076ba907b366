import { join } from 'node:path';
import type { HomeServer, Outcome, OwnAccount } from '../bot/home-server.ts';
import type { Log } from '../bot/log.ts';
import { describeProblem } from '../bot/mastodon-errors.ts';
import type { Profiles } from '../bot/mastodon-profile.ts';
import { createMastodonServer } from '../bot/mastodon-server.ts';
import { createPreviewServer } from '../bot/preview-server.ts';
import type { Config } from '../config.ts';
import { userAgent } from '../user-agent.ts';

/** The configured account, or a preview that writes to `DATA_DIR/preview` what would be posted. */
export interface Home {
  readonly server: HomeServer;
  readonly preview: boolean;
  /** What the account says of itself; null for a preview. */
  readonly profiles: Profiles | null;
  close(): Promise<void>;
}

export function openHome(config: Config, log: Log): Home {
  if (config.account === null) {
    const server = createPreviewServer({ directory: join(config.dataDir, 'preview'), log });
    return { server, preview: true, profiles: null, close: async () => {} };
  }
  const { url, token } = config.account;
  const server = createMastodonServer({ url, accessToken: token, userAgent: userAgent(config) });
  return { server, preview: false, profiles: server.profiles, close: () => server.close() };
}

/** What an operator is told when the account cannot be used, and the exit status that goes with it. */
export function explainAccount(
  account: Outcome<OwnAccount>,
  config: Pick<Config, 'account'>,
): { readonly lines: readonly string[]; readonly exit: 1 | 2 } | null {
  if (account.ok) return null;
  const { problem } = account;
  const where = config.account?.url ?? 'the home server';
  if (problem.kind === 'unauthorised') {
    return {
      lines: [
        `MASTODON_ACCESS_TOKEN: expected a token that ${where} accepts, got one that it refuses (${problem.status})`,
        'Run `npm run -s whohosts -- login`, which makes a new one and writes it to .env',
      ],
      exit: 2,
    };
  }
  if (problem.kind === 'refused') {
    return {
      lines: [
        `MASTODON_URL: expected the address of a server with the Mastodon API, got ${where}, which answers ${problem.status}`,
      ],
      exit: 2,
    };
  }
  return { lines: [`${where} cannot be reached now (${describeProblem(problem)})`], exit: 1 };
}
