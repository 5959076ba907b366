import { type Host, hostOfWord } from './host-in-word.ts';

/** The most words of a mention that are read: more than any human question, and a bound on the work. */
const MOST_WORDS = 2000;
/** No host with its port and a path worth reading is longer. */
const LONGEST_WORD = 2048;

/** White space, brackets and quotes, and signs that nobody writes inside a name. */
const BETWEEN_WORDS = /[\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}"',;|<>…→，、；：！？]+/u;
/** Domains in running text of scripts that put no space between words. Tried at the beginning of a run of letters only: else at each. */
const ASCII_DOMAIN = /(?<![a-z0-9-])[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;

export function wordsOf(text: string): readonly string[] {
  return text
    .split(BETWEEN_WORDS, MOST_WORDS)
    .map((word) => word.slice(0, LONGEST_WORD))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** A word as commands are compared: its letters alone, lower case, in one form of each. */
function plain(word: string): string {
  return word.normalize('NFKC').toLowerCase().replace(/\P{L}/gu, '');
}

/** Domains that stand in a word of another script without a space round them, and what is left of the word. */
export function domainsInside(word: string): { readonly hosts: readonly Host[]; readonly rest: string } {
  if (!/[^\u0020-\u007e]/.test(word)) return { hosts: [], rest: plain(word) };
  const hosts: Host[] = [];
  const rest = word.replace(ASCII_DOMAIN, (found) => {
    const host = hostOfWord(found);
    if (host?.kind !== 'host' || !host.sure) return found;
    hosts.push(host);
    return '';
  });
  return { hosts, rest: plain(rest) };
}
