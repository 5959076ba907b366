import { afterEach, describe, expect, it } from 'vitest';
import { createMastodonServer } from '../../src/bot/mastodon/server.ts';
import { until } from '../kit/until.ts';
import type { MastodonOptions } from '../model-internet/mastodon/mastodon.ts';
import { startBoth, UNLIMITED, USER_AGENT, WEEKLY } from './house.ts';

const closing: (() => Promise<void>)[] = [];

const setUp = (options: MastodonOptions = {}) => startBoth(closing, options);

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const streaming = { accessToken: 'model-access-token', userAgent: USER_AGENT };

describe('the bot', () => {
  it.each(['mastodon', 'gotosocial', 'snac', 'hollo'] as const)(
    'answers a mention once on %s',
    async (flavour) => {
      const { model, house } = await setUp({ flavour });
      const { bot } = house.bot();
      expect((await bot.start()).ok).toBe(true);
      const { status } = model.mention({ from: 'alice@chaos.example', text: 'social.example' });
      const reply = await model.waitForPost((post) => post.inReplyToId === status.id);
      expect(reply.text).toMatch(
        /^@alice@chaos\.example social\.example is hosted by Hetzner, in Nuremberg, Germany\./,
      );
      expect(reply.visibility).toBe('unlisted');
      expect(reply.language).toBe('en');
      const polls = () => model.requests.filter(({ path }) => path === '/api/v1/notifications').length;
      const before = polls();
      await until(() => polls() > before + 3, 'further polls');
      expect(model.replies()).toHaveLength(1);
    },
  );

  it.each(['mastodon', 'gotosocial'] as const)(
    'learns of a mention from the stream of %s',
    async (flavour) => {
      const { model, house } = await setUp({ flavour });
      const { bot } = house.bot({ streaming, pace: { pollMs: 3_600_000, retryFirstMs: 10 } });
      await bot.start();
      await model.waitForStream();
      const { status } = model.mention({ from: 'alice@chaos.example', text: 'social.example' });
      await model.waitForPost((post) => post.inReplyToId === status.id);
      model.cutStreams();
      const { status: second } = model.mention({ from: 'bob@chaos.example', text: 'other.example' });
      await model.waitForPost((post) => post.inReplyToId === second.id);
      expect(model.replies()).toHaveLength(2);
    },
  );

  it('answers what arrived while it was not running, and nothing twice', async () => {
    const { model, house } = await setUp();
    const first = house.bot();
    await first.bot.start();
    const { status } = model.mention({ from: 'alice@chaos.example', text: 'social.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    await first.bot.stop();
    const later = Array.from({ length: 3 }, (_, index) =>
      model.mention({ from: `user${index}@chaos.example`, text: `s${index}.example` }),
    );
    const second = house.bot();
    await second.bot.start();
    for (const mention of later) await model.waitForPost((post) => post.inReplyToId === mention.status.id);
    expect(model.replies()).toHaveLength(4);
  });

  it.each(['mastodon', 'snac'] as const)('reads several pages of waiting mentions on %s', async (flavour) => {
    const { model, house } = await setUp({ flavour });
    const { bot } = house.bot();
    await bot.start();
    model.mention({ from: 'zoe@chaos.example', text: 'first.example' });
    await until(() => model.replies().length === 1, 'the first reply');
    await bot.stop();
    // At most thirty in an hour: most of these are read and ignored, but each is read.
    const ids = Array.from(
      { length: 100 },
      (_, index) =>
        model.mention({ from: `user${index}@c${index}.example`, text: `s${index}.example` }).status.id,
    );
    const again = house.bot();
    await again.bot.start();
    const seen = house.store.mentions({ server: model.url, accountId: model.bot.id });
    await until(() => ids.every((id) => seen.seen(id)), 'all mentions read');
    // Ten of those without an answer are notified.
    await until(() => model.replies().length === 40, 'thirty answers and ten polite words');
    expect(new Set(model.replies().map((reply) => reply.inReplyToId)).size).toBe(40);
  });

  it('keeps private what was private, and the content warning', async () => {
    const { model, house } = await setUp();
    const { bot } = house.bot();
    await bot.start();
    const visibilities = {
      public: 'unlisted',
      unlisted: 'unlisted',
      private: 'direct',
      direct: 'direct',
    } as const;
    for (const [asked, answered] of Object.entries(visibilities)) {
      const visibility = asked as keyof typeof visibilities;
      model.follow(`${asked}@chaos.example`);
      const { status } = model.mention({
        from: `${asked}@chaos.example`,
        text: 'social.example',
        visibility,
        spoilerText: 'hosting',
      });
      const reply = await model.waitForPost((post) => post.inReplyToId === status.id);
      expect([asked, reply.visibility, reply.spoilerText]).toEqual([asked, answered, 'hosting']);
    }
  });

  it('waits for a home server that is unavailable, and stops on request', async () => {
    const { model, house } = await setUp();
    await model.down();
    const { bot, log } = house.bot();
    const started = bot.start();
    await until(() => log.lines.some(({ message }) => message === 'waiting for the home server'), 'it waits');
    await model.up();
    expect((await started).ok).toBe(true);
    await model.down();
    await bot.stop();
    expect(await bot.ended).toBeNull();
    const other = house.bot().bot;
    const never = other.start();
    await other.stop();
    expect((await never).ok).toBe(false);
  });

  it('lets private mentions by unknown people through', async () => {
    const { model, house } = await setUp();
    const { bot } = house.bot();
    await bot.start();
    const { status } = model.mention({
      from: 'stranger@far.example',
      text: 'social.example',
      visibility: 'direct',
    });
    const reply = await model.waitForPost((post) => post.inReplyToId === status.id);
    expect(reply.visibility).toBe('direct');
  });

  it('does not answer bots, itself, or mentions older than a day', async () => {
    const { model, house } = await setUp();
    model.addAccount({ acct: 'robot@far.example', bot: true });
    const day = 86_400_000;
    model.mention({ from: 'old@far.example', text: 'old.example', createdAt: Date.now() - day - 60_000 });
    model.mention({ from: 'robot@far.example', text: 'robot.example' });
    model.mention({
      from: 'young@far.example',
      text: 'young.example',
      createdAt: Date.now() - day + 600_000,
    });
    const { bot } = house.bot();
    await bot.start();
    await model.waitForPost((post) => post.text.startsWith('@young@far.example'));
    model.mention({ from: 'robot@far.example', text: 'robot.example' });
    const { status } = model.mention({ from: 'last@far.example', text: 'last.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    expect(model.replies().map((reply) => reply.text.split(' ')[0])).toEqual([
      '@young@far.example',
      '@last@far.example',
    ]);
  });

  it('answers three times in a thread, and stays silent when people continue it', async () => {
    const { model, house } = await setUp();
    const { bot } = house.bot();
    await bot.start();
    let parent: string | null = null;
    for (let turn = 0; turn < 3; turn++) {
      const { status } = model.mention({
        from: 'ann@far.example',
        text: `s${turn}.example`,
        inReplyToId: parent,
      });
      parent = (await model.waitForPost((post) => post.inReplyToId === status.id)).id;
      const thanks = model.mention({ from: 'ann@far.example', text: 'thank you!', inReplyToId: parent });
      parent = thanks.status.id;
    }
    model.mention({ from: 'bea@far.example', text: 'fourth.example', inReplyToId: parent });
    const { status } = model.mention({ from: 'last@far.example', text: 'last.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    expect(model.replies()).toHaveLength(4);
  });

  it('answers five times an hour, then says so once', async () => {
    const { model, house } = await setUp();
    const { bot } = house.bot();
    await bot.start();
    for (let turn = 0; turn < 8; turn++) model.mention({ from: 'ann@far.example', text: `s${turn}.example` });
    const { status } = model.mention({ from: 'last@far.example', text: 'last.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    const toAnn = model.replies().filter((reply) => reply.text.startsWith('@ann'));
    expect(toAnn).toHaveLength(6);
    expect(toAnn.at(-1)?.text).toMatch(/ask again later/);
  });

  it('continues after a mention that triggers a bug', async () => {
    const { model, house } = await setUp();
    const { url, token: accessToken } = model;
    const server = createMastodonServer({ url, accessToken, userAgent: USER_AGENT, allowance: UNLIMITED });
    const conversation = () => Promise.reject(new Error('a bug'));
    const { bot, log } = house.bot({ homeServer: { ...server, conversation } });
    await bot.start();
    const root = model.mention({ from: 'ann@far.example', text: 'social.example' });
    await model.waitForPost((post) => post.inReplyToId === root.status.id);
    model.mention({ from: 'bea@far.example', text: 'b.example', inReplyToId: root.status.id });
    const { status } = model.mention({ from: 'last@far.example', text: 'last.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    expect(model.replies()).toHaveLength(2);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    await bot.stop();
    await server.close();
  });

  it('posts the weekly summary once a week, with its picture and alt text', async () => {
    const { model, house } = await setUp({ processing: 150 });
    const { bot } = house.bot();
    await bot.start();
    expect(bot.publish(WEEKLY)).toBe('added');
    expect(bot.publish(WEEKLY)).toBe('exists');
    const post = await model.waitForPost((each) => each.text === WEEKLY.text);
    await until(() => bot.published('2026-W47')?.state === 'sent', 'the row is sent');
    expect(post.visibility).toBe('public');
    expect(
      post.media.map(({ description, fileName, mimeType }) => [description, fileName, mimeType]),
    ).toEqual([['Bar chart', 'chart.png', 'image/png']]);
    await bot.stop();
    const again = house.bot();
    await again.bot.start();
    expect(again.bot.publish(WEEKLY)).toBe('exists');
    const { status } = model.mention({ from: 'last@far.example', text: 'last.example' });
    await model.waitForPost((each) => each.inReplyToId === status.id);
    expect(model.posts()).toHaveLength(2);
  });
});
