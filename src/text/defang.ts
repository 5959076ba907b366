import { shorten } from './wrap.ts';

/** Longest name that is shown, in grapheme clusters. Longer names are cut and get an ellipsis. */
const LONGEST_NAME = 40;

/**
 * A name from outside as plain text on one line, cut to {@link LONGEST_NAME}. Removes control, bidirectional,
 * zero-width and other invisible characters, unassigned and private ones, and combining marks after the
 * second on a letter. May be empty.
 */
export function plainName(name: string): string {
  const visible = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}\u2800\uFFFD]/gu, '')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  return shorten(visible, LONGEST_NAME);
}

/**
 * A name from outside for a post. Beyond {@link plainName}, it contains no mention, hashtag, link, custom
 * emoji or HTML, whatever software the home server runs. For example, snac passes HTML through, and Mastodon
 * also reads the full-width signs. A domain name without scheme and path is kept, because companies have such
 * names.
 */
export function defang(name: string): string {
  return plainName(
    plainName(name)
      .replace(/[@＠﹫]/gu, ' at ')
      .replace(/[#＃﹟]/gu, ' ')
      .replace(/</g, '‹')
      .replace(/>/g, '›')
      .replace(/^[:：\s]+|[:：\s]+$/gu, '')
      // A colon without a space after it begins a scheme or an emoji code; a slash after a dot begins a path.
      .replace(/[:：](?=\S)/gu, ': ')
      .replace(/\/{2,}|(?<=\.\S*)\//gu, ' ')
      .replace(/\bwww\./giu, ' '),
  );
}
