import { readHtml } from '../../text/html-pieces.ts';
import type { HomeServer, Outcome, OwnPost } from '../home-server/home-server.ts';

/** A post that may have been made although its request ended in doubt. */
export interface Sought {
  /** The status that it replies to; null for none. */
  readonly inReplyToId: string | null;
  readonly text: string;
  /**
   * For a weekly post: any weekly post since this moment (ISO 8601) matches, even with other figures, as
   * after the database was lost. Null for other posts.
   */
  readonly sameWeekSince: string | null;
}

/**
 * The post may exist in two more cases: the list has unreadable entries (`unreadable`), or does not reach
 * back to when the post was sent (`out of reach`).
 */
export type FoundPost = OwnPost | 'absent' | 'unreadable' | 'out of reach';

/**
 * Fewest statuses that any server puts on a page, whatever the request asks for. Fewer means that these are
 * all.
 */
const WHOLE_PAGE = 20;
/** Texts of the same kind share at least this fraction of their words, whatever their figures are. */
const SAME_KIND = 0.6;
/** Fewest letters with which a text is recognised by its end alone. */
const FEWEST_LETTERS = 20;

/**
 * Finds out whether a delivery that ended in doubt was posted. A reply is recognised by the status that it
 * replies to, because no status is answered twice. If the server does not report that, it is recognised by
 * its text, as other posts are.
 *
 * @param sentAt ISO 8601: the earliest time at which it was sent
 * @param isAnother whether a status is known to be another post: last week's may have arrived late, in this
 * week
 */
export async function findDelivered(
  sought: Sought,
  sentAt: string,
  homeServer: Pick<HomeServer, 'recentPosts' | 'conversation'>,
  isAnother: (statusId: string) => boolean,
): Promise<Outcome<FoundPost>> {
  const recent = await homeServer.recentPosts();
  if (!recent.ok) return recent;
  const { posts, unreadable } = recent.value;
  const found = posts.find((post) => !isAnother(post.id) && isSought(post, sought, sentAt));
  if (found !== undefined) return { ok: true, value: found };
  const { inReplyToId } = sought;
  if (inReplyToId !== null) {
    // Some servers omit private posts from the account's list.
    const conversation = await homeServer.conversation(inReplyToId);
    if (conversation.ok && conversation.value.answers[0] !== undefined) {
      return { ok: true, value: conversation.value.answers[0] };
    }
    if (conversation.ok && unreadable === 0) return { ok: true, value: 'absent' };
    if (!conversation.ok && conversation.problem.kind !== 'refused') return conversation;
  }
  if (unreadable > 0) return { ok: true, value: 'unreadable' };
  const reaches =
    posts.length < WHOLE_PAGE || posts.some(({ createdAt }) => Date.parse(createdAt) < Date.parse(sentAt));
  return { ok: true, value: reaches ? 'absent' : 'out of reach' };
}

function isSought(post: OwnPost, sought: Sought, sentAt: string): boolean {
  const { inReplyToId, text, sameWeekSince } = sought;
  if (inReplyToId !== null && post.inReplyToId !== null) return post.inReplyToId === inReplyToId;
  if (post.inReplyToId !== null) return false;
  const content = plainText(post.content);
  if (inReplyToId !== null) return isSince(post, sentAt) && endsAlike(content, text);
  if (fingerprint(content) === fingerprint(text)) return true;
  return sameWeekSince !== null && isSince(post, sameWeekSince) && alikeness(content, text) >= SAME_KIND;
}

/** An unreadable date excludes nothing. */
function isSince({ createdAt }: OwnPost, moment: string): boolean {
  return createdAt === '' || Date.parse(createdAt) >= Date.parse(moment);
}

function plainText(html: string): string {
  return readHtml(html)
    .map((piece) => piece.text)
    .join(' ');
}

/** Letters and digits alone: servers change spaces, quotes, links and emoji. */
export function fingerprint(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Whether a reply ends with our text after the asker's handle, which servers write with or without its host.
 */
function endsAlike(content: string, text: string): boolean {
  const words = fingerprint(text.replace(/^@\S+\s+/, ''));
  return words.length >= FEWEST_LETTERS && fingerprint(content).endsWith(words);
}

/** The fraction of words that two texts share (Jaccard index), without figures. */
function alikeness(one: string, other: string): number {
  const words = (text: string) => new Set(text.toLowerCase().match(/\p{L}{2,}/gu) ?? []);
  const [a, b] = [words(one), words(other)];
  const union = a.union(b).size;
  return union === 0 ? 0 : a.intersection(b).size / union;
}
