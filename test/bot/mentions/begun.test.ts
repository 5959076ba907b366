import { describe, expect, it } from 'vitest';
import { createBegunMentions } from '../../../src/bot/mentions/begun.ts';
import { openHouse, startBoth } from '../house.ts';

describe('a mention that ends the process', () => {
  it('is looked up in two lives, and answered without a look-up in the third', async () => {
    const closing: (() => Promise<void>)[] = [];
    try {
      const { model, house } = await startBoth(closing);
      const { status } = model.mention({ from: 'ann@far.example', text: 'killer.example' });
      // What a process leaves behind that ended in the middle of a look-up, twice.
      for (const life of [1, 2]) {
        expect(createBegunMentions(house.store.settings).begin(status.id), `life ${life}`).toBe(false);
      }
      const { bot, log } = house.bot({ lookup: () => Promise.reject(new Error('it would end the process')) });
      await bot.start();
      const reply = await model.waitForPost((post) => post.inReplyToId === status.id);
      expect(reply.text).toContain('killer.example');
      expect(log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
        'the process ended twice while this mention was answered; it is answered without a look-up',
      ]);
    } finally {
      for (const close of closing.reverse()) await close();
    }
  });

  it('does not count against the next, or twice in one life', async () => {
    const house = openHouse({ url: 'http://127.0.0.1:1', token: 'x' });
    const { settings } = house.store;
    const first = createBegunMentions(settings);
    expect(['1', '1', '1', '1', '2', '2', '2'].map((id) => first.begin(id))).not.toContain(true);
    const life = (id: string) => createBegunMentions(settings).begin(id);
    expect(['2', '2', '2', '3', '3', '3'].map(life)).toEqual([false, true, true, false, false, true]);
    await house.close();
  });
});
