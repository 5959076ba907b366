import { isPlain } from './plain-word.ts';
import type { Vocabulary } from './vocabulary.ts';

const OWN_WORDS = ['my', 'mein', 'meine', 'meinen', 'mon', 'mi', '私'];
const SERVER_WORD =
  /^(?:私の)?(?:server|servers|instance|instanz|serveur|servidor|instancia|サーバー?|インスタンス)/u;

/** Recognises "my server", "wer hostet meinen Server" and the like, without other words. */
export function asksOwnServer(said: readonly string[], vocabulary: Vocabulary): boolean {
  const unspaced = said.some((word) => /^私の(?:サーバー?|インスタンス)/u.test(word));
  const spaced = said.some((word) => OWN_WORDS.includes(word)) && said.some((word) => SERVER_WORD.test(word));
  const others = said.filter((word) => !OWN_WORDS.includes(word) && !SERVER_WORD.test(word));
  return (unspaced || spaced) && others.every((word) => isPlain(word, vocabulary));
}
