import type { Domain } from '../../model/domain.ts';
import type { DomainAnswer } from '../../model/domain-answer.ts';
import type { Network } from '../../model/network.ts';
import type { ServerHistory } from '../../store/history.ts';
import { mastodonLength } from '../../text/mastodon-length.ts';
import type { Account, HomeServerLimits, Mention, Visibility } from '../home-server/home-server.ts';
import type { ReplyLanguage } from '../language/language.ts';
import type { KnownName, Refusal } from '../request/request-kinds.ts';
import { comparisonWords, historyWords, northWords, readable, topWords } from './figure-phrases.ts';
import type { NameFigure, North, Top } from './figures.ts';
import { hostingSentences, type Sentence } from './hosting-phrases.ts';
import { nameSentences, similarWords } from './name-phrases.ts';
import { replySpoiler } from './spoiler.ts';

export type ReplyContent =
  | { readonly kind: 'answers'; readonly answers: readonly DomainAnswer[]; readonly more: number }
  | { readonly kind: 'compare'; readonly answers: readonly [DomainAnswer, DomainAnswer] }
  /** `history` is null if no scan has seen the domain; `answer` is then a fresh look. */
  | {
      readonly kind: 'history';
      readonly domain: Domain;
      readonly history: ServerHistory | null;
      readonly answer: DomainAnswer | null;
    }
  | { readonly kind: 'top'; readonly network: Network; readonly top: Top | null }
  | { readonly kind: 'north'; readonly network: Network; readonly north: North | null }
  | { readonly kind: 'named'; readonly network: Network; readonly figure: NameFigure | null }
  /** What the asker will hear of; `most`: how many one person may watch, where some or all were too many. */
  | { readonly kind: 'watching'; readonly domains: readonly Domain[]; readonly most: number | null }
  | { readonly kind: 'help' | 'busy' | 'full' }
  | { readonly kind: 'refused'; readonly reason: Refusal }
  | { readonly kind: 'refused'; readonly reason: 'unsure'; readonly domain: Domain }
  | { readonly kind: 'refused'; readonly reason: 'similar'; readonly names: readonly KnownName[] };

export interface ReplyOptions {
  readonly language: ReplyLanguage;
  readonly limits: Pick<HomeServerLimits, 'maxCharacters' | 'charactersPerUrl'>;
  readonly spoilerText: string;
}

/** A reply without the status that it replies to. */
export interface ReplyDraft {
  readonly text: string;
  readonly visibility: Visibility;
  readonly spoilerText: string;
  /** ISO 639-1. */
  readonly language: string;
}

/**
 * `private` becomes `direct`, because the bot's followers are not the asker's. A reply to a public post is
 * `unlisted`, to keep public timelines for people.
 */
export function replyVisibility(visibility: Visibility): Visibility {
  return visibility === 'public' || visibility === 'unlisted' ? 'unlisted' : 'direct';
}

/** Composes a reply from the mention and the content, without network access. */
export function draftReply(
  mention: Pick<Mention, 'visibility' | 'spoilerText'> & { readonly account: Pick<Account, 'acct'> },
  content: ReplyContent,
  { language, limits }: Pick<ReplyOptions, 'language' | 'limits'>,
): ReplyDraft {
  const { spoilerText } = mention;
  return {
    text: replyText(mention, content, { language, limits, spoilerText }),
    visibility: replyVisibility(mention.visibility),
    spoilerText: replySpoiler(spoilerText, language),
    language: language.code,
  };
}

/**
 * The text of a reply. It starts with the asker's handle, because otherwise it would not notify them. It
 * contains no other handle, hashtag or link. If space is short, the least important sentences are dropped
 * first.
 */
export function replyText(
  mention: { readonly account: Pick<Account, 'acct'> },
  content: ReplyContent,
  options: ReplyOptions,
): string {
  const handle = `@${mention.account.acct}`;
  const room =
    options.limits.maxCharacters -
    mastodonLength(replySpoiler(options.spoilerText, options.language), options.limits);
  const fits = (text: string) => mastodonLength(text, options.limits) <= room;
  for (const body of bodies(content, options.language)) {
    const text = `${handle} ${body}`;
    if (fits(text)) return text;
  }
  const last = bodies(content, options.language).at(-1) ?? '';
  return `${handle} ${cut(last, room - mastodonLength(`${handle} `, options.limits))}`;
}

