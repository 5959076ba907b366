import { NETWORKS, type Network } from '../../model/network.ts';
import type { Part } from './mention-text.ts';
import { COMMON_WORDS } from './plausible.ts';
import type { NamesAlike, Request } from './request-kinds.ts';
import { plainWord, wordsOf } from './tokens.ts';
import { isWord, type Vocabulary } from './vocabulary.ts';

/** Finds a company or country by its name among those of a network's latest scan. */
export type FindName = (words: string, network: Network) => NamesAlike;

export interface AskedNameOptions {
  readonly inThread: boolean;
  readonly vocabulary: Vocabulary;
  readonly findName: FindName;
}

/** Characters of the longest name of a company or country that people write. */
const LONGEST_NAME = 60;
/** Words of such a name, with those that ask about it. */
const MOST_WORDS = 6;
/** Characters. Shorter words resemble too many names. */
const SHORTEST_ALIKE = 4;
/** More words are a sentence, not a misspelt name. */
const MOST_WORDS_ALIKE = 3;
const MOST_ALIKE = 3;
/** Japanese particles that follow a name in a question. */
const PARTICLES = /(?:のシェアは?|の割合は?|について|って|とは|は)$/u;

/**
 * A hoster or a country as the whole message: `Hetzner`, `Germany?`, `xmpp Hetzner`. Only a question may have
 * other words: `who is with Hetzner?`. In a thread it must be a question, because people exclaim names there.
 * Null if the message asks about neither.
 */
export function askedName(
  parts: readonly Part[],
  { inThread, vocabulary, findName }: AskedNameOptions,
): Request | null {
  if (parts.some(({ kind }) => kind !== 'text')) return null;
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const isQuestion = /[?？]/u.test(text);
  if (text.trim().length > LONGEST_NAME || (inThread && !isQuestion)) return null;
  const { network, words } = withoutNetwork(wordsOf(text), vocabulary);
  const isTalk = (word: string) => isSpoken(plainWord(word), vocabulary);
  const core = withoutEnds(words, isTalk);
  if (core.length === 0 || words.length > MOST_WORDS) return null;
  for (const candidate of isQuestion ? [words, core] : [words]) {
    const { exact } = findName(candidate.join(' ').replace(PARTICLES, ''), network);
    if (exact !== null) return { kind: 'named', named: exact, network };
  }
  const wanted = words.join(' ');
  const mayBeMisspelt =
    !inThread &&
    wanted.length >= SHORTEST_ALIKE &&
    words.length <= MOST_WORDS_ALIKE &&
    !words.some((word) => isTalk(word)) &&
    // A known name among other words is mentioned, not asked about.
    (words.length === 1 || words.every((word) => findName(word, network).exact === null));
  const names = mayBeMisspelt ? findName(wanted, network).similar.slice(0, MOST_ALIKE) : [];
  return names.length === 0 ? null : { kind: 'refused', reason: 'similar', names };
}

/** A word of talk, which many a small company is called by too. */
export function isSpoken(
  word: string,
  { fillers, asking, wishes, commands, followUps }: Vocabulary,
): boolean {
  const lists = [fillers, asking, wishes, ...Object.values(commands), ...Object.values(followUps)];
  return word === '' || COMMON_WORDS.has(word) || lists.some((list) => list.includes(word));
}

/** The network that the first or last of several words names, and the other words. */
function withoutNetwork(
  words: readonly string[],
  { networks }: Vocabulary,
): { readonly network: Network; readonly words: readonly string[] } {
  const naming = (word = '') => NETWORKS.find((each) => isWord(networks[each], plainWord(word)));
  const [first, last] = words.length > 1 ? [naming(words[0]), naming(words.at(-1))] : [];
  if (first !== undefined) return { network: first, words: words.slice(1) };
  if (last !== undefined) return { network: last, words: words.slice(0, -1) };
  return { network: 'fediverse', words };
}

function withoutEnds(words: readonly string[], isTalk: (word: string) => boolean): readonly string[] {
  const from = words.findIndex((word) => !isTalk(word));
  const to = words.findLastIndex((word) => !isTalk(word));
  return from < 0 ? [] : words.slice(from, to + 1);
}
