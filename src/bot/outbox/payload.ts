import * as v from 'valibot';
import { type Domain, parseDomain } from '../../model/domain.ts';
import { NETWORKS } from '../../model/network.ts';
import type { Json } from '../../store/outbox.ts';
import { VISIBILITIES } from '../home-server/home-server.ts';

const serverSchema = v.object({
  domain: v.custom<Domain>((value) => typeof value === 'string' && parseDomain(value).ok),
  network: v.picklist(NETWORKS),
});

const replySchema = v.object({
  text: v.string(),
  visibility: v.picklist(VISIBILITIES),
  /** The status that is answered. */
  inReplyToId: v.string(),
  /** The first status of the conversation. */
  thread: v.string(),
  /** Id of the asker's account, the only one that the reply may notify. */
  askerId: v.string(),
  spoilerText: v.string(),
  language: v.string(),
  /** The servers that the reply is about. Rows of earlier versions lack it. */
  about: v.optional(v.array(serverSchema), []),
});

const weeklySchema = v.object({
  text: v.string(),
  language: v.string(),
  alt: v.string(),
  /** Base64. The picture is uploaded again for each attempt, so it must survive a restart. */
  png: v.nullable(v.string()),
  /** The second post of the thread. Rows of earlier versions lack it. */
  second: v.optional(v.nullable(v.string()), null),
});

const secondSchema = v.object({
  text: v.string(),
  language: v.string(),
  /** The first post of the thread. */
  inReplyToId: v.string(),
});

const removalSchema = v.object({
  /** Our own status to remove. */
  remove: v.string(),
  /** Id of the account that asked for it, which must be the one that was answered. */
  askerId: v.string(),
});

/** A reply in the outbox. */
export type ReplyPayload = v.InferOutput<typeof replySchema>;
/** A weekly post in the outbox. */
export type WeeklyPayload = v.InferOutput<typeof weeklySchema>;
/** The second post of a weekly thread in the outbox. */
export type SecondPayload = v.InferOutput<typeof secondSchema>;
/** A request to remove a reply in the outbox. */
export type RemovalPayload = v.InferOutput<typeof removalSchema>;

export function readReplyPayload(payload: Json): ReplyPayload | null {
  const read = v.safeParse(replySchema, payload);
  return read.success ? read.output : null;
}

export function readWeeklyPayload(payload: Json): WeeklyPayload | null {
  const read = v.safeParse(weeklySchema, payload);
  return read.success ? read.output : null;
}

/** Try {@link readReplyPayload} first: replies have all of these fields too. */
export function readSecond(payload: Json): SecondPayload | null {
  const read = v.safeParse(secondSchema, payload);
  return read.success ? read.output : null;
}

export function readRemoval(payload: Json): RemovalPayload | null {
  const read = v.safeParse(removalSchema, payload);
  return read.success ? read.output : null;
}
