import { randomBytes } from 'node:crypto';

/** Servers that speak the Mastodon API, each with its own differences. */
export type Flavour = 'mastodon' | 'gotosocial' | 'snac' | 'hollo';

/** What sets one server software apart from the others, as observed on running servers. */
export interface FlavourTraits {
  readonly version: string;
  /** Longest post, in characters as the server counts them. */
  readonly maxCharacters: number;
  /** What any URL counts, in characters. */
  readonly charactersPerUrl: number;
  /** Longest alt text that is accepted, in characters; null where nothing is checked. */
  readonly descriptionLimit: number | null;
  /** `broken`: the second request with a key is answered 500, as some versions of Mastodon did. */
  readonly idempotency: 'honoured' | 'ignored' | 'broken';
  /** Which streams a client may join; null where there is no streaming at all. */
  readonly streams: readonly string[] | null;
  /** Whether the streaming endpoint refuses clients without a User-Agent (418). */
  readonly wantsUserAgent: boolean;
  readonly notificationPolicy: boolean;
  readonly mediaGet: boolean;
  readonly linkHeaders: boolean;
  /** Page size of notifications where the client asks for none. */
  readonly defaultLimit: number;
  /** `newest`: min_id gives the newest page after the cursor, and since_id is ignored. */
  readonly cursors: 'documented' | 'newest';
  readonly errors: 'json' | 'html';
  /** HTTP status of a refused post or upload. */
  readonly refusal: 400 | 422;
  readonly rateLimits: boolean;
  /**
   * Whether `types[]` and `exclude_types[]` of notifications are heeded; the Pleroma family long knew other
   * names.
   */
  readonly filtersTypes: boolean;
  readonly allowedMentions: boolean;
  /** Whether `mentions[].id` tells the account, or is always "0". */
  readonly mentionIds: boolean;
  /** Whether an unknown language tag is refused. */
  readonly checksLanguage: boolean;
  /**
   * What `apps/verify_credentials` says that the bot's token may do; null where it says nothing (before
   * Mastodon 4.3).
   */
  readonly scopes: readonly string[] | null;
}

const MASTODON: FlavourTraits = {
  version: '4.5.0',
  maxCharacters: 500,
  charactersPerUrl: 23,
  descriptionLimit: 1500,
  idempotency: 'honoured',
  streams: ['user', 'user:notification'],
  wantsUserAgent: false,
  notificationPolicy: true,
  mediaGet: true,
  linkHeaders: true,
  defaultLimit: 40,
  cursors: 'documented',
  errors: 'json',
  refusal: 422,
  rateLimits: true,
  filtersTypes: true,
  allowedMentions: true,
  mentionIds: true,
  checksLanguage: false,
  scopes: ['read', 'write'],
};

export const FLAVOURS: Readonly<Record<Flavour, FlavourTraits>> = {
  mastodon: MASTODON,
  gotosocial: {
    ...MASTODON,
    version: '0.19.2+git-0000000',
    maxCharacters: 5000,
    charactersPerUrl: 25,
    idempotency: 'ignored',
    streams: ['user'],
    wantsUserAgent: true,
    notificationPolicy: false,
    defaultLimit: 20,
    refusal: 400,
    allowedMentions: false,
    checksLanguage: true,
    scopes: null,
  },
  snac: {
    ...MASTODON,
    version: '4.0.0 (not true; really snac/2.94)',
    maxCharacters: 100_000,
    charactersPerUrl: 32,
    descriptionLimit: null,
    idempotency: 'ignored',
    streams: null,
    notificationPolicy: false,
    mediaGet: false,
    linkHeaders: false,
    defaultLimit: 1,
    cursors: 'newest',
    errors: 'html',
    rateLimits: false,
    allowedMentions: false,
    mentionIds: false,
  },
  hollo: {
    ...MASTODON,
    version: '0.6.20',
    maxCharacters: 10_000,
    charactersPerUrl: 256,
    descriptionLimit: null,
    streams: null,
    notificationPolicy: false,
    refusal: 400,
    rateLimits: false,
    allowedMentions: false,
  },
};

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function ulid(ms: number, count: bigint): string {
  let value = (BigInt(ms) << 80n) | (count << 40n) | BigInt(`0x${randomBytes(5).toString('hex')}`);
  let text = '';
  for (let index = 0; index < 26; index += 1) {
    text = CROCKFORD.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

function uuid7(ms: number, count: bigint): string {
  const time = ms.toString(16).padStart(12, '0');
  const order = count.toString(16).padStart(8, '0');
  const tail = randomBytes(6).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order.slice(0, 3)}-8${order.slice(3, 6)}-${order.slice(6)}00${tail.slice(0, 8)}`;
}

/**
 * Makes ids in the way of a server software; each is greater than the one before, whatever the clock does.
 */
export function createIds(flavour: Flavour, now: () => number): () => string {
  let last = 0;
  let count = 0n;
  return () => {
    last = Math.max(last, Math.floor(now()));
    count += 1n;
    if (flavour === 'gotosocial') return ulid(last, count);
    if (flavour === 'hollo') return uuid7(last, count);
    if (flavour === 'snac') return String(BigInt(last) * 1000n + count);
    return String((BigInt(last) << 16n) + count);
  };
}

/** Orders ids as the server does: decimal ids by value, ULIDs and UUIDs by text. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
