import { afterEach, describe, expect, it } from 'vitest';
import { REPLY_LANGUAGES } from '../../../src/bot/language/languages.ts';
import { asMarkdown } from '../../../src/bot/mastodon/markdown.ts';
import { startBoth, WEEKLY } from '../house.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('a plain text as Markdown that reads the same', () => {
  it.each([
    ['two lines\nof one paragraph', 'two lines\\\nof one paragraph'],
    ['two\n\nparagraphs', 'two\n\nparagraphs'],
    ['1. Hetzner: 23%\n2. OVH: 9%', '1\\. Hetzner: 23%\\\n2\\. OVH: 9%'],
    ['2) no list', '2\\) no list'],
    ['1.Mo', '1.Mo'],
    ['- no list\n+ none\n= no heading', '\\- no list\\\n\\+ none\\\n\\= no heading'],
    ['# no heading', '\\# no heading'],
    ['#fediverse stays a hashtag', '#fediverse stays a hashtag'],
    ['*bold* `code` ~~gone~~ |bar|', '\\*bold\\* \\`code\\` \\~\\~gone\\~\\~ \\|bar\\|'],
    ['[link](x) <b> &amp; a\\b', '\\[link\\](x) \\<b\\> \\&amp; a\\\\b'],
    ['_name_ and my_server.example', '\\_name\\_ and my_server.example'],
    ['@ann_b@far.example and @_x_', '@ann_b@far.example and @_x_'],
    ['https://a.example/b', 'https://a.example/b'],
    ['https://a.example/_b_', '<https://a.example/_b_>'],
  ])('%j is %j', (plain, markdown) => {
    expect(asMarkdown(plain)).toBe(markdown);
  });

  it.each(REPLY_LANGUAGES.map((language) => [language.code, language] as const))(
    'leaves the words of the help in %s as they are',
    (_code, { help }) => {
      expect(asMarkdown(help).replaceAll('\\', '')).toBe(help);
    },
  );
});

describe('a weekly post with lines', () => {
  const text = 'Who hosts the fediverse?\n\nHetzner: 23%\nOVH: 9%';
  it.each([
    ['hollo', 'Who hosts the fediverse?\n\nHetzner: 23%\\\nOVH: 9%'],
    ['mastodon', text],
    ['gotosocial', text],
    ['snac', text],
  ] as const)('reaches %s so that its lines stay lines, and is sent once', async (flavour, wanted) => {
    const { model, house } = await startBoth(closing, { flavour });
    const { bot } = house.bot();
    await bot.start();
    model.fault({ route: 'POST /api/v1/statuses', action: { kind: 'close' }, commit: 'yes' });
    bot.publish({ ...WEEKLY, text });
    await expect.poll(() => house.store.outbox.list('sent').length, { timeout: 10_000 }).toBe(1);
    expect(model.posts().map((post) => post.text)).toEqual([wanted]);
  });
});
