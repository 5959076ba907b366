import { parse } from 'tldts';

/** A part of a post's text that the server treats in a special way; `start` and `end` are UTF-16 offsets. */
export interface TextEntity {
  readonly kind: 'url' | 'mention' | 'hashtag';
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly username: string;
  readonly domain: string | null;
}

const URL_PATTERN =
  /(?<![\p{L}\p{N}_@＠$#＃])https?:\/\/([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)(?::\d+)?(?:[/?#][^\s<>"]*)?/giu;
const MENTION_PATTERN =
  /(?<![=/\p{L}\p{N}_])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)(?:@([\p{L}\p{N}_.-]*[\p{L}\p{N}_]))?/giu;
const HASHTAG_PATTERN = /(?<![=/)\p{L}\p{N}_])[#＃]([\p{L}\p{N}_·]*[\p{L}_·][\p{L}\p{N}_·]*)/gu;
/**
 * Mastodon links only names under TLDs that exist; the reserved ones stand for real names here (RFC 2606).
 */
const RESERVED_TLDS = new Set(['example', 'test', 'invalid']);

function knownHost(host: string): boolean {
  const { isIcann, isIp, publicSuffix, isPrivate } = parse(host);
  if (isIp === true || publicSuffix === null) return false;
  return isIcann === true || isPrivate === true || RESERVED_TLDS.has(publicSuffix);
}

/** Cuts what belongs to the sentence around a URL: punctuation, and brackets that were opened before it. */
function trimUrl(url: string): string {
  let surplus = url.split(')').length - url.split('(').length;
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url.charAt(end - 1);
    if (last === ')' && surplus > 0) surplus -= 1;
    else if (last === ')' || !/[!*'"「」;:=,.$%[\]~&|@?]/u.test(last)) break;
  }
  return url.slice(0, end);
}

/** Finds links, mentions and hashtags as Mastodon does, in order, none overlapping. */
export function textEntities(text: string): TextEntity[] {
  const found: TextEntity[] = [];
  for (const match of text.matchAll(URL_PATTERN)) {
    if (!knownHost(match[1] ?? '')) continue;
    const url = trimUrl(match[0]);
    found.push({
      kind: 'url',
      start: match.index,
      end: match.index + url.length,
      text: url,
      username: '',
      domain: null,
    });
  }
  for (const match of text.matchAll(MENTION_PATTERN)) {
    const end = match.index + match[0].length;
    if (/^(?:[@＠]|:\/\/)/u.test(text.slice(end, end + 3))) continue;
    found.push({
      kind: 'mention',
      start: match.index,
      end,
      text: match[0],
      username: match[1] ?? '',
      domain: match[2] ?? null,
    });
  }
  for (const match of text.matchAll(HASHTAG_PATTERN)) {
    const end = match.index + match[0].length;
    found.push({
      kind: 'hashtag',
      start: match.index,
      end,
      text: match[1] ?? '',
      username: '',
      domain: null,
    });
  }
  found.sort((left, right) => left.start - right.start || right.end - left.end);
  let reached = 0;
  return found.filter((entity) => {
    if (entity.start < reached) return false;
    reached = entity.end;
    return true;
  });
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Length of a post in characters as Mastodon counts: graphemes, any URL as `perUrl`, a mention without its
 * domain, the content warning included (https://docs.joinmastodon.org/user/posting/#text).
 */
export function countCharacters(text: string, spoilerText: string, perUrl: number): number {
  let counted = '';
  let reached = 0;
  for (const entity of textEntities(text)) {
    if (entity.kind === 'hashtag') continue;
    counted += text.slice(reached, entity.start);
    counted += entity.kind === 'url' ? 'x'.repeat(perUrl) : `@${entity.username}`;
    reached = entity.end;
  }
  counted += text.slice(reached);
  return [...GRAPHEMES.segment(spoilerText + counted)].length;
}
