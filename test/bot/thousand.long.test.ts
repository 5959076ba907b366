import { createRestAPIClient } from 'masto';
import { afterEach, describe, expect, it } from 'vitest';
import type { HomeServer, Notification } from '../../src/bot/home-server/home-server.ts';
import { collectNotifications, type PagePlace } from '../../src/bot/home-server/mention-pages.ts';
import { readNotifications } from '../../src/bot/mastodon/entities.ts';
import { createMastodonServer } from '../../src/bot/mastodon/server.ts';
import { until } from '../kit/until.ts';
import type { MastodonOptions, ModelMastodon } from '../model-internet/mastodon/mastodon.ts';
import { createRandom } from '../model-internet/random.ts';
import { startBoth, UNLIMITED, USER_AGENT } from './house.ts';

const MANNERS = { mostInAll: 1_000_000, mostPerHost: 1_000_000, mostPerAsker: 1_000_000 };
const NO_LIMIT = { limit: 1_000_000, periodMs: 1000 };
const RATE_LIMITS = { requests: NO_LIMIT, paging: NO_LIMIT, statuses: NO_LIMIT };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const setUp = (options: MastodonOptions = {}) =>
  startBoth(closing, { rateLimits: RATE_LIMITS, ...options }, 5000);

const ask = (model: ModelMastodon, count: number) =>
  model.mention({ from: `u${count}@far.example`, text: `s${count}.example` }).status.id;

/** How often each mention was answered. */
function answers(model: ModelMastodon, asked: readonly string[]): ReadonlyMap<number, number> {
  const byMention = new Map<string, number>(asked.map((id) => [id, 0]));
  for (const { inReplyToId } of model.replies()) {
    byMention.set(inReplyToId ?? '', (byMention.get(inReplyToId ?? '') ?? 0) + 1);
  }
  const counts = new Map<number, number>();
  for (const count of byMention.values()) counts.set(count, (counts.get(count) ?? 0) + 1);
  return counts;
}

describe('a thousand mentions', () => {
  it('are each answered once, while the stream is cut a hundred times and everything is restarted', {
    timeout: 240_000,
  }, async () => {
    const { model, house } = await setUp({ traits: { idempotency: 'ignored' } });
    const setting = {
      manners: MANNERS,
      streaming: { accessToken: model.token, userAgent: USER_AGENT },
      pace: {
        pollMs: 1000,
        settleMs: 300,
        requestMs: 5000,
        retryFirstMs: 20,
        retryLongestMs: 200,
        streamFirstMs: 5,
        streamLongestMs: 40,
      },
    };
    let { bot } = house.bot(setting);
    await bot.start();
    const asked: string[] = [];
    let cuts = 0;
    while (asked.length < 1000) {
      for (let each = 0; each < 10; each++) asked.push(ask(model, asked.length));
      await model.waitForStream();
      model.cutStreams(cuts % 3 === 0 ? 1001 : undefined);
      cuts += 1;
      if (asked.length === 300) {
        await model.down();
        await model.up();
      }
      if (asked.length === 600) {
        await bot.stop();
        bot = house.bot(setting).bot;
        await bot.start();
      }
    }
    expect(cuts).toBe(100);
    await until(() => model.replies().length >= 1000, 'a thousand replies', 120_000);
    await until(() => house.store.outbox.unsettled().length === 0, 'no doubt is left');
    expect(answers(model, asked)).toEqual(new Map([[1, 1000]]));
  });
});

type Give = (place: PagePlace) => PagePlace;
type Show = (page: readonly Notification[]) => readonly Notification[];

describe('two hundred mentions on a server whose pages', () => {
  const random = createRandom('pages').next;
  const same = <Value>(value: Value) => value;
  const orders: readonly (readonly [string, MastodonOptions, Give, Show])[] = [
    ['are as documented', {}, same, same],
    ['are the newest, without links and with one each', { flavour: 'snac' }, same, same],
    ['are in random order', {}, same, (page) => page.toSorted(() => random() - 0.5)],
    ['have the oldest on top', {}, same, (page) => page.toReversed()],
    ['do not care for min_id', {}, ({ maxId }) => (maxId === undefined ? {} : { maxId }), same],
    [
      'begin with what is known',
      {},
      ({ minId, maxId }) =>
        minId === undefined ? { ...(maxId && { maxId }) } : { minId: `${BigInt(minId) - 1n}` },
      same,
    ],
  ];

  it.each(orders)('%s', { timeout: 60_000 }, async (_name, options, give, show) => {
    const { model, house } = await setUp(options);
    const server = createMastodonServer({
      url: model.url,
      accessToken: model.token,
      userAgent: USER_AGENT,
      allowance: UNLIMITED,
    });
    closing.unshift(() => server.close());
    const rest = createRestAPIClient({ url: model.url, accessToken: model.token });
    const homeServer: HomeServer = {
      ...server,
      notificationsAfter: (cursor, notBefore) =>
        collectNotifications(
          async (place) => ({
            ok: true,
            value: show(
              readNotifications(await rest.v1.notifications.fetch({ limit: 40, ...give(place) })) ?? [],
            ),
          }),
          cursor,
          notBefore,
        ),
    };
    const asked: string[] = [];
    for (let count = 0; count < 120; count++) asked.push(ask(model, count));
    const { bot } = house.bot({ homeServer, manners: MANNERS, pace: { pollMs: 30, retryFirstMs: 20 } });
    await bot.start();
    while (asked.length < 200) {
      asked.push(ask(model, asked.length));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => model.replies().length >= 200, 'all replies', 40_000);
    const polls = () => model.requests.filter(({ path }) => path === '/api/v1/notifications').length;
    const before = polls();
    await until(() => polls() > before + 4, 'further polls');
    expect(answers(model, asked)).toEqual(new Map([[1, 200]]));
  });
});
