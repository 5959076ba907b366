import type { MentionStore } from '../store/mentions.ts';
import type { OutboxEntry, OutboxRow, OutboxStore } from '../store/outbox.ts';
import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { Question } from './content.ts';
import { isLikeOurs } from './echo.ts';
import type { HomeServer, Limits, Mention, OwnAccount } from './home-server.ts';
import { replyLanguage, VOCABULARY } from './language/languages.ts';
import { asksAgain, judge, type Manners, OLDEST_MENTION, unheard } from './limits.ts';
import type { Log } from './log.ts';
import { describeProblem, type Problem } from './mastodon-errors.ts';
import { compareIds } from './mention-pages.ts';
import { readMention } from './mention-text.ts';
import { type RemovalPayload, type ReplyPayload, readReply } from './outbox-payload.ts';
import { type ReplyContent, replySpoiler, replyText, replyVisibility } from './reply.ts';
import { readRequest } from './request.ts';

export interface MentionsOptions {
  readonly homeServer: HomeServer;
  readonly account: OwnAccount;
  readonly limits: Limits;
  readonly manners: Manners;
  readonly mentions: MentionStore;
  readonly outbox: OutboxStore;
  readonly contentOf: (question: Question) => Promise<ReplyContent>;
  /** ISO 639-1, for mentions in languages that we do not speak. */
  readonly language: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Between two polls, milliseconds. */
  readonly pollMs: number;
  readonly retry: { readonly firstMs: number; readonly longestMs: number };
  /** Something was put into the outbox. */
  readonly onAnswer: () => void;
}

export interface Mentions {
  /** Reads and answers what is new; says after how many milliseconds to come again, null when only the operator can help. */
  run(): Promise<number | null>;
  halted(): Problem | null;
}

interface Decision {
  readonly thread: string;
  readonly answer: OutboxEntry | null;
}

function isAfter(id: string, cursor: string | null): boolean {
  return cursor === null || compareIds(id, cursor) > 0;
}

