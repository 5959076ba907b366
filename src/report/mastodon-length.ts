/** What a home server says of its limits (`configuration.statuses` of `/api/v2/instance`). */
export interface LengthRules {
  /** `characters_reserved_per_url`; 23 on Mastodon. */
  readonly charactersPerUrl: number;
}

/**
 * A link as Mastodon recognises it: a scheme, a host whose last label is letters, and a path that does not end in
 * punctuation. Narrower than Mastodon's own rule where that is unclear, so that a text is never counted too short.
 */
const LINK =
  /(?<![\p{L}\p{N}@#$/])https?:\/\/(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?\.)+\p{L}{2,}(?::\d+)?(?![\p{L}\p{N}_.-]*[\p{L}\p{N}])(?:\/(?:[\p{L}\p{N}\-._~!$&'()*+,;=:@%/]*[\p{L}\p{N}\-_~=/])?)?(?:\?[\p{L}\p{N}\-._~!$&'()*+,;=:@%/]*[\p{L}\p{N}\-_~=/])?/giu;

/** A remote mention; group 1 is what counts. */
const MENTION =
  /(?<![=/\p{L}\p{N}_])(@[a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*/giu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A post's length as Mastodon counts it: every link is worth the same number of characters, of a remote mention only the
 * local part counts, and the rest is counted in grapheme clusters (Mastodon's StatusLengthValidator;
 * docs.joinmastodon.org/user/posting).
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
