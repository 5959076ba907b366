import { createAccount, type NewAccount, resolveAccount } from './handles.ts';
import { type AuthorSoftware, mentionedAccounts, toHtml } from './markup.ts';
import { notify } from './notify.ts';
import { addStatus, removeStatus } from './publish.ts';
import {
  iso,
  type ModelAccount,
  type ModelNotification,
  type ModelStatus,
  type Visibility,
  type World,
} from './world.ts';

export interface NewMention {
  /** Handle of the author; made known here where it is not yet. */
  readonly from: string;
  /** What the author typed; `@bot` is put before it where it mentions nobody of this server. */
  readonly text?: string;
  /** The HTML that arrives, word for word; without it, it is made from the text. */
  readonly html?: string;
  readonly software?: AuthorSoftware;
  readonly visibility?: Visibility;
  readonly spoilerText?: string;
  readonly language?: string | null;
  readonly inReplyToId?: string | null;
  /** When the author wrote it, in milliseconds since 1970; default now. */
  readonly createdAt?: number;
}

export interface People {
  addAccount(account: NewAccount): ModelAccount;
  /** A post that mentions the bot, and the notification, or null where policy or a block swallows it. */
  mention(mention: NewMention): {
    readonly status: ModelStatus;
    readonly notification: ModelNotification | null;
  };
  /** Changes a post; who is mentioned anew is notified, who was before is not. */
  edit(status: ModelStatus, change: { readonly text: string; readonly html?: string }): void;
  /** The author deletes a post. */
  remove(status: ModelStatus): void;
  /** Another kind of notification for the bot, such as `favourite` or `follow`. */
  notify(type: string, from: string, status?: ModelStatus): ModelNotification | null;
  block(from: string): void;
  /** The bot follows an account. */
  follow(acct: string): void;
}

/** The other people of the model fediverse, who talk to the bot. */
export function createPeople(world: World, bot: ModelAccount): People {
  const byHandle = (acct: string): ModelAccount => {
    const [username = '', domain = null] = acct.replace(/^@/, '').split('@');
    return resolveAccount(world, username, domain) ?? createAccount({ acct: username }, world);
  };
  return {
    addAccount: (account) => createAccount(account, world),
    mention(mention) {
      const author = byHandle(mention.from);
      const typed = mention.text ?? '';
      const named = mentionedAccounts(typed, world).some(({ domain }) => domain === null);
      const text = named ? typed : `@${bot.acct}@${world.domain} ${typed}`.trim();
      const status: ModelStatus = {
        id: world.newId(),
        account: author,
        text,
        content: mention.html ?? toHtml(text, world, mention.software),
        visibility: mention.visibility ?? 'public',
        spoilerText: mention.spoilerText ?? '',
        language: mention.language === undefined ? 'en' : mention.language,
        sensitive: (mention.spoilerText ?? '') !== '',
        inReplyToId: mention.inReplyToId ?? null,
        media: [],
        mentions: mentionedAccounts(text, world).filter((account) => account !== author),
        repliesCount: 0,
        createdAt: iso(mention.createdAt ?? world.now()),
        editedAt: null,
        idempotencyKey: null,
      };
      addStatus(status, world);
      const notification = world.notifications.findLast(
        (known) => known.status === status && known.recipient === bot,
      );
      return { status, notification: notification ?? null };
    },
    edit(status, change) {
      const before = status.mentions;
      status.text = change.text;
      status.content = change.html ?? toHtml(change.text, world);
      status.mentions = mentionedAccounts(change.text, world).filter((account) => account !== status.account);
      status.editedAt = iso(world.now());
      world.events.emit('edited', status);
      for (const recipient of status.mentions) {
        if (!before.includes(recipient))
          notify({ type: 'mention', recipient, from: status.account, status }, world);
      }
    },
    remove: (status) => removeStatus(status, world),
    notify: (type, from, status) =>
      notify({ type, recipient: bot, from: byHandle(from), status: status ?? null }, world),
    block(from) {
      byHandle(from).blocks.add(bot.id);
    },
    follow(acct) {
      const account = byHandle(acct);
      if (!bot.follows.has(account.id)) account.followersCount += 1;
      bot.follows.add(account.id);
    },
  };
}
