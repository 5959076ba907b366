import { afterEach, describe, expect, it } from 'vitest';
import { answer } from '../../kit/answers.ts';
import { until } from '../../kit/until.ts';
import type { MastodonOptions, ModelMastodon } from '../../model-internet/mastodon/mastodon.ts';
import { QUICK, startBoth, WEEKLY } from '../house.ts';

const closing: (() => Promise<void>)[] = [];
const POST = 'POST /api/v1/statuses';

const setUp = (options: MastodonOptions = {}) =>
  startBoth(closing, { traits: { idempotency: 'ignored' }, ...options });

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const POSTED = {
  ...WEEKLY,
  text: 'Who hosts the fediverse? "Hetzner" 23%, OVH 11%.\n\nhttps://whohosts.example/2026-W47',
};
const posts = (model: ModelMastodon) =>
  model.requests.filter(({ method, path }) => `${method} ${path}` === POST);

describe('a post whose answer goes wrong', () => {
  const answers = [
    ['an HTML page with 502', { kind: 'html', status: 502 }],
    ['an HTML page with 504', { kind: 'html', status: 504 }],
    ['an empty 503', { kind: 'empty', status: 503 }],
    ['plain text with 500', { kind: 'text', status: 500 }],
    ['JSON with 500', { kind: 'json', status: 500 }],
    ['JSON of a gateway with 404', { kind: 'gateway', status: 404 }],
    ['a redirect', { kind: 'redirect', status: 301 }],
    ['what only claims to be JSON', { kind: 'malformed', status: 200 }],
    ['a cut connection', { kind: 'close' }],
    ['silence', { kind: 'silence' }],
    ['half an answer', { kind: 'stall' }],
    ['an answer that comes too late', { kind: 'delay', ms: QUICK.requestMs + 100 }],
  ] as const;
  const commits = [
    ['was not made', 'no'],
    ['was made', 'yes'],
    ['is made later', { lateMs: 250 }],
  ] as const;

  const cases = answers.flatMap(([what, action]) =>
    commits.map(([when, commit]) => ({ name: `${what}, and it ${when}`, action, commit })),
  );

  it('exists once, whatever the answer was and whenever it was made', { timeout: 90_000 }, async () => {
    const outcomes = await Promise.all(
      cases.map(async ({ name, action, commit }) => {
        const { model, house } = await setUp();
        model.fault({ route: POST, action, commit });
        const { bot } = house.bot();
        await bot.start();
        const { status } = model.mention({ from: 'ann@far.example', text: 'social.example' });
        const row = () => house.store.outbox.get(`reply-${new URL(model.url).host}-${status.id}`);
        await until(() => row()?.state === 'sent', `${name}: sent`, 60_000);
        // A late post shows within the settle time.
        await new Promise((resolve) => setTimeout(resolve, QUICK.settleMs + 200));
        return { name, posts: model.replies().length, known: row()?.statusId === model.replies()[0]?.id };
      }),
    );
    expect(outcomes).toEqual(cases.map(({ name }) => ({ name, posts: 1, known: true })));
  });

  it('sends the same key again', async () => {
    const { model, house } = await setUp();
    model.fault({ route: POST, action: { kind: 'html', status: 502 }, count: 2 });
    const { bot } = house.bot();
    await bot.start();
    const { status } = model.mention({ from: 'ann@far.example', text: 'social.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    const keys = posts(model).map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys)).toEqual(new Set([`reply-${new URL(model.url).host}-${status.id}`]));
  });

  it('is found again even if the server changes the weekly text', async () => {
    for (const flavour of ['mastodon', 'gotosocial', 'snac'] as const) {
      const { model, house } = await setUp({ flavour });
      model.fault({ route: POST, action: { kind: 'close' }, commit: 'yes' });
      const { bot } = house.bot();
      await bot.start();
      bot.publish(POSTED);
      await until(() => bot.published('2026-W47')?.state === 'sent', 'the weekly post is sent');
      expect(model.posts().map(({ text }) => text)).toEqual([POSTED.text]);
    }
  });

  it('uploads the picture again with the next attempt', async () => {
    const { model, house } = await setUp();
    model.fault({ route: POST, action: { kind: 'html', status: 502 } });
    const { bot } = house.bot();
    await bot.start();
    bot.publish(POSTED);
    await until(() => bot.published('2026-W47')?.state === 'sent', 'the weekly post is sent');
    expect(model.media()).toHaveLength(2);
    expect(model.posts().map(({ media }) => media.length)).toEqual([1]);
  });
});

describe('a post that is refused', () => {
  const going = [
    [
      'deleted the mention',
      (model: ModelMastodon, mention: ReturnType<ModelMastodon['mention']>) => model.remove(mention.status),
    ],
    ['blocked the bot', (model: ModelMastodon) => model.block('ann@far.example')],
  ] as const;

  it.each(going)('is dropped without another try when the asker %s meanwhile', async (_what, go) => {
    const { model, house } = await setUp();
    const mention = model.mention({ from: 'ann@far.example', text: 'social.example' });
    const { bot } = house.bot({
      lookup: async (asked) => {
        if (asked === 'social.example') go(model, mention);
        return answer(asked);
      },
    });
    await bot.start();
    const key = `reply-${new URL(model.url).host}-${mention.status.id}`;
    await until(() => house.store.outbox.get(key)?.state === 'failed', 'the reply is dropped');
    const next = model.mention({ from: 'bea@far.example', text: 'other.example' });
    await model.waitForPost((post) => post.inReplyToId === next.status.id);
    expect(posts(model)).toHaveLength(2);
  });

  it.each([401, 403])(
    'by %i although the token is valid is tried again, and does not delay the next',
    async (status) => {
      const { model, house } = await setUp();
      model.fault({ route: POST, action: { kind: 'json', status } });
      const { bot } = house.bot();
      await bot.start();
      const first = model.mention({ from: 'ann@far.example', text: 'social.example' });
      const next = model.mention({ from: 'bea@far.example', text: 'other.example' });
      await model.waitForPost((post) => post.inReplyToId === next.status.id);
      await model.waitForPost((post) => post.inReplyToId === first.status.id);
      expect(model.posts()).toHaveLength(2);
    },
  );

  it('by a token that is refused twice in a row ends the bot, and nothing is lost', async () => {
    const { model, house } = await setUp();
    const error = 'The access token was revoked';
    const { bot, log } = house.bot();
    await bot.start();
    for (const route of [POST, 'GET /api/v1/accounts/verify_credentials']) {
      model.fault({ route, count: 2, action: { kind: 'json', status: 401, error } });
    }
    const { status } = model.mention({ from: 'ann@far.example', text: 'social.example' });
    expect(await bot.ended).toMatchObject({ kind: 'unauthorised', status: 401 });
    expect(log.lines.some(({ level, message }) => level === 'error' && message.includes('`login`'))).toBe(
      true,
    );
    await bot.stop();
    await house.bot().bot.start();
    await model.waitForPost((post) => post.inReplyToId === status.id);
  });

  it('by a rate limit waits until its reset', async () => {
    const { model, house } = await setUp();
    model.fault({ route: POST, action: { kind: 'rate-limit', resetInMs: 1500 } });
    const { bot } = house.bot();
    await bot.start();
    const { status } = model.mention({ from: 'ann@far.example', text: 'social.example' });
    await model.waitForPost((post) => post.inReplyToId === status.id);
    const [first, second, ...more] = posts(model).map(({ at }) => at);
    expect(more).toEqual([]);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1400);
  });
});
