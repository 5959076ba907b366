import { textEntities } from './text.ts';
import type { ModelAccount, ModelMedia, ModelNotification, ModelStatus, World } from './world.ts';

/** JSON as the API sends it. */
export type Json = Readonly<Record<string, unknown>>;

/** https://docs.joinmastodon.org/entities/Account/ */
export function accountJson(account: ModelAccount, world: World): Json {
  return {
    id: account.id,
    username: account.username,
    acct: account.acct,
    display_name: account.displayName,
    locked: account.locked,
    bot: account.bot,
    discoverable: account.discoverable,
    indexable: account.indexable,
    noindex: !account.indexable,
    group: false,
    created_at: account.createdAt,
    note: account.note,
    url: account.url,
    uri: account.url.replace('/@', '/users/'),
    avatar: account.avatar,
    avatar_static: account.avatar,
    header: `${world.origin}/headers/original/missing.png`,
    header_static: `${world.origin}/headers/original/missing.png`,
    followers_count: account.followersCount,
    following_count: account.follows.size,
    statuses_count: account.statusesCount,
    last_status_at: account.lastStatusAt?.slice(0, 10) ?? null,
    emojis: [],
    roles: [],
    fields: account.fields.map((field) => ({ ...field, verified_at: null })),
  };
}

/** https://docs.joinmastodon.org/entities/Account/#CredentialAccount */
export function credentialAccountJson(account: ModelAccount, world: World): Json {
  return {
    ...accountJson(account, world),
    source: {
      privacy: 'public',
      sensitive: false,
      language: null,
      note: account.noteSource,
      fields: account.fields.map((field) => ({ ...field, verified_at: null })),
      follow_requests_count: 0,
      hide_collections: false,
      discoverable: account.discoverable,
      indexable: account.indexable,
      attribution_domains: [],
      quote_policy: 'public',
    },
    role: { id: '-99', name: '', permissions: '65536', color: '', highlighted: false },
  };
}

/** https://docs.joinmastodon.org/entities/MediaAttachment/ ; `url` is null while it is being processed. */
export function mediaJson(media: ModelMedia, world: World): Json {
  const ready = media.readyAt <= world.now();
  const url = `${world.origin}/media_attachments/${media.id}/original/${encodeURIComponent(media.fileName)}`;
  return {
    id: media.id,
    type: media.mimeType.startsWith('image/') ? 'image' : 'unknown',
    url: ready ? url : null,
    preview_url: ready ? url : null,
    remote_url: null,
    preview_remote_url: null,
    text_url: null,
    meta: null,
    description: media.description === '' ? null : media.description,
    blurhash: null,
  };
}

function applicationJson(status: ModelStatus): Json | null {
  return status.account.domain === null ? { name: 'model', website: null } : null;
}

/** https://docs.joinmastodon.org/entities/Status/ */
export function statusJson(status: ModelStatus, world: World): Json {
  const parent = status.inReplyToId === null ? undefined : world.statuses.get(status.inReplyToId);
  const tags = textEntities(status.text).filter((entity) => entity.kind === 'hashtag');
  return {
    id: status.id,
    created_at: status.createdAt,
    edited_at: status.editedAt,
    in_reply_to_id: parent?.id ?? null,
    in_reply_to_account_id: parent?.account.id ?? null,
    sensitive: status.sensitive,
    spoiler_text: status.spoilerText,
    visibility: status.visibility,
    language: status.language,
    uri: `${status.account.url.replace('/@', '/users/')}/statuses/${status.id}`,
    url: `${status.account.url}/${status.id}`,
    replies_count: status.repliesCount,
    reblogs_count: 0,
    favourites_count: 0,
    quotes_count: 0,
    favourited: false,
    reblogged: false,
    muted: false,
    bookmarked: false,
    content: status.content,
    filtered: [],
    reblog: null,
    application: applicationJson(status),
    account: accountJson(status.account, world),
    media_attachments: status.media.map((media) => mediaJson(media, world)),
    mentions: status.mentions.map((account) => ({
      id: world.traits.mentionIds ? account.id : '0',
      username: account.username,
      url: account.url,
      acct: account.acct,
    })),
    tags: tags.map((tag) => ({
      name: tag.text.toLowerCase(),
      url: `https://${world.domain}/tags/${encodeURIComponent(tag.text.toLowerCase())}`,
    })),
    emojis: [],
    card: null,
    poll: null,
    quote: null,
  };
}

/** https://docs.joinmastodon.org/entities/Notification/ */
export function notificationJson(notification: ModelNotification, world: World): Json {
  return {
    id: notification.id,
    type: notification.type,
    created_at: notification.createdAt,
    group_key: `ungrouped-${notification.id}`,
    account: accountJson(notification.account, world),
    ...(notification.status === null ? {} : { status: statusJson(notification.status, world) }),
    ...(notification.filtered ? { filtered: true } : {}),
  };
}
