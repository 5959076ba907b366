import type { Domain } from '../../model/domain.ts';
import type { HistoryStore } from '../../store/history.ts';
import type { MentionStore } from '../../store/mentions.ts';
import type { OutboxEntry, OutboxRow, OutboxStore } from '../../store/outbox.ts';
import type { WatchStore } from '../../store/watches.ts';
import { deniedBySystem } from '../../text/denied-by-system.ts';
import { errorStack } from '../../text/error-text.ts';
import {
  type HomeServer,
  type HomeServerLimits,
  hostOf,
  type Mention,
  type OwnAccount,
} from '../home-server/home-server.ts';
import { compareIds } from '../home-server/mention-pages.ts';
import type { ReplyLanguage } from '../language/language.ts';
import { type RemovalPayload, type ReplyPayload, readReplyPayload } from '../outbox/payload.ts';
import type { Question } from '../reply/content.ts';
import { draftReply, type ReplyContent } from '../reply/reply.ts';
import type { FindName } from '../request/asked-name.ts';
import type { NamedServer } from '../request/request-kinds.ts';
import type { Clock } from '../runtime/clock.ts';
import type { BotLog } from '../runtime/log.ts';
import { takeOn } from '../watch/take-on.ts';
import type { BegunMentions } from './begun.ts';
import { asksAgain, decideByLimits, type Manners, unheard } from './limits.ts';
import { understandMention } from './understand.ts';

/** What deciding about a mention needs. */
export interface TakeContext {
  readonly homeServer: Pick<HomeServer, 'origin' | 'conversation'>;
  readonly account: OwnAccount;
  readonly limits: HomeServerLimits;
  readonly manners: Manners;
  readonly mentions: MentionStore;
  readonly outbox: OutboxStore;
  readonly watches: WatchStore;
  readonly history: Pick<HistoryStore, 'server'>;
  readonly contentOf: (question: Question) => Promise<ReplyContent>;
  /** The same without a look-up, for a mention whose look-up ended the process before. */
  readonly contentWithoutLookup: (question: Question) => Promise<ReplyContent>;
  readonly begun: BegunMentions;
  /** Whether a domain is in the database. */
  readonly isKnown: (domain: Domain) => boolean;
  readonly findName: FindName;
  /** ISO 639-1, for mentions in languages that we do not speak. */
  readonly language: string;
  readonly clock: Clock;
  readonly log: BotLog;
  /** Start of this process, in milliseconds since 1970. An earlier one may have answered older mentions. */
  readonly bornAt: number;
  /** A row was added to the outbox. */
  readonly onAnswer: () => void;
}

interface Decision {
  /** The first status of the conversation. */
  readonly thread: string;
  /** Null if the mention gets no answer. */
  readonly answer: OutboxEntry | null;
}

/**
 * Decides about one mention and records that, once. Cursor, "seen" mark and answer are one transaction.
 *
 * @throws the system's error if the disk is full: the mention is read again when there is space
 */
export async function takeMention(mention: Mention, context: TakeContext): Promise<void> {
  const { mentions, log, clock } = context;
  const cursor = isAfter(mention.id, mentions.cursor()) ? mention.id : null;
  if (mentions.seen(mention.statusId)) {
    if (cursor !== null) mentions.setCursor(cursor);
    return;
  }
  const { thread, answer } = await decide(mention, context).catch((error: unknown) => {
    if (deniedBySystem(error) !== null) throw error;
    log.error(
      { mention: mention.statusId, error: errorStack(error) },
      'a bug in reading a mention; it gets no answer',
    );
    // Repeating it indefinitely would block all later mentions.
    return { thread: mention.statusId, answer: null };
  });
  const asker = askerOf(mention, context.account);
  const taken = mentions.take(
    { mention: { id: mention.statusId, asker, thread }, cursor, answer },
    new Date(clock.now()),
  );
  if (taken === 'taken' && answer !== null) context.onAnswer();
}

export function isAfter(id: string, cursor: string | null): boolean {
  return cursor === null || compareIds(id, cursor) > 0;
}

