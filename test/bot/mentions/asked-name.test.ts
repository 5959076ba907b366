import { afterEach, describe, expect, it } from 'vitest';
import { found } from '../../kit/answers.ts';
import { addScan, startBoth } from '../house.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('a mention that is a name of a company or country', () => {
  it('is answered with its figures, misspelt with what may be meant, and not below an answer', async () => {
    const { model, house } = await startBoth(closing);
    const elsewhere = { hoster: { id: 'ovh', name: 'OVHcloud', country: 'FR' } };
    const servers = [found('a.example'), found('b.example'), found('c.example', elsewhere)];
    addScan(house.store, servers, '2026-11-20T00:00:00Z');
    const { bot, log } = house.bot();
    await bot.start();
    const ask = async (text: string, language: string) => {
      const { status } = model.mention({ from: `${language}@far.example`, text, language });
      return await model.waitForPost((post) => post.inReplyToId === status.id);
    };
    const answer = await ask('Hetzner', 'en');
    expect(answer.text).toContain('2 of the 3 fediverse servers that answered are with Hetzner (67%).');
    expect(answer.text).toContain('It is number 1 of 2 hosters.');
    expect((await ask('Deutschland', 'de')).text).toContain('Deutschland: 3 von 3 Fediverse-Servern');
    expect((await ask('Hetzer', 'fr')).text).toContain('Veux-tu dire Hetzner ?');
    const { status } = model.mention({
      from: 'en@far.example',
      text: 'Hetzner!',
      inReplyToId: answer.id,
    });
    await expect
      .poll(() => log.lines.some(({ fields }) => JSON.stringify(fields).includes(status.id)))
      .toBe(true);
    expect(model.posts().filter((post) => post.inReplyToId === status.id)).toEqual([]);
  });
});
