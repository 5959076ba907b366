import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAccount } from './handles.ts';
import { type AuthorSoftware, mentionedAccounts, toHtml } from './markup.ts';
import { countCharacters, textEntities } from './text.ts';
import { createWorld } from './world.ts';

const long = `https://mastodon.social/${'a'.repeat(100)}`;

describe('counting', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['abc', 'cw', 5],
    ['👨‍👩‍👧‍👦é', '', 2],
    [long, '', 23],
    [`see ${long}.`, '', 28],
    ['https://mastodon.social', '', 23],
    ['(https://de.wikipedia.org/wiki/Ort_(Welt))', '', 25],
    ['mastodon.social', '', 15],
    [`(${long}).,`, '', 27],
    [`https://mastodon.social/${'.)'.repeat(20_000)}`, '', 40_023],
    ['https://nowhere.notatld/', '', 24],
    ['http://127.0.0.1/abcdefghijklmnopqrstuvwxyz', '', 43],
    ['@alice@far.example hi', '', 9],
    ['@alice hi', '', 9],
    ['a@far.example', '', 13],
    ['@a@b@c', '', 6],
  ])('%j with warning %j counts %i', (text, spoiler, expected) => {
    expect(countCharacters(text, spoiler, 23)).toBe(expected);
  });

  it('adds up over any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme-ascii' }), (text, spoiler) => {
        const alone = countCharacters(text, '', 23);
        expect(countCharacters(text, `${spoiler} `, 23)).toBeLessThanOrEqual(alone + spoiler.length + 1);
        const entities = textEntities(text);
        const kept = entities.every(
          ({ start, end }, index) => start < end && start >= (entities[index - 1]?.end ?? 0),
        );
        expect(kept).toBe(true);
      }),
    );
  });
});

describe('markup', () => {
  const world = createWorld({ flavour: 'mastodon', domain: 'home.example', now: Date.now });
  createAccount({ acct: 'bot' }, world);
  const mentioned = 'https://home.example/@bot';

  it('writes mentions, links, hashtags and paragraphs as Mastodon does', () => {
    expect(
      toHtml('@bot <b> & "q"\nnext\n\n#Tag https://www.mastodon.social/about?x=1234567890123456', world),
    ).toBe(
      `<p><span class="h-card" translate="no"><a href="${mentioned}" class="u-url mention">@<span>bot</span></a></span> &lt;b&gt; &amp; &quot;q&quot;<br />next</p>` +
        '<p><a href="https://home.example/tags/Tag" class="mention hashtag" rel="tag">#<span>Tag</span></a> ' +
        '<a href="https://www.mastodon.social/about?x=1234567890123456" target="_blank" rel="nofollow noopener noreferrer" translate="no"><span class="invisible">https://www.</span><span class="ellipsis">mastodon.social/about?x=123456</span><span class="invisible">7890123456</span></a></p>',
    );
  });

  it.each<[AuthorSoftware, string]>([
    [
      'mastodon',
      `<p><span class="h-card" translate="no"><a href="${mentioned}" class="u-url mention">@<span>bot</span></a></span> x.example &lt;b&gt;</p>`,
    ],
    [
      'gotosocial',
      `<p><span class="h-card"><a href="${mentioned}" class="u-url mention" rel="nofollow noreferrer noopener" target="_blank">@<span>bot</span></a></span> x.example &lt;b&gt;</p>`,
    ],
    [
      'misskey',
      `<p><a href="${mentioned}" class="u-url mention">@bot@home.example</a> x.example &lt;b&gt;</p>`,
    ],
    [
      'snac',
      `<span class="h-card"><a href="${mentioned}" class="u-url mention">@bot@home.example</a></span> x.example <b>`,
    ],
  ])('writes a mention as %s does', (software, expected) => {
    expect(toHtml('@bot@home.example x.example <b>', world, software)).toBe(expected);
  });

  it('has no paragraphs in Pleroma', () => {
    expect(toHtml('@bot a\nb', world, 'pleroma')).toMatch(
      /^<span class="h-card"><a class="u-url mention" data-user="\d+" href="[^"]+" rel="ugc">@<span>bot<\/span><\/a><\/span> a<br>b$/,
    );
  });

  it('drops the domain of a remote mention from the visible text, as Mastodon does', () => {
    expect(toHtml('@Gargron@far.example', world)).toContain(
      'href="https://far.example/@Gargron" class="u-url mention">@<span>Gargron</span>',
    );
  });

  it('knows whom a text mentions, each once, and nobody in addresses and links', () => {
    const text = '@bot @BOT@home.example @alice@far.example a@far.example https://far.example/@eve @nobody';
    expect(mentionedAccounts(text, world).map(({ acct }) => acct)).toEqual(['bot', 'alice@far.example']);
  });

  it('lets nothing of a text through as markup', () => {
    const tags = /<(?!\/?(?:p|a|span|br)\b)/;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(toHtml(`<img src=x onerror=y> ${text}`, world)).not.toMatch(tags);
      }),
    );
  });
});
