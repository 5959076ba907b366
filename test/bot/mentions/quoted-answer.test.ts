import { describe, expect, it } from 'vitest';
import { startBoth } from '../house.ts';

/** A bot like ours must not be answered indefinitely, but a person who quotes our answer asks something. */
describe('a reply that quotes our answer', () => {
  it.each([
    ['a blockquote', (ours: string) => `<blockquote>${ours}</blockquote><p>and second.example?</p>`],
    ['lines with a greater-than sign', (ours: string) => `<p>&gt; ${ours}<br>and second.example?</p>`],
    ['a paragraph below it', (ours: string) => `<p>and second.example?</p><blockquote>${ours}</blockquote>`],
  ])('is answered for what it asks apart from the quote: %s', async (_, write) => {
    const closing: (() => Promise<void>)[] = [];
    try {
      const { model, house } = await startBoth(closing);
      const { bot } = house.bot();
      await bot.start();
      const first = model.mention({ from: 'ann@far.example', text: 'first.example' });
      const ours = await model.waitForPost((post) => post.inReplyToId === first.status.id);
      const text = ours.text.replace(/^@\S+ /, '').replaceAll('\n', ' ');
      const handle = `<span class="h-card"><a href="${model.bot.url}" class="u-url mention">@<span>${model.bot.username}</span></a></span> `;
      const second = model.mention({
        from: 'ann@far.example',
        html: `${handle}${write(text)}`,
        inReplyToId: ours.id,
      });
      const answer = await model.waitForPost((post) => post.inReplyToId === second.status.id);
      expect(answer.text).toContain('second.example');
      expect(answer.text).not.toContain('first.example');
    } finally {
      for (const close of closing.reverse()) await close();
    }
  });
});
