import type { OwnAccount } from '../bot/home-server/home-server.ts';
import type { Config } from '../config.ts';
import type { SiteAccount } from '../site/frame/site.ts';
import type { Store } from '../store/store.ts';

/** Key of the setting with the bot's handle and profile, as its home server last reported them. */
const keyOf = (url: string) => `own account ${new URL(url).origin}`;

/** Stores the account for the site, which is written without a request to the home server. */
export function rememberOwnAccount(
  { settings }: Pick<Store, 'settings'>,
  { account }: Pick<Config, 'account'>,
  { username, hosts, urls }: Pick<OwnAccount, 'username' | 'hosts' | 'urls'>,
): void {
  const [host] = hosts;
  const url = urls.find((each) => /^https?:/.test(each));
  if (account === null || host === undefined || url === undefined) return;
  const known: SiteAccount = { handle: `@${username}@${host}`, url };
  settings.set(keyOf(account.url), JSON.stringify(known));
}

/** Null without an account, and before the bot first started with it. */
export function readOwnAccount(
  { settings }: Pick<Store, 'settings'>,
  { account }: Pick<Config, 'account'>,
): SiteAccount | null {
  const known = account === null ? null : settings.get(keyOf(account.url));
  return known === null ? null : (JSON.parse(known) as SiteAccount);
}
