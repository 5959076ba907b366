import type { Domain } from '../../model/domain.ts';
import type { Mention } from '../home-server/home-server.ts';
import { detectLanguage } from '../language/detect.ts';
import type { ReplyLanguage } from '../language/language.ts';
import { replyLanguage, VOCABULARY } from '../language/languages.ts';
import type { FindName } from '../request/asked-name.ts';
import { type OwnName, type Part, readMention } from '../request/mention-text.ts';
import { readRequest } from '../request/request.ts';
import type { NamedServer, Request } from '../request/request-kinds.ts';
import { isLikeOurs } from './echo.ts';

/** Characters (UTF-16 units) that are read to detect the language. */
const LONGEST_TEXT = 2000;

/** A mention's meaning for the bot. */
export interface UnderstoodMention {
  readonly request: Request;
  readonly language: ReplyLanguage;
  /** The text is one that a bot like us writes. */
  readonly likeOurs: boolean;
}

export interface UnderstandOptions {
  readonly account: OwnName;
  /** ISO 639-1: the reply language for mentions in other languages. */
  readonly language: string;
  /** Whether a domain is in the database. Default: none is. */
  readonly isKnown?: (domain: Domain) => boolean;
  /** Without it, companies and countries are not known by their names. */
  readonly findName?: FindName;
  /** The servers that the answer which the mention replies to was about. */
  readonly answered?: readonly NamedServer[];
}

/** Interprets a mention without network access. The bot and the `reply` command both start here. */
export function understandMention(
  mention: Pick<Mention, 'account' | 'content' | 'mentions' | 'language' | 'inReplyToId'>,
  { account, language, isKnown, findName, answered = [] }: UnderstandOptions,
): UnderstoodMention {
  const parts = readMention(mention, account);
  const inThread = mention.inReplyToId !== null;
  const askerHost = mention.account.acct.split('@')[1] ?? account.hosts[0] ?? '';
  return {
    request: readRequest(parts, {
      inThread,
      vocabulary: VOCABULARY,
      askerHost,
      answered,
      ...(isKnown ? { isKnown } : {}),
      ...(findName ? { findName } : {}),
    }),
    language: replyLanguage(detectLanguage(wordsSaid(parts)) ?? mention.language, language),
    likeOurs: isLikeOurs(parts),
  };
}

/** The asker's words without names, which belong to no language. */
function wordsSaid(parts: readonly Part[]): string {
  const text = parts.map((part) => (part.kind === 'text' ? part.text : ' ')).join('');
  return text.slice(0, LONGEST_TEXT).replace(/\S*[\w-][.@:/][\w-]\S*/g, ' ');
}

/** Two bots like us would talk to each other indefinitely if each answered the other's replies. */
export function isEcho({ likeOurs }: UnderstoodMention, mention: Pick<Mention, 'inReplyToId'>): boolean {
  return likeOurs && mention.inReplyToId !== null;
}
