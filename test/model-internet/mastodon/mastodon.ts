import { accountRoutes } from './accounts.ts';
import { createFaults, type Fault } from './faults.ts';
import type { Flavour, FlavourTraits } from './flavours.ts';
import { createAccount } from './handles.ts';
import { instanceRoutes } from './instance.ts';
import { createLimiter, type RateLimits } from './limits.ts';
import { mediaRoutes, type Processing } from './media.ts';
import { notificationRoutes } from './notifications.ts';
import { oauthRoutes } from './oauth.ts';
import { pageRoutes } from './page.ts';
import { createPeople, type People } from './people.ts';
import { createRouter } from './router.ts';
import { createListener, type RequestRecord } from './server.ts';
import { statusRoutes } from './statuses.ts';
import { createStreaming } from './streaming.ts';
import { createWorld, type ModelAccount, type ModelMedia, type ModelStatus } from './world.ts';

export interface MastodonOptions {
  readonly flavour?: Flavour;
  /** Changes single traits of the flavour, such as `maxCharacters`. */
  readonly traits?: Partial<FlavourTraits>;
  /** The server's name in handles and links; default `home.example`. */
  readonly domain?: string;
  /** The bot's name; default `whohosts`. */
  readonly username?: string;
  readonly token?: string;
  /** How long an upload is processed, in milliseconds; default 0: finished at once. */
  readonly processing?: Processing;
  readonly rateLimits?: Partial<RateLimits>;
  /** Milliseconds between pings of a stream; default 30,000 as Mastodon has it. */
  readonly pingMs?: number;
  /** The model's clock in milliseconds since 1970; timers stay real. */
  readonly now?: () => number;
}

/**
 * A server that speaks the Mastodon API on loopback, with the bot's account and the people who talk to it.
 */
export interface ModelMastodon extends People {
  /** `http://127.0.0.1:PORT`; the same after {@link ModelMastodon.up}. */
  readonly url: string;
  readonly domain: string;
  /** The bot's access token. */
  readonly token: string;
  readonly bot: ModelAccount;
  /** Posts of the bot that exist, oldest first. */
  posts(): readonly ModelStatus[];
  /** Those of its posts that answer another post. */
  replies(): readonly ModelStatus[];
  /** All uploads, oldest first, attached or not. */
  media(): readonly ModelMedia[];
  readonly requests: readonly RequestRecord[];
  /**
   * The first post of the bot that fits, now or later; rejects after `timeoutMs` (default 10 s) with what
   * there was instead.
   */
  waitForPost(predicate: (post: ModelStatus) => boolean, timeoutMs?: number): Promise<ModelStatus>;
  /** Resolves when a client is subscribed to a stream; rejects after `timeoutMs` (default 10 s). */
  waitForStream(timeoutMs?: number): Promise<void>;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Changes limits from now on. */
  limit(limits: Partial<RateLimits>): void;
  process(processing: Processing): void;
  revoke(token: string): void;
  /** Cuts all streams: without a word, or by a close frame with a code. */
  cutStreams(code?: number): void;
  /** Leaves all streams half-open. */
  freezeStreams(): void;
  /** The server is gone until {@link ModelMastodon.up}; what it knows stays. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

export async function startMastodon(options: MastodonOptions = {}): Promise<ModelMastodon> {
  const world = createWorld({
    flavour: options.flavour ?? 'mastodon',
    domain: options.domain ?? 'home.example',
    now: options.now ?? Date.now,
    traits: options.traits ?? {},
  });
  const token = options.token ?? 'model-access-token';
  const bot = createAccount({ acct: options.username ?? 'whohosts', token }, world);
  let processing: Processing = options.processing ?? 0;
  const limiter = createLimiter(world, options.rateLimits ?? {});
  const faults = createFaults();
  const streaming = createStreaming(world, options.pingMs ?? 30_000);
  const routes = [
    ...instanceRoutes(world),
    ...accountRoutes(world),
    ...statusRoutes(world),
    ...notificationRoutes(world),
    ...mediaRoutes(world, () => processing),
    ...oauthRoutes(world, bot),
    ...pageRoutes(world, bot),
  ];
  const listener = createListener({ world, router: createRouter(routes, world), limiter, faults, streaming });
  await listener.up();

  const posts = () => [...world.statuses.values()].filter((status) => status.account === bot);

  return {
    ...createPeople(world, bot),
    url: world.origin,
    domain: world.domain,
    token,
    bot,
    posts,
    replies: () => posts().filter((post) => post.inReplyToId !== null),
    media: () => [...world.media.values()],
    requests: listener.requests,
    waitForPost(predicate, timeoutMs = 10_000) {
      const known = posts().find(predicate);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        const done = () => {
          clearTimeout(timer);
          world.events.off('posted', look);
        };
        const look = (status: ModelStatus) => {
          if (status.account !== bot || !predicate(status)) return;
          done();
          resolve(status);
        };
        const timer = setTimeout(() => {
          done();
          const seen = posts().map((post) => post.text);
          reject(new Error(`no such post within ${timeoutMs} ms; there were: ${JSON.stringify(seen)}`));
        }, timeoutMs);
        world.events.on('posted', look);
      });
    },
    async waitForStream(timeoutMs = 10_000) {
      const end = Date.now() + timeoutMs;
      while (streaming.subscribed() === 0) {
        if (Date.now() > end) throw new Error(`no stream within ${timeoutMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    limit: (limits) => limiter.set(limits),
    process(next) {
      processing = next;
    },
    revoke: (revoked) => world.tokens.delete(revoked),
    cutStreams: (code) => streaming.cut(code),
    freezeStreams: () => streaming.freeze(),
    down: () => listener.down(),
    up: () => listener.up(),
    async stop() {
      streaming.close();
      await listener.down();
    },
  };
}
