import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../kit/until.ts';
import type { MastodonOptions, ModelMastodon } from '../../model-internet/mastodon/mastodon.ts';
import { openHouse, QUICK, startBoth, WEEKLY } from '../house.ts';

const closing: (() => Promise<void>)[] = [];

const setUp = (options: MastodonOptions = {}) => startBoth(closing, options);

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An object in place of a list, with a status of success. */
const NO_LIST = { kind: 'json', status: 200 } as const;

describe('notifications that are not mentions', () => {
  const crowd = (model: ModelMastodon, count: number) => {
    for (let each = 0; each < count; each++) model.notify('favourite', `fan${each}@far.example`);
  };

  it('do not hide mentions if the server does not filter by type', async () => {
    const { model, house } = await setUp({ traits: { filtersTypes: false } });
    const { bot } = house.bot();
    await bot.start();
    const ask = (from: string) => model.mention({ from, text: 'social.example' }).status;
    const first = ask('ann@far.example');
    await model.waitForPost((post) => post.inReplyToId === first.id);
    crowd(model, 100);
    const second = ask('bob@far.example');
    await model.waitForPost((post) => post.inReplyToId === second.id);
    await bot.stop();
    crowd(model, 90);
    const third = ask('cid@far.example');
    crowd(model, 90);
    await house.bot().bot.start();
    await model.waitForPost((post) => post.inReplyToId === third.id);
    expect(model.replies()).toHaveLength(3);
  });

  it('are read once', async () => {
    const { model, house } = await setUp({ traits: { filtersTypes: false } });
    crowd(model, 120);
    await house.bot().bot.start();
    const polls = () => model.requests.filter(({ path }) => path === '/api/v1/notifications').length;
    await until(() => polls() > 12, 'polls after all was read');
    const last = model.requests.filter(({ path }) => path === '/api/v1/notifications').slice(-4);
    expect(new Set(last.map(({ query }) => query)).size).toBe(1);
    expect(last[0]?.query).toContain('min_id');
  });
});

describe('an answer that is not a list', () => {
  it('does not prove that a post is missing', async () => {
    const { model, house } = await setUp({ traits: { idempotency: 'ignored' } });
    model.fault({ route: 'POST /api/v1/statuses', action: { kind: 'html', status: 502 }, commit: 'yes' });
    model.fault({ route: 'GET /api/v1/accounts/*/statuses', action: NO_LIST, count: 3 });
    const { bot } = house.bot();
    await bot.start();
    bot.publish(WEEKLY);
    await until(() => bot.published(WEEKLY.week)?.state === 'sent', 'the post is found');
    expect(model.posts()).toHaveLength(1);
  });

  it('does not prove that answers are missing', async () => {
    const { model, house } = await setUp({ traits: { idempotency: 'ignored' } });
    model.fault({ route: 'POST /api/v1/statuses', action: { kind: 'close' }, commit: { lateMs: 100 } });
    model.fault({ route: 'GET /api/v1/accounts/*/statuses', action: NO_LIST, count: 3 });
    model.fault({ route: 'GET /api/v1/statuses/*/context', action: NO_LIST, count: 2 });
    await house.bot().bot.start();
    model.mention({ from: 'ann@far.example', text: 'social.example' });
    await until(() => house.store.outbox.list('sent').length === 1, 'the answer is found');
    expect(model.replies()).toHaveLength(1);
  });

  it('is reported if it should be notifications', async () => {
    const { model, house } = await setUp();
    model.fault({ route: 'GET /api/v1/notifications', action: NO_LIST, count: 2 });
    const { bot, log } = house.bot();
    await bot.start();
    const { status } = model.mention({ from: 'ann@far.example', text: 'social.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    expect(log.lines.filter(({ message }) => message === 'mentions could not be read')).toHaveLength(2);
  });
});

describe('a post of last week', () => {
  const LAST_WEEK = Date.now() - 7 * 86_400_000;

  it('is answered if an edit mentions the bot only now', async () => {
    const { model, house } = await setUp();
    const { bot, log } = house.bot();
    await bot.start();
    const post = { from: 'ann@far.example', createdAt: LAST_WEEK };
    model.addAccount({ acct: 'local' });
    const { status } = model.mention({ ...post, text: '@local look' });
    const old = () => log.lines.filter(({ fields }) => JSON.stringify(fields).includes('older than a day'));
    model.mention({ ...post, text: 'social.example' });
    await until(() => old().length === 1, 'a mention that is let lie');
    model.edit(status, { text: '@whohosts social.example' });
    await model.waitForPost((reply) => reply.inReplyToId === status.id);
    expect(old()).toHaveLength(1);
    expect(model.replies()).toHaveLength(1);
  });
});

describe('a database that was lost', () => {
  it('does not cause a second answer', async () => {
    const { model, house } = await setUp({ flavour: 'gotosocial' });
    const { bot } = house.bot();
    await bot.start();
    const ask = (name: string) =>
      model.mention({ from: `${name}@far.example`, text: 'social.example' }).status;
    ask('ann');
    ask('bob');
    await until(() => house.store.outbox.list('sent').length === 2, 'two answers');
    await bot.stop();
    const empty = openHouse(model);
    closing.unshift(() => empty.close());
    const cid = ask('cid');
    await empty.bot().bot.start();
    await model.waitForPost((post) => post.inReplyToId === cid.id);
    expect(model.replies()).toHaveLength(3);
  });

  it('does not cause a second weekly post or thread', async () => {
    const { model, house } = await setUp({ flavour: 'gotosocial' });
    const weekly = { ...WEEKLY, second: 'Moved this week: 12 servers.' };
    const { bot } = house.bot();
    await bot.start();
    bot.publish(weekly);
    await until(() => model.posts().length === 2, 'both posts');
    await bot.stop();
    const empty = openHouse(model);
    closing.unshift(() => empty.close());
    const next = empty.bot().bot;
    await next.start();
    next.publish(weekly);
    await until(() => empty.store.outbox.list('sent').length === 2, 'both are known again');
    expect(model.posts()).toHaveLength(2);
  });
});

describe('a picture that cannot be uploaded', () => {
  it('delays its own post, but no answer', async () => {
    const { model, house } = await setUp();
    model.fault({ route: 'POST /api/v2/media', action: { kind: 'html', status: 500 }, count: 1000 });
    const { bot } = house.bot({ pace: { ...QUICK, retryFirstMs: 200, retryLongestMs: 60_000 } });
    await bot.start();
    bot.publish(WEEKLY);
    await until(
      () => model.requests.filter(({ path }) => path === '/api/v2/media').length > 2,
      'three tries',
    );
    const asked = ['ann', 'bob', 'cid'].map(
      (name) => model.mention({ from: `${name}@far.example`, text: 'social.example' }).status.id,
    );
    await until(() => model.replies().length === 3, 'three answers', 3000);
    expect(model.replies().map(({ inReplyToId }) => inReplyToId)).toEqual(asked);
    expect(bot.published(WEEKLY.week)?.state).toBe('pending');
  });
});
