import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../kit/until.ts';
import type { MastodonOptions } from '../../model-internet/mastodon/mastodon.ts';
import { startBoth, WEEKLY } from '../house.ts';

const closing: (() => Promise<void>)[] = [];
const POST = 'POST /api/v1/statuses';

const setUp = (options: MastodonOptions = {}) => startBoth(closing, options);

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const POSTED = {
  ...WEEKLY,
  language: 'de',
  second: 'Since Saturday, 12 of 987 servers changed host or CDN.',
};

describe('the weekly thread', () => {
  it('is the post, then its answer to itself, unlisted and in the same language, once', async () => {
    const { model, house } = await setUp();
    const { bot } = house.bot();
    await bot.start();
    expect(bot.publish(POSTED)).toBe('added');
    await model.waitForPost(({ text }) => text === POSTED.second);
    const row = () => house.store.outbox.get('weekly-2026-W47-second');
    await until(() => row()?.state === 'sent', 'the second is noted');
    expect(bot.publish(POSTED)).toBe('exists');
    await bot.stop();
    const again = house.bot().bot;
    await again.start();
    expect(again.publish({ ...POSTED, scanId: 2 })).toBe('exists');
    const { status } = model.mention({ from: 'last@far.example', text: 'last.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    const [first, second, ...others] = model.posts();
    expect(others).toHaveLength(1);
    expect(first).toMatchObject({
      text: POSTED.text,
      visibility: 'public',
      language: 'de',
      inReplyToId: null,
    });
    expect(second).toMatchObject({
      text: POSTED.second,
      visibility: 'unlisted',
      language: 'de',
      inReplyToId: first?.id,
      media: [],
    });
  });

  it.each(['mastodon', 'gotosocial', 'snac', 'hollo'] as const)(
    'is complete and posted once on %s even if both answers are lost',
    async (flavour) => {
      const { model, house } = await setUp({ flavour });
      model.fault({ route: POST, action: { kind: 'close' }, commit: 'yes', count: 2 });
      const { bot } = house.bot();
      await bot.start();
      bot.publish(POSTED);
      const row = () => house.store.outbox.get('weekly-2026-W47-second');
      await until(() => row()?.state === 'sent', 'both are noted');
      const [first, second, ...others] = model.posts();
      expect([first?.text, second?.text, second?.inReplyToId]).toEqual([
        POSTED.text,
        POSTED.second,
        first?.id,
      ]);
      expect(others).toEqual([]);
    },
  );

  it('has no second post if the first is refused', async () => {
    const { model, house } = await setUp();
    // As many tries with the picture as it may be unready, then one without it.
    model.fault({ route: POST, count: 6, action: { kind: 'json', status: 422 } });
    const { bot } = house.bot();
    await bot.start();
    bot.publish(POSTED);
    await until(() => bot.published('2026-W47')?.state === 'failed', 'the first is refused', 30_000);
    const { status } = model.mention({ from: 'last@far.example', text: 'last.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    expect(model.posts()).toHaveLength(1);
    expect(house.store.outbox.get('weekly-2026-W47-second')).toBeNull();
  });

  it('does not continue if the first is gone by then', async () => {
    const { model, house } = await setUp();
    model.fault({ route: POST, after: 1, action: { kind: 'json', status: 404 } });
    const { bot } = house.bot();
    await bot.start();
    bot.publish(POSTED);
    const row = () => house.store.outbox.get('weekly-2026-W47-second');
    await until(() => row()?.state === 'failed', 'the second is given up');
    expect(model.posts().map(({ text }) => text)).toEqual([POSTED.text]);
  });

  it('is not confused with last week’s, which arrived late and has almost the same words', async () => {
    const { model, house } = await setUp();
    const { bot } = house.bot();
    await bot.start();
    const text = (share: number) =>
      `Who hosts the fediverse? Hetzner has ${share} % of all servers, OVH 11 %.`;
    for (const [week, share] of [
      ['2026-W47', 23],
      ['2026-W48', 24],
    ] as const) {
      bot.publish({ ...WEEKLY, week, scanId: share, text: text(share) });
      await until(() => bot.published(week)?.state === 'sent', `the post of ${week}`);
    }
    expect(model.posts().map((post) => post.text)).toEqual([text(23), text(24)]);
  });

  it('continues with rows that an earlier version put into the outbox', async () => {
    const { model, house } = await setUp();
    const { text, language, alt } = POSTED;
    const entry = { key: 'weekly-2026-W46', kind: 'weekly', payload: { text, language, alt, png: null } };
    house.store.outbox.enqueue(entry, new Date());
    const { bot } = house.bot();
    await bot.start();
    await until(() => bot.published('2026-W46')?.state === 'sent', 'it is sent');
    expect(model.posts().map((post) => post.text)).toEqual([text]);
  });
});