/** The same reply in several lengths, longest first. */
function bodies(content: ReplyContent, language: ReplyLanguage): readonly string[] {
  switch (content.kind) {
    case 'help':
    case 'busy':
    case 'full':
      return [language[content.kind]];
    case 'watching':
      return [watchingWords(content, language)];
    case 'refused':
      return [refusalWords(content, language)];
    case 'named':
      return content.figure === null
        ? [language.noFigures(content.network)]
        : fewerAndFewer(nameSentences(content.figure, language), language.space);
    case 'top':
      return [content.top === null ? language.noFigures(content.network) : topWords(content.top, language)];
    case 'north':
      return [
        content.north === null ? language.noFigures(content.network) : northWords(content.north, language),
      ];
    case 'history':
      return historyBodies(content, language);
    case 'compare': {
      const verdict = comparisonWords(...content.answers, language);
      return answerBodies(content.answers, language, { before: verdict });
    }
    case 'answers': {
      const after = content.more > 0 ? language.more(content.more) : null;
      return answerBodies(content.answers, language, { after });
    }
  }
}

function refusalWords(content: ReplyContent & { readonly kind: 'refused' }, language: ReplyLanguage): string {
  switch (content.reason) {
    case 'unsure':
      return language.unsure(readable(content.domain));
    case 'similar':
      return similarWords(content.names, language);
    default:
      return language.refused[content.reason];
  }
}

/** All sentences, then one less each time. */
function fewerAndFewer(sentences: readonly string[], space: string): readonly string[] {
  return sentences.map((_, index) => sentences.slice(0, sentences.length - index).join(space));
}

function watchingWords(
  { domains, most }: ReplyContent & { readonly kind: 'watching' },
  language: ReplyLanguage,
): string {
  const names = new Intl.ListFormat(language.locale, { type: 'disjunction' }).format(domains.map(readable));
  return [
    domains.length === 0 ? null : language.watching(names),
    most === null ? null : language.watchingFull(most),
  ]
    .filter((sentence) => sentence !== null)
    .join(language.space);
}

/** Sentences that concern all answers together. */
interface Around {
  readonly before?: string | null;
  readonly after?: string | null;
}

function answerBodies(
  answers: readonly DomainAnswer[],
  language: ReplyLanguage,
  { before = null, after = null }: Around = {},
): readonly string[] {
  const sentences = answers.map((answer) => hostingSentences(answer, language));
  // For several servers, the certainty of each would be too much to read.
  const ranks = answers.length > 1 ? [4, 3, 2, 1, 0] : [5, 4, 3, 2, 1, 0];
  return ranks.map((rank) => {
    const paragraphs = layout(sentences, rank, language.space);
    return [before, ...paragraphs, rank > 0 ? after : null].filter((part) => part !== null).join('\n\n');
  });
}

function historyBodies(
  { domain, history, answer }: ReplyContent & { readonly kind: 'history' },
  language: ReplyLanguage,
): readonly string[] {
  if (history !== null) {
    const paragraphs = historyWords(domain, history, language);
    return paragraphs.map((_, index) => paragraphs.slice(0, paragraphs.length - index).join('\n'));
  }
  const unknown = language.noHistory(readable(domain));
  if (answer === null) return [unknown];
  return answerBodies([answer], language).map((body) => `${unknown}\n\n${body}`);
}

/**
 * One answer becomes two paragraphs. Several answers become one paragraph each, followed by the sentences
 * that they share.
 */
function layout(answers: readonly (readonly Sentence[])[], rank: number, space: string): readonly string[] {
  const kept = answers.map((sentences) => sentences.filter((sentence) => sentence.rank <= rank));
  const [only = [], ...others] = kept;
  if (others.length === 0) return paragraphs([only.slice(0, 1), only.slice(1)], space);
  // Sentences of higher rank concern a single server.
  const common = only.filter(
    ({ rank: own, text }) => own <= 2 && others.every((all) => all.some((other) => other.text === text)),
  );
  const said = new Set(common.map(({ text }) => text));
  return paragraphs([...kept.map((all) => all.filter(({ text }) => !said.has(text))), common], space);
}

function paragraphs(all: readonly (readonly Sentence[])[], space: string): readonly string[] {
  return all
    .filter((sentences) => sentences.length > 0)
    .map((sentences) => sentences.map(({ text }) => text).join(space));
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cut(text: string, most: number): string {
  const all = [...graphemes.segment(text)].map(({ segment }) => segment);
  if (all.length <= most) return text;
  return `${all
    .slice(0, Math.max(0, most - 1))
    .join('')
    .trimEnd()}…`;
}
