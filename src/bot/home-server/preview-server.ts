import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MASTODON_LIMITS } from '../../text/mastodon-length.ts';
import type { BotLog } from '../runtime/log.ts';
import type { HomeServer, OwnPost, Post } from './home-server.ts';

export interface PreviewOptions {
  /** The folder for the posts; created if missing. */
  readonly directory: string;
  readonly log: BotLog;
}

function describe(post: Post, image: { readonly file: string; readonly alt: string } | null): string {
  const head = [
    `visibility: ${post.visibility}`,
    `language: ${post.language ?? 'not given'}`,
    ...(post.inReplyToId === null ? [] : [`in reply to: ${post.inReplyToId}`]),
    ...(post.spoilerText === '' ? [] : [`content warning: ${post.spoilerText}`]),
    ...(image === null ? [] : [`image: ${image.file}`, `alt text: ${image.alt}`]),
  ];
  return `${head.join('\n')}\n\n${post.text}\n`;
}

/** A home server for operators without an account: posts are written to files, named after their key. */
export function createPreviewServer({ directory, log }: PreviewOptions): HomeServer {
  mkdirSync(directory, { recursive: true });
  const images = new Map<string, { readonly png: Uint8Array; readonly alt: string }>();
  const none = <Value>(value: Value) => Promise.resolve({ ok: true as const, value });

  return {
    origin: 'preview',
    account: () =>
      none({
        id: 'preview',
        acct: 'whohosts',
        username: 'whohosts',
        url: '',
        bot: true,
        nobot: false,
        urls: [],
        hosts: ['preview.invalid'],
      }),
    limits: () => none({ ...MASTODON_LIMITS, streamingUrl: null }),
    uploadImage(png, alt) {
      const id = String(images.size + 1);
      images.set(id, { png, alt });
      return none(id);
    },
    post(post) {
      const name = post.idempotencyKey.replace(/[^\w.-]/g, '_');
      const [mediaId] = post.mediaIds;
      const image = mediaId === undefined ? undefined : images.get(mediaId);
      const file = join(directory, `${name}.txt`);
      if (image) writeFileSync(join(directory, `${name}.png`), image.png);
      writeFileSync(file, describe(post, image ? { file: `${name}.png`, alt: image.alt } : null));
      log.warn({ file }, 'PREVIEW: no account is configured, so this was written to a file and not posted');
      const made: OwnPost = {
        id: name,
        url: null,
        content: '',
        inReplyToId: post.inReplyToId,
        createdAt: new Date().toISOString(),
      };
      return none(made);
    },
    recentPosts: () => none({ posts: [], unreadable: 0 }),
    verifyToken: () => none(null),
    conversation: () => none({ first: null, answers: [] }),
    notificationsAfter: () => none([]),
    acceptPrivateMentions: () => none(false),
    remove: () => none(null),
  };
}
