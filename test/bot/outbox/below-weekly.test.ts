import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../kit/until.ts';

import { startBoth, WEEKLY } from '../house.ts';

const closing: (() => Promise<void>)[] = [];

const setUp = () => startBoth(closing);

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe('below the weekly post', () => {
  it('everyone who asks is answered, and praise is not', async () => {
    const { model, house } = await setUp();
    const { bot } = house.bot();
    await bot.start();
    bot.publish(WEEKLY);
    const { id: inReplyToId } = await model.waitForPost((post) => post.inReplyToId === null);
    await until(() => bot.published(WEEKLY.week)?.state === 'sent', 'the post is known as ours');
    const say = (name: string, text: string, to: string) =>
      model.mention({ from: `${name}@far.example`, text, inReplyToId: to }).status.id;
    say('praise', 'Interesting, thanks!', inReplyToId);
    const asked = ['ann', 'bob', 'cid', 'dan', 'eve'].map((name) => say(name, 'social.example', inReplyToId));
    await until(() => model.replies().length === 5, 'five answers');
    expect(model.replies().map((reply) => reply.inReplyToId)).toEqual(asked);

    // Each of them is a conversation with its own limit.
    for (let answers = 6; answers <= 7; answers++) {
      say('eve', 'other.example', model.replies().at(-1)?.id ?? '');
      await until(() => model.replies().length === answers, `answer ${answers}`);
    }
    say('eve', 'other.example', model.replies().at(-1)?.id ?? '');
    const last = say('fay', 'social.example', inReplyToId);
    await until(() => model.replies().length > 7, 'the next answer');
    expect(model.replies().at(-1)?.inReplyToId).toBe(last);
  });
});

describe('a picture that is refused', () => {
  it('does not shorten the text', async () => {
    const { model, house } = await setUp();
    model.fault({ route: 'POST /api/v2/media', action: { kind: 'json', status: 422, error: 'No' } });
    const { bot, log } = house.bot();
    await bot.start();
    bot.publish(WEEKLY);
    const post = await model.waitForPost((each) => each.inReplyToId === null);
    expect(post).toMatchObject({ text: `${WEEKLY.text}\n\n${WEEKLY.alt}`, media: [] });
    await until(() => bot.published(WEEKLY.week)?.state === 'sent', 'the post is sent');
    expect(log.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'the home server does not take the picture; the words go without it',
    ]);
  });
});
