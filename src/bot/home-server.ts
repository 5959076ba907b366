import type { Problem } from './mastodon-errors.ts';

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export const VISIBILITIES = ['public', 'unlisted', 'private', 'direct'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** An account as the home server shows it; `acct` is `user` on the home server itself and `user@host` elsewhere. */
export interface Account {
  readonly id: string;
  readonly acct: string;
  readonly url: string;
  readonly bot: boolean;
  /** `#nobot` in the profile: no bot may turn to them unasked. */
  readonly nobot: boolean;
}

/** The bot's own account. `urls`: every address that it is known under; `hosts`: first the one of its handle. */
export interface OwnAccount extends Account {
  readonly username: string;
  readonly urls: readonly string[];
  readonly hosts: readonly string[];
}

/** What the home server allows, and where its stream is. */
export interface Limits {
  readonly maxCharacters: number;
  readonly charactersPerUrl: number;
  /** Longest alt text, in characters. */
  readonly maxAltText: number;
  /** Null where the server has no streaming. */
  readonly streamingUrl: string | null;
}

/** A mention of the bot, from the notification and its status. */
export interface Mention {
  /** Id of the notification: the cursor of paging. */
  readonly id: string;
  /** ISO 8601, when the status was made, or last edited. */
  readonly createdAt: string;
  readonly account: Account;
  readonly statusId: string;
  readonly inReplyToId: string | null;
  /** HTML. */
  readonly content: string;
  readonly visibility: Visibility;
  readonly spoilerText: string;
  readonly language: string | null;
  readonly boost: boolean;
  readonly mentions: readonly { readonly acct: string; readonly url: string }[];
}

/** What the bot is told of; `createdAt` in ISO 8601. `mention`: null for other kinds, and for one that cannot be read. */
export interface Notification {
  readonly id: string;
  readonly createdAt: string;
  readonly mention: Mention | null;
}

export interface Post {
  readonly text: string;
  readonly visibility: Visibility;
  readonly inReplyToId: string | null;
  readonly spoilerText: string;
  readonly language: string | null;
  readonly mediaIds: readonly string[];
  readonly idempotencyKey: string;
  /** Ids of the accounts that the text may notify; null leaves it to the text. */
  readonly allowedMentions: readonly string[] | null;
}

/** A post of the bot's own; `content` is HTML. */
export interface OwnPost {
  readonly id: string;
  readonly url: string | null;
  readonly content: string;
  readonly inReplyToId: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
}

export interface Conversation {
  /** Id of the first status; null where the status itself is the first. */
  readonly first: string | null;
  readonly answers: readonly OwnPost[];
}

/**
 * The server where the bot has its account. Every failure is an outcome, never an exception; only `ambiguous` leaves open
 * whether a post was made.
 */
export interface HomeServer {
  /** Its origin, such as `https://social.example`; a name without scheme for what is no server. */
  readonly origin: string;
  /** Whose token this is; the check of the account at the start. */
  account(): Promise<Outcome<OwnAccount>>;
  limits(): Promise<Outcome<Limits>>;
  /** Uploads a PNG and waits until the server has processed it. The id is good for one post only. */
  uploadImage(png: Uint8Array, alt: string): Promise<Outcome<string>>;
  post(post: Post): Promise<Outcome<OwnPost>>;
  /** The newest posts of the bot's own, boosts left out. */
  recentPosts(): Promise<Outcome<readonly OwnPost[]>>;
  /** What stands round one status: where the conversation began, and the bot's own answers to it, private ones too. */
  conversation(statusId: string): Promise<Outcome<Conversation>>;
  /**
   * Notifications after the cursor, oldest first; without a cursor those since `notBefore` (ISO 8601). May repeat known
   * ones, and holds others than mentions where the server does not filter them.
   */
  notificationsAfter(cursor: string | null, notBefore: string): Promise<Outcome<readonly Notification[]>>;
  /** Where there is a notification policy, private mentions of strangers are let through; false where there is none. */
  acceptPrivateMentions(): Promise<Outcome<boolean>>;
  remove(statusId: string): Promise<Outcome<null>>;
}
