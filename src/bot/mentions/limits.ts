import type { MentionStore } from '../../store/mentions.ts';
import type { Mention } from '../home-server/home-server.ts';
import type { Request } from '../request/request-kinds.ts';

/** Limits on the bot's answers, against noise and loops between two bots. */
export interface Manners {
  readonly mostInThread: number;
  /** Per hour, to one account. */
  readonly mostPerAsker: number;
  /** Per hour, to all accounts of one server. */
  readonly mostPerHost: number;
  /** Per hour, to everyone. */
  readonly mostInAll: number;
  /** The part of these that is reserved for people without an answer in this hour. */
  readonly forNewcomers: number;
}

export const MANNERS: Manners = {
  mostInThread: 3,
  mostPerAsker: 5,
  mostPerHost: 15,
  mostInAll: 30,
  forNewcomers: 10,
};

/** Most notes per hour to people who get no answer because the limit for everyone is reached. */
const MOST_FULL_NOTES = 10;

const HOUR = 3_600_000;
/** Older mentions are ignored: people no longer wait for an answer. */
export const OLDEST_MENTION = 24 * HOUR;

export type LimitDecision =
  | { readonly kind: 'answer' }
  /** The hourly limit of one account, or of all, is reached: the asker gets one polite note. */
  | { readonly kind: 'busy' | 'full' }
  | { readonly kind: 'silence'; readonly why: string };

const silence = (why: string): LimitDecision => ({ kind: 'silence', why });

/** Why a mention gets no answer, whatever its text is. Null if it may get one. */
export function unheard(mention: Mention, ownId: string, now: number): string | null {
  if (mention.account.id === ownId) return 'it is our own';
  if (mention.boost) return 'it is a boost';
  if (mention.account.bot) return 'its author is a bot';
  if (now - Date.parse(mention.createdAt) > OLDEST_MENTION) return 'it is older than a day';
  return null;
}

/**
 * A question in a new post is asked on purpose. A post in a thread may mention us only because an earlier one
 * did.
 */
export function asksAgain(request: Request, inThread: boolean): boolean {
  return !inThread && request.kind !== 'refused';
}

/** Decides whether a mention is answered, depending on earlier answers in its thread and in the last hour. */
export function decideByLimits(options: {
  readonly mentions: MentionStore;
  readonly manners: Manners;
  readonly mention: Mention;
  readonly asker: string;
  readonly thread: string;
  readonly request: Request;
  /** It replies to a post of ours. */
  readonly toUs: boolean;
  /** The text is one that a bot like us writes. */
  readonly likeOurs: boolean;
  readonly now: number;
}): LimitDecision {
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
    request.kind === 'refused' && ['nothing', 'single label', 'unsure', 'similar'].includes(request.reason);
  if (vague && mention.account.nobot) return silence('it asks nothing, and its author wants no bots');
  // When people continue a thread after an answer, or below the weekly post, "thanks" is not a question.
  if (vague && inThread && (said > 0 || options.toUs)) return silence('it asks nothing');
  const isNewcomer = mentions.answers({ since, asker }) === 0;
  const host = asker.slice(asker.lastIndexOf('@') + 1);
  const places = isNewcomer ? manners.mostInAll : Math.max(manners.mostInAll - manners.forNewcomers, 1);
  const isFull =
    mentions.answers({ since }) >= places || mentions.answers({ since, host }) >= manners.mostPerHost;
  if (isFull) {
    const isTold = !isNewcomer || mentions.answers({ since, kind: 'full' }) >= MOST_FULL_NOTES;
    return isTold ? silence('enough was said in this hour') : { kind: 'full' };
  }
  if (mentions.answers({ since, asker }) >= manners.mostPerAsker) {
    return mentions.answers({ since, asker, kind: 'busy' }) > 0
      ? silence('its author had enough answers in this hour')
      : { kind: 'busy' };
  }
  return { kind: 'answer' };
}