async function decide(mention: Mention, context: TakeContext): Promise<Decision> {
  const { account, clock, findName, isKnown, log, manners, mentions, outbox } = context;
  const quiet = (why: string, thread = mention.statusId) => {
    log.info({ mention: mention.statusId, why }, 'a mention without an answer');
    return { thread, answer: null };
  };
  const why = unheard(mention, account.id, clock.now());
  if (why !== null) return quiet(why);
  const answered = mention.inReplyToId === null ? null : outbox.byStatus(mention.inReplyToId);
  const understood = understandMention(mention, {
    ...{ account, language: context.language, isKnown, findName },
    answered: readReplyPayload(answered?.payload ?? null)?.about ?? [],
  });
  const { request, language, likeOurs } = understood;
  if (request.kind === 'stop' || request.kind === 'delete') {
    obey(request.kind, mention, context);
    return { thread: mention.inReplyToId ?? mention.statusId, answer: null };
  }
  const thread = await threadOf(mention, answered, context);
  const asker = askerOf(mention, account);
  const verdict = decideByLimits({
    ...{ mentions, manners, mention, asker, thread, request, likeOurs },
    toUs: answered !== null,
    now: clock.now(),
  });
  if (verdict.kind === 'silence') return quiet(verdict.why, thread);
  if (Date.parse(mention.createdAt) < context.bornAt && (await wasAnswered(mention, context)))
    return quiet('it has its answer already', thread);
  if (asksAgain(request, mention.inReplyToId !== null)) mentions.resume(asker);
  const content: ReplyContent =
    verdict.kind !== 'answer'
      ? verdict
      : request.kind === 'watch'
        ? takeOn(request.domains, {
            ...{ asker, askerId: mention.account.id, mentionId: mention.statusId, language: language.code },
            ...{ watches: context.watches, history: context.history, now: new Date(clock.now()) },
          })
        : await contentFor(mention, request, context);
  return { thread, answer: entryOf({ mention, thread, content, language }, context) };
}

/** `user@host` in lower case, even for accounts on the bot's own home server. */
function askerOf({ account: { acct } }: Mention, { hosts }: OwnAccount): string {
  return (acct.includes('@') ? acct : `${acct}@${hosts[0] ?? ''}`).toLowerCase();
}

/**
 * The first status of the conversation: from our own reply that is answered, or else from the home server. An
 * answer to the weekly post starts a conversation of its own. Otherwise the limit per thread would let only
 * three people ask below it.
 */
async function threadOf(
  mention: Mention,
  answered: OutboxRow | null,
  { homeServer }: TakeContext,
): Promise<string> {
  if (mention.inReplyToId === null) return mention.statusId;
  if (answered) return readReplyPayload(answered.payload)?.thread ?? mention.statusId;
  const conversation = await homeServer.conversation(mention.statusId);
  return (conversation.ok ? conversation.value.first : null) ?? mention.inReplyToId;
}

/**
 * Whether an earlier installation answered, which the database does not know because it was lost or restored.
 */
async function wasAnswered({ statusId }: Mention, { homeServer }: TakeContext): Promise<boolean> {
  const conversation = await homeServer.conversation(statusId);
  return conversation.ok && conversation.value.answers.length > 0;
}

/** The mention is noted on the disk before the look-up, which may be what ends the process. */
async function contentFor(mention: Mention, question: Question, context: TakeContext): Promise<ReplyContent> {
  const hasEndedLives = context.begun.begin(mention.statusId);
  if (!hasEndedLives) return await context.contentOf(question);
  context.log.error(
    { mention: mention.statusId },
    'the process ended twice while this mention was answered; it is answered without a look-up',
  );
  return await context.contentWithoutLookup(question);
}

interface AnswerParts {
  readonly mention: Mention;
  readonly thread: string;
  readonly content: ReplyContent;
  readonly language: ReplyLanguage;
}

/** The servers that a question in reply to this answer may be about. */
function serversIn(content: ReplyContent): readonly NamedServer[] {
  switch (content.kind) {
    case 'answers':
    case 'compare':
      return content.answers.map(({ domain, network }) => ({ domain, network }));
    case 'history':
      return [
        {
          domain: content.domain,
          network: content.history?.scan.network ?? content.answer?.network ?? 'fediverse',
        },
      ];
    default:
      return [];
  }
}

function entryOf(
  { mention, thread, content, language }: AnswerParts,
  { limits, homeServer }: TakeContext,
): OutboxEntry {
  const payload: ReplyPayload = {
    ...draftReply(mention, content, { language, limits }),
    inReplyToId: mention.statusId,
    thread,
    askerId: mention.account.id,
    about: [...serversIn(content)],
  };
  const counted = content.kind === 'help' || content.kind === 'busy' || content.kind === 'full';
  const key = `reply-${hostOf(homeServer)}-${mention.statusId}`;
  return { key, kind: counted ? content.kind : 'reply', payload };
}

/**
 * Obeys `stop` and `delete` without an answer: removes the reply that they answer, and sends no other. Both
 * are idempotent, so they run before the mention counts as seen.
 */
function obey(wish: 'stop' | 'delete', mention: Mention, context: TakeContext): void {
  const now = new Date(context.clock.now());
  const asker = askerOf(mention, context.account);
  context.mentions.stop(asker, now);
  if (wish === 'stop') context.watches.endAllOf(asker);
  context.log.info({ mention: mention.statusId, wish }, 'an asker wants no more answers');
  if (mention.inReplyToId === null) return;
  const payload: RemovalPayload = { remove: mention.inReplyToId, askerId: mention.account.id };
  const key = `remove-${hostOf(context.homeServer)}-${mention.statusId}`;
  context.outbox.enqueue({ key, kind: 'removal', payload }, now);
  context.onAnswer();
}
