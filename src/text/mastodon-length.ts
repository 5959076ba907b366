/** How a home server counts characters (`configuration.statuses` of `/api/v2/instance`). */
export interface LengthRules {
  /** `characters_reserved_per_url`; 23 on Mastodon. */
  readonly charactersPerUrl: number;
}

/** How much a home server allows in a post. */
export interface PostLimits extends LengthRules {
  readonly maxCharacters: number;
  /** Longest alt text, in Unicode code points. */
  readonly maxAltText: number;
}

/** Mastodon's own limits, for servers that report none (docs.joinmastodon.org/entities/V1_Instance). */
export const MASTODON_LIMITS: PostLimits = { maxCharacters: 500, charactersPerUrl: 23, maxAltText: 1500 };

/**
 * A link as Mastodon recognises it: a scheme, a host whose last label consists of letters, and a path that
 * does not end in punctuation. Where Mastodon's rule is unclear this one is narrower, so that the length is
 * never underestimated.
 */
const LINK =
  /(?<![\p{L}\p{N}@#$/])https?:\/\/(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.)+\p{L}{2,}(?::\d+)?(?![\p{L}\p{N}_.-]*[\p{L}\p{N}])(?:\/(?:[\p{L}\p{N}\-._~!$&'()*+,;=:@%/]*[\p{L}\p{N}\-_~=/])?)?(?:\?[\p{L}\p{N}\-._~!$&'()*+,;=:@%/]*[\p{L}\p{N}\-_~=/])?/giu;

/** A remote mention. Only group 1 counts towards the length. */
const MENTION =
  /(?<![=/\p{L}\p{N}_])(@[a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*/giu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A post's length as Mastodon counts it: a fixed number of characters per link, only the local part of a
 * remote mention, and grapheme clusters for the rest.
 *
 * Source: Mastodon's StatusLengthValidator; docs.joinmastodon.org/user/posting.
 */
export function mastodonLength(text: string, { charactersPerUrl }: LengthRules): number {
  const countable = text.replace(LINK, 'x'.repeat(charactersPerUrl)).replace(MENTION, '$1');
  return countGraphemes(countable);
}

export function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}
