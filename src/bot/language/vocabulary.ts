import type { Network } from '../../model/network.ts';

export type Command = 'help' | 'top' | 'north' | 'history' | 'compare' | 'stop' | 'delete';

/** The words of one or several languages that the bot acts on, lower case in Unicode's compatibility form (NFKC). */
export interface Vocabulary {
  readonly commands: Readonly<Record<Command, readonly string[]>>;
  readonly networks: Readonly<Record<Network, readonly string[]>>;
  /** Words that change nothing about a command: `please`, `the`. */
  readonly fillers: readonly string[];
}

/** What is written without spaces between words is found at the beginning or the end of a longer word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2}/u;

/** Whether a word of a mention is one of the vocabulary's. */
export function isWord(list: readonly string[], word: string): boolean {
  return list.some(
    (known) => word === known || (UNSPACED.test(known) && (word.startsWith(known) || word.endsWith(known))),
  );
}

export function mergeVocabularies(all: readonly Vocabulary[]): Vocabulary {
  const of = (words: (vocabulary: Vocabulary) => readonly string[]) => [...new Set(all.flatMap(words))];
  const command = (name: Command) => of(({ commands }) => commands[name]);
  const network = (name: Network) => of(({ networks }) => networks[name]);
  return {
    commands: {
      help: command('help'),
      top: command('top'),
      north: command('north'),
      history: command('history'),
      compare: command('compare'),
      stop: command('stop'),
      delete: command('delete'),
    },
    networks: {
      fediverse: network('fediverse'),
      xmpp: network('xmpp'),
      matrix: network('matrix'),
      web: network('web'),
    },
    fillers: of(({ fillers }) => fillers),
  };
}
