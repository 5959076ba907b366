import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import type { ReplyLanguage } from './language.ts';
import { mergeVocabularies, type Vocabulary } from './vocabulary.ts';

export const REPLY_LANGUAGES: readonly ReplyLanguage[] = [en, de, fr, es, ja];

/** The language of a mention where we speak it, else the bot's own, else English. Tags are BCP 47; `de-AT` finds `de`. */
export function replyLanguage(asked: string | null, own: string): ReplyLanguage {
  const known = (tag: string | null) => {
    const code = tag?.toLowerCase().split(/[-_]/)[0];
    return REPLY_LANGUAGES.find((language) => language.code === code);
  };
  return known(asked) ?? known(own) ?? en;
}

/** All words that we know, because what a post says its language is and what it is written in are two things. */
export const VOCABULARY: Vocabulary = mergeVocabularies(REPLY_LANGUAGES.map(({ vocabulary }) => vocabulary));
