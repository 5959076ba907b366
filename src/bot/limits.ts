import type { MentionStore } from '../store/mentions.ts';
import type { Mention } from './home-server.ts';
import type { Request } from './request.ts';

/** How much the bot says at most, so that it never becomes noise, nor half of a loop of two bots. */
export const MOST_IN_THREAD = 3;
export const MOST_PER_ASKER = 5;
export const MOST_IN_ALL = 30;
const HOUR = 3_600_000;
/** Mentions older than this are let lie: nobody waits for the answer any more. */
export const OLDEST_MENTION = 24 * HOUR;

export type Verdict =
  | { readonly kind: 'answer' }
  /** Too much for an hour: one polite word, once. */
  | { readonly kind: 'busy' }
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

/** Whether a mention is answered, after what was said in this thread and in this hour. */
export function judge(options: {
  readonly mentions: MentionStore;
  readonly asker: string;
  readonly thread: string;
  readonly request: Request;
  readonly inThread: boolean;
  readonly now: number;
}): Verdict {
  const { mentions, asker, thread, request, now } = options;
  const since = new Date(now - HOUR);
  if (mentions.stopped(asker)) return silence('its author asked us to stop');
  const said = mentions.answers({ thread });
  if (said >= MOST_IN_THREAD) return silence('enough was said in this thread');
  if (request.kind === 'help' && mentions.answers({ thread, kind: 'help' }) > 0) {
    return silence('help was given in this thread');
  }
  // Where people talk on after an answer, "thanks" is no question.
  const vague =
    request.kind === 'refused' && (request.reason === 'nothing' || request.reason === 'single label');
  if (vague && options.inThread && said > 0) return silence('it asks nothing');
  if (mentions.answers({ since }) >= MOST_IN_ALL) return silence('enough was said in this hour');
  if (mentions.answers({ since, asker }) >= MOST_PER_ASKER) {
    return mentions.answers({ since, asker, kind: 'busy' }) > 0
      ? silence('its author had enough answers in this hour')
      : { kind: 'busy' };
  }
  return { kind: 'answer' };
}
