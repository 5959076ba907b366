import type { OutboxRow } from '../../store/outbox.ts';
import { mastodonLength } from '../../text/mastodon-length.ts';
import type { HomeServer, HomeServerLimits, Outcome, Post } from '../home-server/home-server.ts';
import { describeProblem } from '../home-server/problem.ts';
import type { BotLog } from '../runtime/log.ts';
import type { Sought } from './find-delivered.ts';
import {
  type ReplyPayload,
  readReplyPayload,
  readSecond,
  readWeeklyPayload,
  type SecondPayload,
  type WeeklyPayload,
} from './payload.ts';

/** One row of the outbox, ready to send and to be found again. */
export interface Delivery {
  readonly sought: Sought;
  /** Whether it has a picture, which can be left out. */
  readonly hasPicture: boolean;
  /**
   * Uploads the picture for each attempt, because a media id is valid for one post only.
   *
   * @param withPicture false: only the text, followed by the picture's description if it fits
   */
  prepare(withPicture: boolean): Promise<Outcome<Post>>;
}

/** The row's delivery. Null if its payload is unknown, because of a bug or a later version. */
export function deliveryOf(
  row: OutboxRow,
  homeServer: HomeServer,
  limits: HomeServerLimits,
  log: BotLog,
): Delivery | null {
  const reply = readReplyPayload(row.payload);
  if (reply) return replyDelivery(row.key, reply);
  const second = readSecond(row.payload);
  if (second) return secondDelivery(row.key, second);
  const weekly = readWeeklyPayload(row.payload);
  const { key, createdAt } = row;
  return weekly ? weeklyDelivery({ key, weekly, createdAt, homeServer, limits, log }) : null;
}

/** A post with text only, which needs no preparation. */
function wordsDelivery(post: Omit<Post, 'mediaIds'>): Delivery {
  const { inReplyToId, text } = post;
  return {
    sought: { inReplyToId, text, sameWeekSince: null },
    hasPicture: false,
    prepare: async () => ({ ok: true, value: { ...post, mediaIds: [] } }),
  };
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

interface WeeklyDeliveryOptions {
  readonly key: string;
  readonly weekly: WeeklyPayload;
  /** ISO 8601, when the row was created. */
  readonly createdAt: string;
  readonly homeServer: HomeServer;
  readonly limits: HomeServerLimits;
  readonly log: BotLog;
}

function weeklyDelivery(options: WeeklyDeliveryOptions): Delivery {
  const { key, weekly, createdAt, homeServer, limits, log } = options;
  const post = (text: string, mediaIds: readonly string[]): Outcome<Post> => ({
    ok: true,
    value: {
      text,
      visibility: 'public',
      inReplyToId: null,
      spoilerText: '',
      language: weekly.language,
      mediaIds,
      idempotencyKey: key,
      allowedMentions: null,
    },
  });
  return {
    sought: {
      inReplyToId: null,
      text: weekly.text,
      sameWeekSince: weekStart(createdAt),
    },
    hasPicture: weekly.png !== null,
    async prepare(withPicture) {
      if (weekly.png === null) return post(weekly.text, []);
      if (!withPicture) return post(withDescription(weekly, limits), []);
      const png = Buffer.from(weekly.png, 'base64');
      const media = await homeServer.uploadImage(png, cutAlt(weekly.alt, limits.maxAltText));
      if (media.ok) return post(weekly.text, [media.value]);
      if (media.problem.kind !== 'refused') return media;
      log.warn(
        { key, reason: describeProblem(media.problem) },
        'the home server does not take the picture; the words go without it',
      );
      return post(withDescription(weekly, limits), []);
    },
  };
}

/** The Monday of a moment's week, in the time zone of the process, which the schedule uses too. */
function weekStart(moment: string): string {
  const day = new Date(moment);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  return day.toISOString();
}

/** The text, followed by the picture's description if there is room for it. */
function withDescription({ text, alt }: WeeklyPayload, limits: HomeServerLimits): string {
  const both = `${text}\n\n${alt}`;
  return mastodonLength(both, limits) <= limits.maxCharacters ? both : text;
}

function cutAlt(alt: string, most: number): string {
  const letters = Array.from(alt);
  return letters.length <= most ? alt : `${letters.slice(0, most - 1).join('')}…`;
}
