import { mergeVocabularies, type Vocabulary } from '../request/vocabulary.ts';
import { replyGerman } from './de.ts';
import { replyEnglish } from './en.ts';
import { replySpanish } from './es.ts';
import { replyFrench } from './fr.ts';
import { replyJapanese } from './ja.ts';
import type { ReplyLanguage } from './language.ts';

export const REPLY_LANGUAGES: readonly ReplyLanguage[] = [
  replyEnglish,
  replyGerman,
  replyFrench,
  replySpanish,
  replyJapanese,
];

/**
 * The language of a mention if we speak it, else the bot's own, else English. Tags are BCP 47; `de-AT` finds
 * `de`.
 */
export function replyLanguage(asked: string | null, own: string): ReplyLanguage {
  const known = (tag: string | null) => {
    const code = tag?.toLowerCase().split(/[-_]/)[0];
    return REPLY_LANGUAGES.find((language) => language.code === code);
  };
  return known(asked) ?? known(own) ?? replyEnglish;
}

/** The words of all languages, because a post may not be written in the language that it is tagged with. */
export const VOCABULARY: Vocabulary = mergeVocabularies(REPLY_LANGUAGES.map(({ vocabulary }) => vocabulary));
