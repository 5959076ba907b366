import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mastodonLength } from '../../src/text/mastodon-length.ts';

const length = (text: string, charactersPerUrl = 23) => mastodonLength(text, { charactersPerUrl });

describe('the length of a post as Mastodon counts it', () => {
  it.each([
    ['', 0],
    ['hello', 5],
    ['👩‍👩‍👧‍👦', 1],
    ['🇩🇪', 1],
    ['e\u0301', 1],
    ['https://example.org/', 23],
    [`https://example.org/${'a'.repeat(300)}`, 23],
    ['https://a.io', 23],
    ['see https://example.org/a?b=c.', 4 + 23 + 1],
    ['(https://example.org/a)', 1 + 23 + 1],
    ['https://example.org and https://example.net', 23 + 5 + 23],
    ['@user', 5],
    ['@user@example.org', 5],
    ['@some.body@social.example.org hi', 10 + 3],
    ['@user@example.org and @other@example.net', 5 + 5 + 6],
    ['https://example.org/@user', 23],
    ['mastodon.social', 15],
  ])('of %j is %i', (text, expected) => {
    expect(length(text)).toBe(expected);
  });

  it.each(['http://localhost:3000/', 'http://127.0.0.1:8080/week', 'http://[::1]/', 'https://example'])(
    'counts a link in full if Mastodon does not recognise it: %s',
    (url) => {
      expect(length(url)).toBe(url.length);
    },
  );

  it('counts each link as the home server specifies', () => {
    expect(length('https://example.org/', 256)).toBe(256);
    expect(length('a https://example.org/ b', 32)).toBe(36);
  });

  it('is the sum of the words and spaces if there are no links or mentions', () => {
    const word = fc.stringMatching(/^[a-z0-9é]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(length(words.join(' '))).toBe(
          words.reduce((sum, one) => sum + one.length, 0) + Math.max(0, words.length - 1),
        );
      }),
    );
  });
});
