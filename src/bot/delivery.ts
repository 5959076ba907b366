import type { OutboxRow } from '../store/outbox.ts';
import type { HomeServer, Limits, Outcome, OwnPost, Post } from './home-server.ts';
import { readHtml } from './html-pieces.ts';
import type { Log } from './log.ts';
import { describeProblem } from './mastodon-errors.ts';
import {
  type ReplyPayload,
  readReply,
  readSecond,
  readWeekly,
  type SecondPayload,
  type WeeklyPayload,
} from './outbox-payload.ts';

/** One row of the outbox, made ready to send and to be found again. */
export interface Delivery {
  readonly inReplyToId: string | null;
  readonly text: string;
  /** Uploads what must be uploaded, anew for each attempt, because a media id is good for one post. */
  prepare(): Promise<Outcome<Post>>;
}

/** The row's delivery, or null where its payload is none that we know: a bug or a later version's work. */
export function deliveryOf(
  row: OutboxRow,
  homeServer: HomeServer,
  limits: Limits,
  log: Log,
): Delivery | null {
  const reply = readReply(row.payload);
  if (reply) return replyDelivery(row.key, reply);
  const second = readSecond(row.payload);
  if (second) return secondDelivery(row.key, second);
  const weekly = readWeekly(row.payload);
  return weekly ? weeklyDelivery(row.key, weekly, homeServer, limits, log) : null;
}

/** Words alone, which need nothing before they are sent. */
function wordsDelivery(post: Omit<Post, 'mediaIds'>): Delivery {
  const { inReplyToId, text } = post;
  return { inReplyToId, text, prepare: async () => ({ ok: true, value: { ...post, mediaIds: [] } }) };
}

function replyDelivery(key: string, reply: ReplyPayload): Delivery {
  const { text, visibility, inReplyToId, spoilerText, language } = reply;
  return wordsDelivery({
    text,
    visibility,
    inReplyToId,
    spoilerText,
    language,
    idempotencyKey: key,
    allowedMentions: [reply.askerId],
  });
}

function secondDelivery(key: string, { text, language, inReplyToId }: SecondPayload): Delivery {
  return wordsDelivery({
    text,
    visibility: 'unlisted',
    inReplyToId,
    spoilerText: '',
    language,
    idempotencyKey: key,
    allowedMentions: null,
  });
}

function weeklyDelivery(
  key: string,
  weekly: WeeklyPayload,
  homeServer: HomeServer,
  limits: Limits,
  log: Log,
): Delivery {
  return {
    inReplyToId: null,
    text: weekly.text,
    async prepare() {
      const media =
        weekly.png === null
          ? null
          : await homeServer.uploadImage(
              Buffer.from(weekly.png, 'base64'),
              cutAlt(weekly.alt, limits.maxAltText),
            );
      if (media && !media.ok) {
        if (media.problem.kind !== 'refused') return media;
        log.warn(
          { key, reason: describeProblem(media.problem) },
          'the home server does not take the picture; the words go without it',
        );
      }
      return {
        ok: true,
        value: {
          text: weekly.text,
          visibility: 'public',
          inReplyToId: null,
          spoilerText: '',
          language: weekly.language,
          mediaIds: media?.ok ? [media.value] : [],
          idempotencyKey: key,
          allowedMentions: null,
        },
      };
    },
  };
}

function cutAlt(alt: string, most: number): string {
  const letters = Array.from(alt);
  return letters.length <= most ? alt : `${letters.slice(0, most - 1).join('')}…`;
}

/** Letters and digits alone: what a server makes of spaces, quotes, links and emoji does not matter. */
export function fingerprint(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function contentFingerprint(html: string): string {
  return fingerprint(
    readHtml(html)
      .map((piece) => piece.text)
      .join(' '),
  );
}

/** The least that any server gives in one page of statuses, whatever is asked for: fewer means that these are all. */
const WHOLE_PAGE = 20;

/**
 * Whether a delivery that ended in doubt is there after all. A reply is known by what it answers, because no status is
 * answered twice; any other post by its text. `unsure`: the list does not reach back to when it was sent.
 */
export async function findDelivered(
  delivery: Pick<Delivery, 'inReplyToId' | 'text'>,
  sentAt: string,
  homeServer: HomeServer,
): Promise<Outcome<OwnPost | 'absent' | 'unsure'>> {
  const recent = await homeServer.recentPosts();
  if (!recent.ok) return recent;
  const { inReplyToId } = delivery;
  const wanted = fingerprint(delivery.text);
  const found = recent.value.find((post) =>
    inReplyToId === null
      ? post.inReplyToId === null && contentFingerprint(post.content) === wanted
      : post.inReplyToId === inReplyToId,
  );
  if (found) return { ok: true, value: found };
  if (inReplyToId !== null) {
    // Some servers leave private posts out of the account's list.
    const conversation = await homeServer.conversation(inReplyToId);
    if (conversation.ok) return { ok: true, value: conversation.value.answers[0] ?? 'absent' };
    if (conversation.problem.kind !== 'refused') return conversation;
  }
  const reaches =
    recent.value.length < WHOLE_PAGE ||
    recent.value.some((post) => Date.parse(post.createdAt) <= Date.parse(sentAt));
  return { ok: true, value: reaches ? 'absent' : 'unsure' };
}
