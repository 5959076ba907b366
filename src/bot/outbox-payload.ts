import * as v from 'valibot';
import type { Json } from '../store/outbox.ts';
import { VISIBILITIES } from './home-server.ts';

const replySchema = v.object({
  text: v.string(),
  visibility: v.picklist(VISIBILITIES),
  /** The status that is answered. */
  inReplyToId: v.string(),
  /** The first status of the conversation. */
  thread: v.string(),
  /** Id of the asker's account, the one whom the reply may notify. */
  askerId: v.string(),
  spoilerText: v.string(),
  language: v.string(),
});

const weeklySchema = v.object({
  text: v.string(),
  language: v.string(),
  alt: v.string(),
  /** Base64: the picture is uploaded again for each attempt, so it must outlive a restart. */
  png: v.nullable(v.string()),
  /** The second post of the thread; rows of earlier versions have none. */
  second: v.optional(v.nullable(v.string()), null),
});

const secondSchema = v.object({
  text: v.string(),
  language: v.string(),
  /** The first post of the thread. */
  inReplyToId: v.string(),
});

const removalSchema = v.object({
  /** Our own status that is to go. */
  remove: v.string(),
  /** Id of the account that wants it; it must be the one that was answered. */
  askerId: v.string(),
});

/** What the outbox keeps of a reply. */
export type ReplyPayload = v.InferOutput<typeof replySchema>;
/** What the outbox keeps of a weekly post. */
export type WeeklyPayload = v.InferOutput<typeof weeklySchema>;
/** What the outbox keeps of the second post of a weekly thread. */
export type SecondPayload = v.InferOutput<typeof secondSchema>;
/** What the outbox keeps of the wish to remove a reply. */
export type RemovalPayload = v.InferOutput<typeof removalSchema>;

export function readReply(payload: Json): ReplyPayload | null {
  const read = v.safeParse(replySchema, payload);
  return read.success ? read.output : null;
}

export function readWeekly(payload: Json): WeeklyPayload | null {
  const read = v.safeParse(weeklySchema, payload);
  return read.success ? read.output : null;
}

/** After {@link readReply}, for a reply has all of this too. */
export function readSecond(payload: Json): SecondPayload | null {
  const read = v.safeParse(secondSchema, payload);
  return read.success ? read.output : null;
}

export function readRemoval(payload: Json): RemovalPayload | null {
  const read = v.safeParse(removalSchema, payload);
  return read.success ? read.output : null;
}
