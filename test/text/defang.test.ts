import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defang, plainName } from '../../src/text/defang.ts';
import { countGraphemes } from '../../src/text/mastodon-length.ts';
import { HOSTILE_NAMES } from '../report/hostile-names.ts';

const INVISIBLE = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]/u;
const anyName = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('@', '#', ':', '/', '.', 'a', 'www', 'https', ' ', '<', '\u200B', '＠', '＃'))
    .map((parts) => parts.join('')),
);

describe('a name from outside', () => {
  it.each([
    ['Hetzner Online GmbH', 'Hetzner Online GmbH'],
    ['masto.host', 'masto.host'],
    ['České připojení, s.r.o.', 'České připojení, s.r.o.'],
    ['AT&T', 'AT&T'],
    ['1&1 IONOS SE', '1&1 IONOS SE'],
    ['A/S Dansk Net', 'A/S Dansk Net'],
  ])('keeps its spelling if it is harmless: %s', (name, expected) => {
    expect(defang(name)).toBe(expected);
  });

  it.each([
    ['@admin@mastodon.social', 'at admin at mastodon.social'],
    ['#free', 'free'],
    ['https://evil.example/path', 'https: evil.example path'],
    [':blobcat:', 'blobcat'],
    ['<b>x</b>', '‹b›x‹/b›'],
    ['\u202Eabc', 'abc'],
    ['www.evil.example', 'evil.example'],
  ])('is neutralised: %j', (name, expected) => {
    expect(defang(name)).toBe(expected);
  });

  it('never mentions, tags, links or hides anything', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = defang(name);
        expect(safe).not.toMatch(/[@＠﹫#＃﹟<>\n\r]/u);
        expect(safe).not.toMatch(/:\S|\/\/|\bwww\./iu);
        expect(safe).not.toMatch(INVISIBLE);
        expect(safe.isWellFormed()).toBe(true);
        expect(countGraphemes(safe)).toBeLessThanOrEqual(40);
        expect(safe).toBe(safe.trim());
      }),
      { numRuns: 2_000 },
    );
  });

  it('has no invisible characters in a picture either', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(plainName(name)).not.toMatch(INVISIBLE);
        expect(countGraphemes(plainName(name))).toBeLessThanOrEqual(40);
      }),
    );
  });
});
