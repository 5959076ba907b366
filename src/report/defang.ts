import { shorten } from './wrap.ts';

/** Longest name that is told, in characters as people count them; whoever is called more is cut with an ellipsis. */
const LONGEST_NAME = 40;

/**
 * A name from outside as plain text: without control, bidirectional, zero-width and other invisible characters, without
 * unassigned and private ones, at most two combining marks a letter, one line, cut to {@link LONGEST_NAME}. May be empty.
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
 * A name from outside for a post. Besides {@link plainName}: it mentions nobody, tags nothing, links nowhere, shows no
 * custom emoji and is no HTML, whatever software the home server runs (snac passes HTML through, Mastodon also takes the
 * full-width signs). A domain name without scheme and path stays as it is: companies are called so.
 */
export function defang(name: string): string {
  return plainName(
    plainName(name)
      .replace(/[@＠﹫]/gu, ' at ')
      .replace(/[#＃﹟]/gu, ' ')
      .replace(/</g, '‹')
      .replace(/>/g, '›')
      .replace(/^[:：\s]+|[:：\s]+$/gu, '')
      // A colon without a space after it begins a scheme or an emoji code, and a slash after a dot a path.
      .replace(/[:：](?=\S)/gu, ': ')
      .replace(/\/{2,}|(?<=\.\S*)\//gu, ' ')
      .replace(/\bwww\./giu, ' '),
  );
}