/** Reads mentions from the stored cursor on, and decides about each; cursor, "seen" and answer are one transaction. */
export function createMentions(options: MentionsOptions): Mentions {
  const { homeServer, account, mentions, outbox, clock, log } = options;
  const host = URL.canParse(homeServer.origin) ? new URL(homeServer.origin).host : homeServer.origin;
  const born = clock.now();
  let failures = 0;
  let pausedUntil = 0;
  let halted: Problem | null = null;

  const askerOf = ({ acct }: { readonly acct: string }) =>
    (acct.includes('@') ? acct : `${acct}@${account.hosts[0] ?? ''}`).toLowerCase();

  /**
   * The first status of the conversation: by our own reply that is answered, else as the home server tells. What answers
   * the weekly post begins a conversation, or three people could ask below it and no more.
   */
  async function threadOf(mention: Mention, answered: OutboxRow | null): Promise<string> {
    if (mention.inReplyToId === null) return mention.statusId;
    if (answered) return readReply(answered.payload)?.thread ?? mention.statusId;
    const conversation = await homeServer.conversation(mention.statusId);
    return (conversation.ok ? conversation.value.first : null) ?? mention.inReplyToId;
  }

  /** By an earlier life that the database does not remember, because it was lost or came back from a backup. */
  async function wasAnswered(mention: Mention): Promise<boolean> {
    const conversation = await homeServer.conversation(mention.statusId);
    return conversation.ok && conversation.value.answers.length > 0;
  }

  function entryOf(mention: Mention, thread: string, content: ReplyContent): OutboxEntry {
    const language = replyLanguage(mention.language, options.language);
    const { limits } = options;
    const payload: ReplyPayload = {
      text: replyText(mention, content, { language, limits, spoilerText: mention.spoilerText }),
      visibility: replyVisibility(mention.visibility),
      inReplyToId: mention.statusId,
      thread,
      askerId: mention.account.id,
      spoilerText: replySpoiler(mention.spoilerText, limits),
      language: language.code,
    };
    const counted = content.kind === 'help' || content.kind === 'busy' || content.kind === 'full';
    return { key: `reply-${host}-${mention.statusId}`, kind: counted ? content.kind : 'reply', payload };
  }

  /**
   * `stop` and `delete` are obeyed without a word: the reply that they answer goes, and no other comes. Both may be told
   * again after a crash, so they come before the mention counts as seen.
   */
  function obey(wish: 'stop' | 'delete', mention: Mention, asker: string): void {
    const now = new Date(clock.now());
    mentions.stop(asker, now);
    log.info({ mention: mention.statusId, wish }, 'an asker wants no more answers');
    if (mention.inReplyToId === null) return;
    const payload: RemovalPayload = { remove: mention.inReplyToId, askerId: mention.account.id };
    outbox.enqueue({ key: `remove-${host}-${mention.statusId}`, kind: 'removal', payload }, now);
    options.onAnswer();
  }

  async function decide(mention: Mention): Promise<Decision> {
    const quiet = (why: string, thread = mention.statusId) => {
      log.info({ mention: mention.statusId, why }, 'a mention without an answer');
      return { thread, answer: null };
    };
    const why = unheard(mention, account.id, clock.now());
    if (why !== null) return quiet(why);
    const inThread = mention.inReplyToId !== null;
    const parts = readMention(mention, account);
    const request = readRequest(parts, { inThread, vocabulary: VOCABULARY });
    const asker = askerOf(mention.account);
    if (request.kind === 'stop' || request.kind === 'delete') {
      obey(request.kind, mention, asker);
      return { thread: mention.inReplyToId ?? mention.statusId, answer: null };
    }
    const answered = mention.inReplyToId === null ? null : outbox.byStatus(mention.inReplyToId);
    const thread = await threadOf(mention, answered);
    const likeOurs = isLikeOurs(parts);
    const { manners } = options;
    const now = clock.now();
    const toUs = answered !== null;
    const verdict = judge({ mentions, manners, mention, asker, thread, request, toUs, likeOurs, now });
    if (verdict.kind === 'silence') return quiet(verdict.why, thread);
    if (Date.parse(mention.createdAt) < born && (await wasAnswered(mention)))
      return quiet('it has its answer already', thread);
    if (asksAgain(request, inThread)) mentions.resume(asker);
    const content: ReplyContent = verdict.kind === 'answer' ? await options.contentOf(request) : verdict;
    return { thread, answer: entryOf(mention, thread, content) };
  }

  async function take(mention: Mention): Promise<void> {
    const cursor = isAfter(mention.id, mentions.cursor()) ? mention.id : null;
    const asker = askerOf(mention.account);
    if (mentions.seen(mention.statusId)) {
      if (cursor !== null) mentions.setCursor(cursor);
      return;
    }
    const { thread, answer } = await decide(mention).catch((error: unknown) => {
      log.error(
        { mention: mention.statusId, error: error instanceof Error ? error.stack : String(error) },
        'a bug in reading a mention; it gets no answer',
      );
      // Tried again and again, it would keep all that come after it from theirs.
      return { thread: mention.statusId, answer: null };
    });
    const taken = mentions.take(
      { mention: { id: mention.statusId, asker, thread }, cursor, answer },
      new Date(clock.now()),
    );
    if (taken === 'taken' && answer !== null) options.onAnswer();
  }

  return {
    async run() {
      if (halted) return null;
      const wait = pausedUntil - clock.now();
      // A hint of the stream changes nothing about that.
      if (wait > 0) return wait;
      const notBefore = new Date(clock.now() - OLDEST_MENTION).toISOString();
      const page = await homeServer.notificationsAfter(mentions.cursor(), notBefore);
      if (!page.ok) {
        const { problem } = page;
        if (problem.kind === 'unauthorised') {
          halted = problem;
          log.error(
            { problem: describeProblem(problem) },
            'the home server does not accept the token: make a new one with `login`; no mention is read until then',
          );
          return null;
        }
        const pause =
          problem.kind === 'limited' ? problem.until - clock.now() : backoffMs(failures++, options.retry);
        log.warn({ problem: describeProblem(problem), pauseMs: pause }, 'mentions could not be read');
        pausedUntil = clock.now() + pause;
        return pause;
      }
      failures = 0;
      for (const { mention } of page.value) if (mention) await take(mention);
      const newest = page.value.at(-1);
      // Past what is no mention too, or a hundred boosts would be read again at each poll.
      if (newest && isAfter(newest.id, mentions.cursor())) mentions.setCursor(newest.id);
      // Spread, so that many bots on one server do not poll in step.
      return Math.round(options.pollMs * (0.9 + 0.2 * Math.random()));
    },
    halted: () => halted,
  };
}
