import { isWord, type Vocabulary } from './vocabulary.ts';

/** Whether a word adds nothing to a name and a command. */
export function isPlain(word: string, { fillers, asking, commands }: Vocabulary): boolean {
  return (
    [...fillers, ...asking].includes(word) ||
    Object.values(commands).some((list) => isWord(list, word)) ||
    /^[\p{Script=Hiragana}\p{Script=Katakana}ー]{1,8}$/u.test(word) ||
    /^(?:host|gehost|héberg|aloj|alberg|ホスト)/u.test(word)
  );
}
