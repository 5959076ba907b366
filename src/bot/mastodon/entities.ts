import * as v from 'valibot';
import {
  type Account,
  type Mention,
  type Notification,
  type OwnAccount,
  type OwnPost,
  VISIBILITIES,
} from '../home-server/home-server.ts';

/**
 * The few fields of Mastodon's entities (docs.joinmastodon.org/entities) that the bot uses, in masto's
 * spelling. Lenient where servers differ: a field that is missing, null or of another type gets its default,
 * and an id may be a number.
 */
const id = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.check((text) => text !== ''),
);
const text = v.fallback(v.string(), '');
const textOrNull = v.fallback(v.nullable(v.string()), null);
const count = v.fallback(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))), null);

const profile = {
  id,
  acct: v.string(),
  url: text,
  bot: v.fallback(v.boolean(), false),
  /** HTML, like the values of the fields. */
  note: text,
  fields: v.fallback(v.array(v.object({ name: text, value: text })), []),
};

/** Whether bio or fields contain the hashtag `#nobot`. In HTML a tag separates the sign from the name. */
function wantsNoBots(
  note: string,
  fields: readonly { readonly name: string; readonly value: string }[],
): boolean {
  const html = [note, ...fields.flatMap(({ name, value }) => [name, value])].join(' ');
  return /#\s?nobots?(?![\p{L}\p{N}_])/iu.test(html.replace(/<[^>]*>/g, ''));
}

const account = v.pipe(
  v.object(profile),
  v.transform(({ note, fields, ...rest }): Account => ({ ...rest, nobot: wantsNoBots(note, fields) })),
);

export const ownAccountSchema = v.object({
  ...profile,
  username: v.pipe(v.string(), v.nonEmpty()),
  uri: text,
});

/** A status needs only its id; every other field may be missing or invalid. */
export const statusSchema = v.object({
  id,
  url: textOrNull,
  content: text,
  inReplyToId: v.fallback(v.nullable(id), null),
  /** Empty if it cannot be read. */
  createdAt: v.fallback(
    v.pipe(
      v.string(),
      v.check((time) => !Number.isNaN(Date.parse(time))),
    ),
    '',
  ),
  account: v.fallback(v.nullable(account), null),
});

/** The bot's own account, with all its hosts and addresses. The host of its handle comes first. */
export function ownAccount(
  { uri, note, fields, ...entries }: v.InferOutput<typeof ownAccountSchema>,
  handle: readonly string[],
  server: string,
): OwnAccount {
  const shown = URL.canParse(entries.url) ? [new URL(entries.url).host] : [];
  const hosts = [...handle, ...shown, new URL(server).host].map((host) =>
    host.toLowerCase().replace(/^https?:\/\/|\/.*$/g, ''),
  );
  return {
    ...entries,
    nobot: wantsNoBots(note, fields),
    urls: [entries.url, uri].filter((url) => url !== ''),
    hosts: [...new Set(hosts.filter((host) => host !== ''))],
  };
}

const notificationSchema = v.object({ id, createdAt: text });

const mentionSchema = v.object({
  type: v.literal('mention'),
  account,
  status: v.object({
    ...statusSchema.entries,
    editedAt: textOrNull,
    visibility: v.fallback(v.picklist(VISIBILITIES), 'direct'),
    spoilerText: text,
    language: textOrNull,
    reblog: v.fallback(v.nullable(v.unknown()), null),
    mentions: v.fallback(v.array(v.object({ acct: text, url: text })), []),
  }),
});

export const mediaSchema = v.object({ id, url: textOrNull });

const configuration = v.fallback(
  v.object({
    statuses: v.fallback(v.object({ maxCharacters: count, charactersReservedPerUrl: count }), {
      maxCharacters: null,
      charactersReservedPerUrl: null,
    }),
    mediaAttachments: v.fallback(v.object({ descriptionLimit: count }), { descriptionLimit: null }),
    urls: v.fallback(v.object({ streaming: textOrNull }), { streaming: null }),
  }),
  {
    statuses: { maxCharacters: null, charactersReservedPerUrl: null },
    mediaAttachments: { descriptionLimit: null },
    urls: { streaming: null },
  },
);

/**
 * The instance entity of API v1 and v2: v1 has `uri` and `urls.streamingApi`, v2 `domain` and
 * `configuration.urls`.
 */
export const instanceSchema = v.object({
  domain: text,
  uri: text,
  sourceUrl: textOrNull,
  configuration,
  urls: v.fallback(v.object({ streamingApi: textOrNull }), { streamingApi: null }),
});

export const contextSchema = v.object({
  ancestors: v.array(v.unknown()),
  descendants: v.array(v.unknown()),
});

/** The readable entries of a list, and the number of unreadable ones, which are not the same as absent. */
export interface ReadEntities<Entry> {
  readonly entries: readonly Entry[];
  readonly unreadable: number;
}

/** Reads the valid entries of a list and drops the others. */
export function readEntries<Schema extends v.GenericSchema>(
  schema: Schema,
  list: readonly unknown[],
): v.InferOutput<Schema>[] {
  return list.flatMap((entry) => {
    const read = v.safeParse(schema, entry);
    return read.success ? [read.output] : [];
  });
}

/** As {@link readEntries}, with the number of dropped entries. Null if the value is not a list. */
export function readEntityList<Schema extends v.GenericSchema>(
  schema: Schema,
  list: unknown,
): ReadEntities<v.InferOutput<Schema>> | null {
  if (!Array.isArray(list)) return null;
  const entries = readEntries(schema, list);
  return { entries, unreadable: list.length - entries.length };
}

export function ownPost(status: v.InferOutput<typeof statusSchema>): OwnPost {
  return {
    id: status.id,
    url: status.url,
    content: status.content,
    inReplyToId: status.inReplyToId,
    createdAt: status.createdAt,
  };
}

function readMention(notificationId: string, createdAt: string, entry: unknown): Mention | null {
  const read = v.safeParse(mentionSchema, entry);
  if (!read.success) return null;
  const { account: author, status } = read.output;
  const edited = status.editedAt ?? '';
  const isEdited = edited !== '' && !Number.isNaN(Date.parse(edited));
  return {
    id: notificationId,
    // A post that mentions us since an edit is as new as the edit.
    createdAt: (isEdited ? edited : status.createdAt) || createdAt,
    account: author satisfies Account,
    statusId: status.id,
    inReplyToId: status.inReplyToId,
    content: status.content,
    visibility: status.visibility,
    spoilerText: status.spoilerText,
    language: status.language,
    boost: status.reblog !== null,
    mentions: status.mentions,
  };
}

/**
 * Reads a page of notifications; null if it is not a list. Some servers ignore the filter by type, so other
 * kinds may be included.
 */
export function readNotifications(page: unknown): readonly Notification[] | null {
  if (!Array.isArray(page)) return null;
  return page.flatMap((entry: unknown) => {
    const read = v.safeParse(notificationSchema, entry);
    if (!read.success) return [];
    const { id: notificationId, createdAt } = read.output;
    return [{ id: notificationId, createdAt, mention: readMention(notificationId, createdAt, entry) }];
  });
}
