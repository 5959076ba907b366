import type { PostLimits } from '../../text/mastodon-length.ts';
import type { Problem } from './problem.ts';

/** The host of a home server, for outbox keys. */
export function hostOf({ origin }: Pick<HomeServer, 'origin'>): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export const VISIBILITIES = ['public', 'unlisted', 'private', 'direct'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/**
 * An account as the home server reports it. `acct` is `user` for accounts on the home server itself,
 * `user@host` for others.
 */
export interface Account {
  readonly id: string;
  readonly acct: string;
  readonly url: string;
  readonly bot: boolean;
  /** `#nobot` in the profile: no bot may write to the account unasked. */
  readonly nobot: boolean;
}

/** The bot's own account. `urls`: all its addresses. `hosts`: all its hosts, the one of its handle first. */
export interface OwnAccount extends Account {
  readonly username: string;
  readonly urls: readonly string[];
  readonly hosts: readonly string[];
}

/** The home server's limits, and the address of its stream. */
export interface HomeServerLimits extends PostLimits {
  /** Null if the server has no streaming. */
  readonly streamingUrl: string | null;
}

/** A mention of the bot, from the notification and its status. */
export interface Mention {
  /** Id of the notification, which is the cursor for paging. */
  readonly id: string;
  /** ISO 8601: when the status was created or last edited. */
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

/**
 * A notification; `createdAt` is ISO 8601. `mention` is null for other kinds, and for one that cannot be
 * read.
 */
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
  /** Ids of the accounts that the text may notify. Null: the text decides. */
  readonly allowedMentions: readonly string[] | null;
}

/** One of the bot's own posts; `content` is HTML. */
export interface OwnPost {
  readonly id: string;
  readonly url: string | null;
  readonly content: string;
  readonly inReplyToId: string | null;
  /** ISO 8601; empty if the server sent no readable date. */
  readonly createdAt: string;
}

/** The bot's newest posts. */
export interface RecentPosts {
  readonly posts: readonly OwnPost[];
  /** Number of list entries that could not be read. The post that a caller looks for may be among them. */
  readonly unreadable: number;
}

export interface Conversation {
  /** Id of the conversation's first status; null if the status itself is the first. */
  readonly first: string | null;
  readonly answers: readonly OwnPost[];
}

/**
 * The server where the bot has its account. Failures are outcomes, never exceptions. Only `ambiguous` leaves
 * open whether a post was made.
 */
export interface HomeServer {
  /** Its origin, such as `https://social.example`. A name without scheme if it is not a real server. */
  readonly origin: string;
  /** The account of the token, read at the start. */
  account(): Promise<Outcome<OwnAccount>>;
  limits(): Promise<Outcome<HomeServerLimits>>;
  /** Uploads a PNG and waits until the server has processed it. The id is valid for one post only. */
  uploadImage(png: Uint8Array, alt: string): Promise<Outcome<string>>;
  post(post: Post): Promise<Outcome<OwnPost>>;
  /** The bot's newest posts, without boosts. */
  recentPosts(): Promise<Outcome<RecentPosts>>;
  /** Whether the token is still valid. Asks the server each time. */
  verifyToken(): Promise<Outcome<null>>;
  /**
   * The context of a status: the first status of its conversation, and the bot's own answers to it, including
   * private ones.
   */
  conversation(statusId: string): Promise<Outcome<Conversation>>;
  /**
   * Notifications after the cursor, oldest first. Without a cursor, those since `notBefore` (ISO 8601). May
   * repeat known ones, and contains other kinds if the server does not filter.
   */
  notificationsAfter(cursor: string | null, notBefore: string): Promise<Outcome<readonly Notification[]>>;
  /**
   * Lets private mentions by unknown people through, if there is a notification policy. False if there is
   * none.
   */
  acceptPrivateMentions(): Promise<Outcome<boolean>>;
  remove(statusId: string): Promise<Outcome<null>>;
}
