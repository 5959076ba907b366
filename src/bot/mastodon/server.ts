import type { mastodon } from 'masto';
import type { HomeServer, Outcome, OwnAccount, Post } from '../home-server/home-server.ts';
import { collectNotifications } from '../home-server/mention-pages.ts';
import { isMissing } from '../home-server/problem.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { type Allowance, createAllowance } from './allowance.ts';
import { createCalls, harmless } from './call.ts';
import {
  contextSchema,
  ownAccount,
  ownAccountSchema,
  ownPost,
  readEntityList,
  readEntries,
  readNotifications,
  statusSchema,
} from './entities.ts';
import { readInstance, readLimits } from './instance.ts';
import { asMarkdown } from './markdown.ts';
import { createProfiles, type Profiles } from './profile-api.ts';
import { type UploadOptions, uploadPicture } from './upload.ts';

export interface MastodonOptions extends UploadOptions {
  /** Origin of the home server, such as `https://social.example`. */
  readonly url: string;
  readonly accessToken: string;
  readonly userAgent: string;
  /** Milliseconds for one request. */
  readonly timeoutMs?: number;
  /** Aborting it ends all calls in progress. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Limits of our requests to the server. */
  readonly allowance?: Allowance;
}

export interface MastodonServer extends HomeServer {
  readonly profiles: Profiles;
  close(): Promise<void>;
}

/**
 * Most entries that Mastodon puts on every kind of page: notifications (default 40, at most 80) and statuses
 * (at most 40).
 */
const PAGE = 40;

/** A thin adapter of masto to our types and problems. */
export function createMastodonServer(options: MastodonOptions): MastodonServer {
  const clock = options.clock ?? systemClock;
  const { signal = new AbortController().signal } = options;
  const { call, read, close } = createCalls({ allowance: createAllowance(), ...options, clock, signal });
  let own: OwnAccount | null = null;
  let readsMarkdown = false;

  async function account(): Promise<Outcome<OwnAccount>> {
    if (own) return { ok: true, value: own };
    const verified = harmless(await read(ownAccountSchema, (rest) => rest.v1.accounts.verifyCredentials()));
    if (!verified.ok) return verified;
    const home = await readInstance({ read });
    const handle = home.ok ? [home.value.domain || home.value.uri] : [];
    own = ownAccount(verified.value, handle, options.url);
    return { ok: true, value: own };
  }

  return {
    origin: new URL(options.url).origin,
    profiles: createProfiles({ call, read }),
    account,

    async limits() {
      const told = await readLimits({ read }, options.url);
      if (!told.ok) return told;
      ({ readsMarkdown } = told.value);
      return told;
    },
    uploadImage: (png, alt) => uploadPicture(png, alt, { ...options, read, clock, signal }),

    async post(post) {
      const made = await read(
        statusSchema,
        (rest) => rest.v1.statuses.create(statusParameters(post, readsMarkdown)),
        {
          costs: ['statuses'],
          headers: { 'Idempotency-Key': post.idempotencyKey },
          // Once a row is in `sending`, the time until it is settled counts.
          patient: false,
        },
      );
      return made.ok ? { ok: true, value: ownPost(made.value) } : made;
    },

    async recentPosts() {
      const self = await account();
      if (!self.ok) return self;
      const list = harmless(
        await call((rest) =>
          rest.v1.accounts.$select(self.value.id).statuses.list({ limit: PAGE, excludeReblogs: true }),
        ),
      );
      if (!list.ok) return list;
      const statuses = readEntityList(statusSchema, list.value);
      if (statuses === null) return NO_LIST;
      const { entries, unreadable } = statuses;
      return { ok: true, value: { posts: entries.map(ownPost), unreadable } };
    },

    async verifyToken() {
      const verified = harmless(await call((rest) => rest.v1.accounts.verifyCredentials()));
      return verified.ok ? { ok: true, value: null } : verified;
    },

    async conversation(statusId) {
      const self = await account();
      if (!self.ok) return self;
      const context = harmless(
        await read(contextSchema, (rest) => rest.v1.statuses.$select(statusId).context.fetch()),
      );
      if (!context.ok) return context;
      return {
        ok: true,
        value: {
          first: readEntries(statusSchema, context.value.ancestors)[0]?.id ?? null,
          answers: readEntries(statusSchema, context.value.descendants)
            .filter((status) => status.account?.id === self.value.id && status.inReplyToId === statusId)
            .map(ownPost),
        },
      };
    },

    notificationsAfter: (cursor, notBefore) =>
      collectNotifications(
        async (place) => {
          const page = harmless(
            await call((rest) => rest.v1.notifications.fetch({ types: ['mention'], limit: PAGE, ...place }), {
              costs: ['paging'],
            }),
          );
          return page.ok ? asList(readNotifications(page.value)) : page;
        },
        cursor,
        notBefore,
      ),

    async acceptPrivateMentions() {
      const changed = harmless(
        await call((rest) => rest.v2.notifications.policy.update({ forPrivateMentions: 'accept' })),
      );
      if (changed.ok) return { ok: true, value: true };
      return isMissing(changed.problem) ? { ok: true, value: false } : changed;
    },

    async remove(statusId) {
      // Repeating the request does no harm.
      const removed = harmless(
        await call((rest) => rest.v1.statuses.$select(statusId).remove(), { costs: ['deletes'] }),
      );
      return removed.ok ? { ok: true, value: null } : removed;
    },

    close,
  };
}

/** An answer that is not a list is a problem. As an empty list it would mean that our post is not there. */
const NO_LIST = {
  ok: false,
  problem: { kind: 'unavailable', detail: 'answered, but not as the API says' },
} as const;

function asList<Entry>(entries: readonly Entry[] | null): Outcome<readonly Entry[]> {
  return entries === null ? NO_LIST : { ok: true, value: entries };
}

function statusParameters(post: Post, readsMarkdown: boolean): mastodon.rest.v1.CreateStatusParams {
  const common = {
    status: readsMarkdown ? asMarkdown(post.text) : post.text,
    visibility: post.visibility,
    ...(post.inReplyToId === null ? {} : { inReplyToId: post.inReplyToId }),
    ...(post.spoilerText === '' ? {} : { spoilerText: post.spoilerText }),
    ...(post.language === null ? {} : { language: post.language }),
    ...(post.allowedMentions === null ? {} : { allowedMentions: post.allowedMentions }),
  };
  return post.mediaIds.length > 0 ? { ...common, mediaIds: post.mediaIds } : common;
}
