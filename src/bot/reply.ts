import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import { mastodonLength } from '../report/mastodon-length.ts';
import type { ServerHistory } from '../store/history.ts';
import type { Answer } from './answer.ts';
import { comparisonWords, historyWords, northWords, readable, topWords } from './figure-words.ts';
import type { North, Top } from './figures.ts';
import type { Limits, Mention, Visibility } from './home-server.ts';
import { hostingSentences, type Sentence } from './hosting-words.ts';
import type { ReplyLanguage } from './language/language.ts';
import type { Refusal } from './request.ts';

export type ReplyContent =
  | { readonly kind: 'answers'; readonly answers: readonly Answer[]; readonly more: number }
  | { readonly kind: 'compare'; readonly answers: readonly [Answer, Answer] }
  /** `history`: null where no scan has seen it; then `answer` is a fresh look. */
  | {
      readonly kind: 'history';
      readonly domain: Domain;
      readonly history: ServerHistory | null;
      readonly answer: Answer | null;
    }
  | { readonly kind: 'top'; readonly network: Network; readonly top: Top | null }
  | { readonly kind: 'north'; readonly network: Network; readonly north: North | null }
  | { readonly kind: 'help' | 'busy' | 'full' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

export interface ReplyOptions {
  readonly language: ReplyLanguage;
  readonly limits: Pick<Limits, 'maxCharacters' | 'charactersPerUrl'>;
  readonly spoilerText: string;
}

/** What fits of a spoiler text beside the reply itself. */
const LONGEST_SPOILER_SHARE = 0.4;

/**
 * `private` becomes `direct`: the bot's followers are not the asker's. A reply to the public is `unlisted`, because
 * timelines are for people.
 */
export function replyVisibility(visibility: Visibility): Visibility {
  return visibility === 'public' || visibility === 'unlisted' ? 'unlisted' : 'direct';
}

/** The content warning of the mention again, cut where it would leave no room for an answer. */
export function replySpoiler(spoilerText: string, limits: Pick<Limits, 'maxCharacters'>): string {
  const most = Math.floor(limits.maxCharacters * LONGEST_SPOILER_SHARE);
  return cut(spoilerText.trim(), most);
}

/**
 * The text of a reply. It begins with the asker's handle, for a reply without it notifies nobody, and holds no other
 * handle, no hashtag and no link. Where space is short, the least needed sentences go first.
 */
export function replyText(
  mention: Pick<Mention, 'account'>,
  content: ReplyContent,
  options: ReplyOptions,
): string {
  const handle = `@${mention.account.acct}`;
  const room =
    options.limits.maxCharacters -
    mastodonLength(replySpoiler(options.spoilerText, options.limits), options.limits);
  const fits = (text: string) => mastodonLength(text, options.limits) <= room;
  for (const body of bodies(content, options.language)) {
    const text = `${handle} ${body}`;
    if (fits(text)) return text;
  }
  const last = bodies(content, options.language).at(-1) ?? '';
  return `${handle} ${cut(last, room - mastodonLength(`${handle} `, options.limits))}`;
}

/** The same reply in ever fewer words. */
function bodies(content: ReplyContent, language: ReplyLanguage): readonly string[] {
  switch (content.kind) {
    case 'help':
    case 'busy':
    case 'full':
      return [language[content.kind]];
    case 'refused':
      return [language.refused[content.reason]];
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

/** What is said of all answers together. */
interface Around {
  readonly before?: string | null;
  readonly after?: string | null;
}

function answerBodies(
  answers: readonly Answer[],
  language: ReplyLanguage,
  { before = null, after = null }: Around = {},
): readonly string[] {
  const sentences = answers.map((answer) => hostingSentences(answer, language));
  // How sure each of several is would be more than anybody reads.
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

/** One answer: the sentences in two paragraphs. Several: one paragraph each, and at the end what is true of all. */
function layout(answers: readonly (readonly Sentence[])[], rank: number, space: string): readonly string[] {
  const kept = answers.map((sentences) => sentences.filter((sentence) => sentence.rank <= rank));
  const [only = [], ...others] = kept;
  if (others.length === 0) return paragraphs([only.slice(0, 1), only.slice(1)], space);
  // What comes after that speaks of one server.
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
