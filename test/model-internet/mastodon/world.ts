import { EventEmitter } from 'node:events';
import { createIds, FLAVOURS, type Flavour, type FlavourTraits } from './flavours.ts';

export type Visibility = 'public' | 'unlisted' | 'private' | 'direct';

export interface ModelField {
  readonly name: string;
  readonly value: string;
}

export interface ModelAccount {
  readonly id: string;
  readonly username: string;
  /** Null for accounts of this server. */
  readonly domain: string | null;
  /** `name` for accounts of this server, `name@domain` for others. */
  readonly acct: string;
  readonly url: string;
  readonly createdAt: string;
  displayName: string;
  /** HTML. */
  note: string;
  /** The note as its owner typed it. */
  noteSource: string;
  fields: readonly ModelField[];
  bot: boolean;
  locked: boolean;
  discoverable: boolean;
  indexable: boolean;
  avatar: string;
  statusesCount: number;
  followersCount: number;
  lastStatusAt: string | null;
  /** Accounts that this one follows, and those that it blocks, by id. */
  readonly follows: Set<string>;
  readonly blocks: Set<string>;
  policy: Record<string, string>;
}

export interface ModelMedia {
  readonly id: string;
  readonly owner: ModelAccount;
  readonly bytes: Buffer;
  readonly mimeType: string;
  readonly fileName: string;
  /** Alt text; empty where none was given. */
  description: string;
  readonly focus: string | null;
  /** Milliseconds of the model's clock at which processing is over. */
  readonly readyAt: number;
  /** Id of the status that uses it. */
  attachedTo: string | null;
}

export interface ModelStatus {
  readonly id: string;
  readonly account: ModelAccount;
  /** As its author typed it; empty where only HTML is known. */
  text: string;
  content: string;
  readonly visibility: Visibility;
  spoilerText: string;
  language: string | null;
  readonly sensitive: boolean;
  readonly inReplyToId: string | null;
  readonly media: readonly ModelMedia[];
  mentions: readonly ModelAccount[];
  repliesCount: number;
  readonly createdAt: string;
  editedAt: string | null;
  readonly idempotencyKey: string | null;
}

export interface ModelNotification {
  readonly id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly recipient: ModelAccount;
  readonly account: ModelAccount;
  readonly status: ModelStatus | null;
  /** Withheld by the recipient's notification policy. */
  readonly filtered: boolean;
}

interface Events {
  notification: [ModelNotification];
  posted: [ModelStatus];
  edited: [ModelStatus];
  deleted: [ModelStatus];
}

/** All that one model server knows, without any I/O. */
export interface World {
  readonly flavour: Flavour;
  readonly traits: FlavourTraits;
  readonly now: () => number;
  readonly newId: () => string;
  readonly newNotificationId: () => string;
  /** The server's name in handles and links; the loopback address is for connections only. */
  readonly domain: string;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  origin: string;
  readonly accounts: Map<string, ModelAccount>;
  readonly tokens: Map<string, ModelAccount>;
  readonly statuses: Map<string, ModelStatus>;
  readonly media: Map<string, ModelMedia>;
  /** Oldest first. */
  notifications: ModelNotification[];
  readonly idempotency: Map<string, { readonly statusId: string; readonly until: number }>;
  readonly events: EventEmitter<Events>;
}

export function createWorld(options: {
  readonly flavour: Flavour;
  readonly domain: string;
  readonly now: () => number;
  readonly traits?: Partial<FlavourTraits>;
}): World {
  const newId = createIds(options.flavour, options.now);
  // Mastodon numbers notifications one by one; starting here, ids soon grow a digit, which catches whoever
  // compares them as text.
  let notificationNumber = 96;
  return {
    flavour: options.flavour,
    traits: { ...FLAVOURS[options.flavour], ...options.traits },
    now: options.now,
    newId,
    newNotificationId: () => (options.flavour === 'mastodon' ? String(++notificationNumber) : newId()),
    domain: options.domain,
    origin: '',
    accounts: new Map(),
    tokens: new Map(),
    statuses: new Map(),
    media: new Map(),
    notifications: [],
    idempotency: new Map(),
    events: new EventEmitter<Events>().setMaxListeners(0),
  };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** Whether an account may see a status (https://docs.joinmastodon.org/entities/Status/#visibility). */
export function canSee(status: ModelStatus, viewer: ModelAccount | null): boolean {
  if (viewer !== null && status.account.blocks.has(viewer.id)) return false;
  if (status.visibility === 'public' || status.visibility === 'unlisted') return true;
  if (viewer === null) return false;
  if (status.account.id === viewer.id || status.mentions.some((account) => account.id === viewer.id))
    return true;
  return status.visibility === 'private' && viewer.follows.has(status.account.id);
}
