import { iso, type ModelAccount, type ModelField, type World } from './world.ts';

/** What a fresh account's policy says (https://docs.joinmastodon.org/entities/NotificationPolicy/). */
export const DEFAULT_POLICY: Readonly<Record<string, string>> = {
  for_not_following: 'accept',
  for_not_followers: 'accept',
  for_new_accounts: 'accept',
  for_private_mentions: 'filter',
  for_limited_accounts: 'filter',
};

export interface NewAccount {
  /** `name` on this server, `name@domain` elsewhere. */
  readonly acct: string;
  readonly bot?: boolean;
  readonly displayName?: string;
  /** HTML, as a remote profile arrives. */
  readonly note?: string;
  readonly fields?: readonly ModelField[];
  readonly locked?: boolean;
  /** Gives an account of this server a token of its own. */
  readonly token?: string;
}

export function createAccount(options: NewAccount, world: World): ModelAccount {
  const [username = '', domain = null] = options.acct.split('@');
  const local = domain === null || domain === world.domain;
  const account: ModelAccount = {
    id: world.newId(),
    username,
    domain: local ? null : domain,
    acct: local ? username : options.acct,
    url: `https://${local ? world.domain : domain}/@${username}`,
    createdAt: iso(world.now()),
    displayName: options.displayName ?? username,
    note: options.note ?? '',
    noteSource: '',
    fields: options.fields ?? [],
    bot: options.bot ?? false,
    locked: options.locked ?? false,
    discoverable: true,
    indexable: true,
    avatar: `https://${local ? world.domain : domain}/avatars/original/missing.png`,
    statusesCount: 0,
    followersCount: 0,
    lastStatusAt: null,
    follows: new Set(),
    blocks: new Set(),
    policy: { ...DEFAULT_POLICY },
  };
  world.accounts.set(account.id, account);
  if (options.token !== undefined) world.tokens.set(options.token, account);
  return account;
}

/** Finds an account by its handle as seen from this server, with or without this server's own name. */
export function findAccount(world: World, username: string, domain: string | null): ModelAccount | null {
  const local = domain === null || domain.toLowerCase() === world.domain;
  const acct = (local ? username : `${username}@${domain}`).toLowerCase();
  for (const account of world.accounts.values()) if (account.acct.toLowerCase() === acct) return account;
  return null;
}

/**
 * An account by its handle, asked for at its own server where it is not yet known here; every complete handle
 * exists in the model, so that none can be written without consequences. Null for names of this server that
 * nobody has.
 */
export function resolveAccount(world: World, username: string, domain: string | null): ModelAccount | null {
  const known = findAccount(world, username, domain);
  if (known !== null || domain === null || domain.toLowerCase() === world.domain || !domain.includes('.'))
    return known;
  return createAccount({ acct: `${username}@${domain}` }, world);
}
