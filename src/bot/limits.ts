import type { MentionStore } from '../store/mentions.ts';
import type { Mention } from './home-server.ts';
import type { Request } from './request.ts';

/** How much the bot says at most, so that it never becomes noise, nor half of a loop of two bots. */
export interface Manners {
  readonly mostInThread: number;
  /** In an hour, to one account. */
  readonly mostPerAsker: number;
  /** In an hour, to all. */
  readonly mostInAll: number;
}

export const MANNERS: Manners = { mostInThread: 3, mostPerAsker: 5, mostInAll: 30 };

const HOUR = 3_600_000;
/** Mentions older than this are let lie: nobody waits for the answer any more. */
export const OLDEST_MENTION = 24 * HOUR;

export type Verdict =
  | { readonly kind: 'answer' }
  /** Too much for an hour, of one account or of all: one polite word, once. */
  | { readonly kind: 'busy' | 'full' }
  | { readonly kind: 'silence'; readonly why: string };

const silence = (why: string): Verdict => ({ kind: 'silence', why });

/** Why a mention gets no answer whatever it says; null where it may. */
export function unheard(mention: Mention, ownId: string, now: number): string | null {
  if (mention.account.id === ownId) return 'it is our own';
  if (mention.boost) return 'it is a boost';
  if (mention.account.bot) return 'its author is a bot';
  if (now - Date.parse(mention.createdAt) > OLDEST_MENTION) return 'it is older than a day';
  return null;
}

/** A new post with a question to us is asking; a post in a thread may name us because another did. */
export function asksAgain(request: Request, inThread: boolean): boolean {
  return !inThread && request.kind !== 'refused';
}

/** Whether a mention is answered, after what was said in this thread and in this hour. */
export function judge(options: {
  readonly mentions: MentionStore;
  readonly manners: Manners;
  readonly mention: Mention;
  readonly asker: string;
  readonly thread: string;
  readonly request: Request;
  /** It answers a post of ours. */
  readonly toUs: boolean;
  /** The text is one that a bot like us writes. */
  readonly likeOurs: boolean;
  readonly now: number;
}): Verdict {
  const { mentions, manners, mention, asker, thread, request, now } = options;
  const inThread = mention.inReplyToId !== null;
  const since = new Date(now - HOUR);
  if (mentions.stopped(asker) && !asksAgain(request, inThread)) return silence('its author asked us to stop');
  if (inThread && options.likeOurs) return silence('it is an answer like our own');
  const said = mentions.answers({ thread });
  if (said >= manners.mostInThread) return silence('enough was said in this thread');
  if (request.kind === 'help' && mentions.answers({ thread, kind: 'help' }) > 0) {
    return silence('help was given in this thread');
  }
  const vague =
    request.kind === 'refused' && (request.reason === 'nothing' || request.reason === 'single label');
  if (vague && mention.account.nobot) return silence('it asks nothing, and its author wants no bots');
  // Where people talk on after an answer, or about the weekly post, "thanks" is no question.
  if (vague && inThread && (said > 0 || options.toUs)) return silence('it asks nothing');
  if (mentions.answers({ since }) >= manners.mostInAll) {
    return mentions.answers({ since, kind: 'full' }) > 0
      ? silence('enough was said in this hour')
      : { kind: 'full' };
  }
  if (mentions.answers({ since, asker }) >= manners.mostPerAsker) {
    return mentions.answers({ since, asker, kind: 'busy' }) > 0
      ? silence('its author had enough answers in this hour')
      : { kind: 'busy' };
  }
  return { kind: 'answer' };
}
