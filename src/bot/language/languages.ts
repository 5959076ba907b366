import { en } from './en.ts';
import type { ReplyLanguage } from './language.ts';

const LANGUAGES: readonly ReplyLanguage[] = [en];

/** The language of a mention where we speak it, else the bot's own, else English. Tags are BCP 47; `de-AT` finds `de`. */
export function replyLanguage(asked: string | null, own: string): ReplyLanguage {
  const known = (tag: string | null) => {
    const code = tag?.toLowerCase().split(/[-_]/)[0];
    return LANGUAGES.find((language) => language.code === code);
  };
  return known(asked) ?? known(own) ?? en;
}

/** Words that ask for help in any language that we speak. */
export const HELP_WORDS: readonly string[] = LANGUAGES.flatMap((language) => language.helpWords);
