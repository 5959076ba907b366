import type { mastodon } from 'masto';
import type * as v from 'valibot';
import { type Allowance, createAllowance } from './allowance.ts';
import { type Clock, systemClock } from './clock.ts';
import type { HomeServer, Outcome, OwnAccount, Post } from './home-server.ts';
import { createCalls, harmless } from './mastodon-call.ts';
import {
  contextSchema,
  instanceSchema,
  mediaSchema,
  ownAccount,
  ownAccountSchema,
  ownPost,
  readEntries,
  readList,
  readNotifications,
  statusSchema,
} from './mastodon-entities.ts';
import { createProfiles, type Profiles } from './mastodon-profile.ts';
import { collectNotifications } from './mention-pages.ts';

export interface MastodonOptions {
  /** Origin of the home server, such as `https://social.example`. */
  readonly url: string;
  readonly accessToken: string;
  readonly userAgent: string;
  /** For one request, milliseconds. */
  readonly timeoutMs?: number;
  /** How long a picture may be processed, milliseconds. */
  readonly mediaTimeoutMs?: number;
  /** Between two looks at a picture in process, milliseconds. */
  readonly mediaPollMs?: number;
  /** Ends every call that is under way. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** How much is asked of the server at most. */
  readonly allowance?: Allowance;
}

export interface MastodonServer extends HomeServer {
  readonly profiles: Profiles;
  close(): Promise<void>;
}

/** As many as Mastodon gives in one page, of notifications (default 40, at most 80) and of statuses (at most 40). */
const PAGE = 40;
/** Mastodon's own limits, for servers that do not tell theirs (docs.joinmastodon.org/entities/Instance). */
const DEFAULTS = { maxCharacters: 500, charactersPerUrl: 23, maxAltText: 1500 };

/** A thin layer over masto: our words, our few problems, and none of its surprises. */
export function createMastodonServer(options: MastodonOptions): MastodonServer {
  const clock = options.clock ?? systemClock;
  const { signal = new AbortController().signal } = options;
  const { call, read, close } = createCalls({ allowance: createAllowance(), ...options, clock, signal });
  let own: OwnAccount | null = null;

  async function account(): Promise<Outcome<OwnAccount>> {
    if (own) return { ok: true, value: own };
    const verified = harmless(await read(ownAccountSchema, (rest) => rest.v1.accounts.verifyCredentials()));
    if (!verified.ok) return verified;
    const home = await instance();
    const handle = home.ok ? [home.value.domain || home.value.uri] : [];
    own = ownAccount(verified.value, handle, options.url);
    return { ok: true, value: own };
  }

  async function instance(): Promise<Outcome<v.InferOutput<typeof instanceSchema>>> {
    const second = harmless(await read(instanceSchema, (rest) => rest.v2.instance.fetch()));
    if (second.ok && second.value.configuration.urls.streaming !== null) return second;
    const first = harmless(await read(instanceSchema, (rest) => rest.v1.instance.fetch()));
    if (!second.ok || !first.ok) return second.ok ? second : first;
    return { ok: true, value: { ...second.value, urls: first.value.urls } };
  }

  async function processed(id: string): Promise<Outcome<string>> {
    const deadline = clock.now() + (options.mediaTimeoutMs ?? 60_000);
    while (clock.now() < deadline) {
      await clock.sleep(options.mediaPollMs ?? 1000, signal);
      if (signal.aborted) break;
      const media = await read(mediaSchema, (rest) => rest.v1.media.$select(id).fetch());
      if (media.ok && media.value.url !== null) return { ok: true, value: id };
      if (!media.ok && media.problem.kind !== 'ambiguous') return media;
    }
    return { ok: false, problem: { kind: 'unavailable', detail: 'the picture is still being processed' } };
  }

  return {
    origin: new URL(options.url).origin,
    profiles: createProfiles({ call, read }),
    account,

    async limits() {
      const outcome = await instance();
      if (!outcome.ok && outcome.problem.kind !== 'refused') return outcome;
      const told = outcome.ok ? outcome.value : null;
      return {
        ok: true,
        value: {
          maxCharacters: told?.configuration.statuses.maxCharacters ?? DEFAULTS.maxCharacters,
          charactersPerUrl:
            told?.configuration.statuses.charactersReservedPerUrl ?? DEFAULTS.charactersPerUrl,
          maxAltText: told?.configuration.mediaAttachments.descriptionLimit ?? DEFAULTS.maxAltText,
          streamingUrl: webSocketUrl(
            told?.configuration.urls.streaming ?? told?.urls.streamingApi ?? null,
            options.url,
          ),
        },
      };
    },

    async uploadImage(png, alt) {
      // The file's name counts: some servers tell the type by it.
      const file = new File([new Uint8Array(png)], 'chart.png', { type: 'image/png' });
      const uploaded = harmless(
        await read(
          mediaSchema,
          (rest) => rest.v2.media.create({ file, description: alt, skipPolling: true }),
          { costs: ['media'] },
        ),
      );
      if (!uploaded.ok) return uploaded;
      return uploaded.value.url === null
        ? processed(uploaded.value.id)
        : { ok: true, value: uploaded.value.id };
    },

    async post(post) {
      const made = await read(statusSchema, (rest) => rest.v1.statuses.create(statusParameters(post)), {
        costs: ['statuses'],
        headers: { 'Idempotency-Key': post.idempotencyKey },
        // Once a row is in `sending`, the time until it is settled counts.
        patient: false,
      });
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
      const statuses = asList(readList(statusSchema, list.value));
      return statuses.ok ? { ok: true, value: statuses.value.map(ownPost) } : statuses;
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
            .filter((status) => status.account.id === self.value.id && status.inReplyToId === statusId)
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
      return changed.problem.kind === 'refused' ? { ok: true, value: false } : changed;
    },

    async remove(statusId) {
      const removed = await call((rest) => rest.v1.statuses.$select(statusId).remove(), {
        costs: ['deletes'],
      });
      return removed.ok ? { ok: true, value: null } : removed;
    },

    close,
  };
}

/** What is no list tells nothing: taken for an empty one, it would say that no post of ours is there. */
function asList<Entry>(entries: readonly Entry[] | null): Outcome<readonly Entry[]> {
  if (entries !== null) return { ok: true, value: entries };
  return { ok: false, problem: { kind: 'unavailable', detail: 'answered, but not as the API says' } };
}

/** The token travels on it, so where the home server is reached by TLS, its stream must be too. */
function webSocketUrl(told: string | null, home: string): string | null {
  if (told === null || !URL.canParse(told)) return null;
  const url = new URL(told);
  const secure = new URL(home).protocol === 'https:' || /^(wss|https):$/.test(url.protocol);
  if (!/^(wss?|https?):$/.test(url.protocol)) return null;
  return url.href.replace(/^[a-z]+:/, secure ? 'wss:' : 'ws:');
}

function statusParameters(post: Post): mastodon.rest.v1.CreateStatusParams {
  const common = {
    status: post.text,
    visibility: post.visibility,
    ...(post.inReplyToId === null ? {} : { inReplyToId: post.inReplyToId }),
    ...(post.spoilerText === '' ? {} : { spoilerText: post.spoilerText }),
    ...(post.language === null ? {} : { language: post.language }),
    ...(post.allowedMentions === null ? {} : { allowedMentions: post.allowedMentions }),
  };
  return post.mediaIds.length > 0 ? { ...common, mediaIds: post.mediaIds } : common;
}
