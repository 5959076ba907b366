import type { Domain } from '../model/domain.ts';
import { NETWORKS, type Network } from '../model/network.ts';
import { type Host, type HostProblem, hostOfLink, hostOfWord } from './host-in-word.ts';
import { type Command, isWord, type Vocabulary } from './language/vocabulary.ts';
import type { Part } from './mention-text.ts';
import { domainsInside, wordsOf } from './words.ts';

export type Refusal = HostProblem | 'nothing';

/** A domain, and the network in which it is asked about. */
export interface Named {
  readonly domain: Domain;
  readonly network: Network;
}

/** What somebody wants of the bot. `more`: further domains in the same mention that are not answered. */
export type Request =
  | { readonly kind: 'domains'; readonly domains: readonly Named[]; readonly more: number }
  | { readonly kind: 'compare'; readonly domains: readonly [Named, Named] }
  | { readonly kind: 'history'; readonly named: Named }
  | { readonly kind: 'top' | 'north'; readonly network: Network }
  | { readonly kind: 'help' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

export interface ReadOptions {
  /** The mention answers another post: the handles at its beginning are of people who talk there, not asked about. */
  readonly inThread: boolean;
  readonly vocabulary: Vocabulary;
}

/** The most domains that one mention is answered for. */
const MOST_DOMAINS = 3;
/** `stop` and `delete` at the beginning of a longer sentence are no wish to us. */
const LONGEST_WISH = 6;

interface Read {
  /** Hosts of handles before the first word. */
  readonly leading: readonly Host[];
  readonly hosts: readonly Host[];
  /** Words that name no host for sure, lower case. */
  readonly said: readonly string[];
  /** Everything that was said, hosts and links too. */
  readonly count: number;
}

function readParts(parts: readonly Part[]): Read {
  const leading: Host[] = [];
  const hosts: Host[] = [];
  const said: string[] = [];
  let count = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'link') {
      const host = hostOfLink(part.href);
      if (host) hosts.push(host);
      count += 1;
    } else if (part.kind === 'person') {
      // A Matrix id whose first half is somebody's name here arrives as that person and the rest as text.
      const next = parts[index + 1];
      if (next?.kind === 'text' && /^:\S/.test(next.text)) continue;
      const host = hostOfLink(`https://${part.host}/`);
      if (host) (count === 0 ? leading : hosts).push(host);
    } else {
      for (const word of wordsOf(part.text)) {
        const read = readWord(word);
        hosts.push(...read.hosts);
        if (read.rest !== '') said.push(read.rest);
        count += 1;
      }
    }
  }
  return { leading, hosts, said, count };
}

function readWord(word: string): { readonly hosts: readonly Host[]; readonly rest: string } {
  const whole = hostOfWord(word);
  if (whole?.kind === 'host' && whole.sure) return { hosts: [whole], rest: '' };
  const inside = domainsInside(word);
  if (inside.hosts.length > 0) return inside;
  return { hosts: whole ? [whole] : [], rest: inside.rest };
}

function networkOf(said: readonly string[], { networks }: Vocabulary): Network | null {
  const named = (network: Network, words: readonly string[]) =>
    words.some((word) => isWord(networks[network], word));
  // Everybody says `web` in a sentence; at its beginning or end it is a wish.
  const ends = [said[0], said.at(-1)].filter((word) => word !== undefined);
  return NETWORKS.find((network) => named(network, network === 'web' ? ends : said)) ?? null;
}

/**
 * Reads what is asked for. A command counts where it stands alone but for fillers, or with domains where it needs them.
 * A name whose ending is no known suffix counts only where it is the one word: elsewhere it is a sentence without a space.
 */
export function readRequest(parts: readonly Part[], { inThread, vocabulary }: ReadOptions): Request {
  const { leading, hosts, said, count } = readParts(parts);
  const { commands, networks, fillers } = vocabulary;
  const network = networkOf(said, vocabulary);
  const core = said.filter(
    (word) => !fillers.includes(word) && !NETWORKS.some((each) => networks[each].includes(word)),
  );
  const named = hosts.filter((host) => host.sure || count === 1);
  const [opening = ''] = core;
  const is = (command: Command, word: string) => isWord(commands[command], word);
  const comparing = core.some((word) => is('compare', word));
  // Who names a server too, shows the answer to the people at the beginning.
  const shown = inThread ? count > 0 : named.some(({ kind }) => kind === 'host') && !comparing;
  const domains = distinct([...(shown ? [] : leading), ...named], network);
  const [first, second] = domains;

  if (first !== undefined) {
    if (is('history', opening) || is('history', core.at(-1) ?? '')) return { kind: 'history', named: first };
    if (second !== undefined && comparing) return { kind: 'compare', domains: [first, second] };
    const more = Math.max(0, domains.length - MOST_DOMAINS);
    return { kind: 'domains', domains: domains.slice(0, MOST_DOMAINS), more };
  }
  for (const wish of ['stop', 'delete'] as const) {
    if (is(wish, opening) && count <= LONGEST_WISH) return { kind: wish };
  }
  if (core.length === 1) {
    // Without a domain, somebody wants to know how these work.
    if (is('help', opening) || is('history', opening) || is('compare', opening)) return { kind: 'help' };
    if (is('top', opening)) return { kind: 'top', network: network ?? 'fediverse' };
    if (is('north', opening)) return { kind: 'north', network: network ?? 'fediverse' };
  }
  if (core.length === 0 && network !== null) return { kind: 'top', network };
  const reason = named.find((host) => host.kind === 'problem')?.problem ?? 'nothing';
  return { kind: 'refused', reason };
}

function distinct(hosts: readonly Host[], network: Network | null): readonly Named[] {
  const named = new Map<Domain, Named>();
  for (const host of hosts) {
    if (host.kind !== 'host' || named.has(host.domain)) continue;
    named.set(host.domain, { domain: host.domain, network: network ?? host.network ?? 'fediverse' });
  }
  return [...named.values()];
}
