import type { Network } from '../../model/network.ts';

export type CommandWord = 'help' | 'top' | 'north' | 'history' | 'compare' | 'stop' | 'delete' | 'watch';

export type FollowUp = 'where' | 'since';

/** The words of one or several languages that the bot acts on, lower case and in NFKC. */
export interface Vocabulary {
  readonly commands: Readonly<Record<CommandWord, readonly string[]>>;
  readonly networks: Readonly<Record<Network, readonly string[]>>;
  /** Questions in reply to an answer that do not name the server again: `where?`, `since when?`. */
  readonly followUps: Readonly<Record<FollowUp, readonly string[]>>;
  /** Words that do not change a command: `please`, `the`. */
  readonly fillers: readonly string[];
  /** Words of a question about a server: `who`, `hosts`. A name next to them is meant as a server. */
  readonly asking: readonly string[];
  /** Words that may accompany `stop` and `delete`: `replying`, `your`. */
  readonly wishes: readonly string[];
}

/** Scripts without spaces between words: a vocabulary word may start or end a longer one. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2}/u;

/** Whether a word of a mention is one of the vocabulary's. */
export function isWord(list: readonly string[], word: string): boolean {
  return list.some(
    (known) => word === known || (UNSPACED.test(known) && (word.startsWith(known) || word.endsWith(known))),
  );
}

export function mergeVocabularies(all: readonly Vocabulary[]): Vocabulary {
  const of = (words: (vocabulary: Vocabulary) => readonly string[]) => [...new Set(all.flatMap(words))];
  const command = (name: CommandWord) => of(({ commands }) => commands[name]);
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
      watch: command('watch'),
    },
    networks: {
      fediverse: network('fediverse'),
      xmpp: network('xmpp'),
      matrix: network('matrix'),
      web: network('web'),
    },
    followUps: {
      where: of(({ followUps }) => followUps.where),
      since: of(({ followUps }) => followUps.since),
    },
    fillers: of(({ fillers }) => fillers),
    asking: of(({ asking }) => asking),
    wishes: of(({ wishes }) => wishes),
  };
}
