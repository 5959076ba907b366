import * as v from 'valibot';
import {
  type Account,
  type Mention,
  type Notification,
  type OwnAccount,
  type OwnPost,
  VISIBILITIES,
} from './home-server.ts';

/**
 * The few fields of Mastodon's entities (docs.joinmastodon.org/entities) that the bot uses, in masto's spelling. Lenient
 * where servers differ: a field that is missing, null or of another type takes its default, an id may be a number.
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
  /** HTML, as are the values of the fields. */
  note: text,
  fields: v.fallback(v.array(v.object({ name: text, value: text })), []),
};

/** People write it as a hashtag in their bio or in a field; in HTML a tag stands between its sign and its name. */
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

export const statusSchema = v.object({
  id,
  url: textOrNull,
  content: text,
  inReplyToId: v.fallback(v.nullable(id), null),
  createdAt: v.pipe(
    v.string(),
    v.check((time) => !Number.isNaN(Date.parse(time))),
  ),
  account,
});

/** The bot's own account, with every host and address that it is known under; first the host of its handle. */
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

/** Instance of API v2 and v1 at once: v1 has `uri` and `urls.streamingApi`, v2 `domain` and `configuration.urls`. */
export const instanceSchema = v.object({
  domain: text,
  uri: text,
  configuration,
  urls: v.fallback(v.object({ streamingApi: textOrNull }), { streamingApi: null }),
});

export const contextSchema = v.object({
  ancestors: v.array(v.unknown()),
  descendants: v.array(v.unknown()),
});

/** Reads what it can of a list: an entry that is no such entity is left out. */
export function readEntries<Schema extends v.GenericSchema>(
  schema: Schema,
  list: readonly unknown[],
): v.InferOutput<Schema>[] {
  return list.flatMap((entry) => {
    const read = v.safeParse(schema, entry);
    return read.success ? [read.output] : [];
  });
}

/** As {@link readEntries}; null for what is no list at all. */
export function readList<Schema extends v.GenericSchema>(
  schema: Schema,
  list: unknown,
): v.InferOutput<Schema>[] | null {
  return Array.isArray(list) ? readEntries(schema, list) : null;
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

function readMention(notificationId: string, entry: unknown): Mention | null {
  const read = v.safeParse(mentionSchema, entry);
  if (!read.success) return null;
  const { account: author, status } = read.output;
  return {
    id: notificationId,
    // An edit that names us is as new as the edit.
    createdAt: status.editedAt ?? status.createdAt,
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

/** A page of notifications; null for what is no list. Some servers ignore the filter by type, so others come along. */
export function readNotifications(page: unknown): readonly Notification[] | null {
  if (!Array.isArray(page)) return null;
  return page.flatMap((entry: unknown) => {
    const read = v.safeParse(notificationSchema, entry);
    if (!read.success) return [];
    const { id: notificationId, createdAt } = read.output;
    return [{ id: notificationId, createdAt, mention: readMention(notificationId, entry) }];
  });
}
