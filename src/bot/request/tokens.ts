/** Most words of a mention to read: more than any human question has, and a bound on the work. */
const MOST_WORDS = 2000;
/** Longest word to read; no useful host with port and path is longer. */
const LONGEST_WORD = 2048;

/** White space, brackets, quotes, and signs that never occur inside a name. */
const BETWEEN_WORDS = /[\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}"',;|<>＜＞…→←⇒、，；：！？。｡・―—–]+/u;
/**
 * The end of a clause: a punctuation mark after a word, or a line break. The look-behind keeps matching
 * linear.
 */
const BETWEEN_CLAUSES = /(?<![.!?;,:…—–])[.!?;,:…—–]+(?=\s|$)|[。！？；，、\n]+/u;

/** The clauses of a text: one may be a question and the next small talk. */
export function clausesOf(text: string): readonly string[] {
  return text.split(BETWEEN_CLAUSES, MOST_WORDS).filter((clause) => clause.trim() !== '');
}

export function wordsOf(text: string): readonly string[] {
  return text
    .split(BETWEEN_WORDS, MOST_WORDS)
    .map((word) => word.slice(0, LONGEST_WORD))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** A word in the form for comparing commands: letters only, lower case, NFKC. */
export function plainWord(word: string): string {
  return word.normalize('NFKC').toLowerCase().replace(/\P{L}/gu, '');
}
