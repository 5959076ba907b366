import { parse } from 'tldts';
import { parseAddress } from '../model/address.ts';
import { type Domain, isHiddenService, parseDomain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';

/** Why something that looks like a host is none that can be looked up. */
export type HostProblem = 'ip' | 'single label' | 'hidden service';

/**
 * `sure`: written as an address, or under a suffix of the Public Suffix List (or one kept for examples, RFC 2606);
 * otherwise it may as well be two sentences without a space between them. `network`: the one whose way of writing it is.
 */
export type Host =
  | {
      readonly kind: 'host';
      readonly domain: Domain;
      readonly sure: boolean;
      readonly network: Network | null;
    }
  | { readonly kind: 'problem'; readonly problem: HostProblem; readonly sure: boolean };

const EXAMPLE_SUFFIXES = new Set(['example', 'test', 'invalid']);
/** It only shows something of another server, which stands in the link: Matrix's links to rooms and people. */
const MATRIX_LINK = 'matrix.to';

function hasSuffix(domain: string): boolean {
  const ending = domain.slice(domain.lastIndexOf('.') + 1);
  return EXAMPLE_SUFFIXES.has(ending) || parse(domain).isIcann === true;
}

function readHost(text: string, explicit: boolean, network: Network | null = null): Host | null {
  const parsed = parseDomain(text);
  if (!parsed.ok) {
    if (parsed.problem === 'an IP address') {
      return explicit || text.includes('.') ? { kind: 'problem', problem: 'ip', sure: explicit } : null;
    }
    if (parsed.problem === 'a single label')
      return { kind: 'problem', problem: 'single label', sure: explicit };
    return null;
  }
  const { domain } = parsed;
  if (isHiddenService(domain)) return { kind: 'problem', problem: 'hidden service', sure: true };
  if (domain.length - domain.lastIndexOf('.') < 3) return null;
  return { kind: 'host', domain, sure: explicit || hasSuffix(domain), network };
}

/** The server of a Matrix id: user, room or alias, with its sigil (Matrix specification, appendix 4.2). */
function matrixServer(id: string): string | null {
  return /^[@#!][^:]+:([^/?:]+)/.exec(id)?.[1] ?? null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `scheme:user@host`, also with resource, port or query (RFC 6068, RFC 5122, RFC 7565). */
function hostOfAddress(link: string): string {
  return /^\w+:\/*(?:[^/?]+@)?([^/?:]+)/.exec(link)?.[1] ?? '';
}

/** The host that a link is about; null for a scheme that names none. */
export function hostOfLink(link: string): Host | null {
  if (/^xmpp:/i.test(link)) return readHost(hostOfAddress(link), true, 'xmpp');
  if (/^(mailto|acct):/i.test(link)) return readHost(hostOfAddress(link), true);
  const matrix = /^matrix:\w+\/[^:]+:([^:/?]+)/i.exec(link);
  if (matrix) return readHost(matrix[1] ?? '', true, 'matrix');
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.hostname === MATRIX_LINK) {
    const server = matrixServer(decoded(url.hash));
    if (server) return readHost(server, true, 'matrix');
  }
  return readHost(decoded(url.hostname), true);
}

/**
 * Punctuation round a word that is not part of it; but `@`, `#` or `!` may begin a handle or a Matrix id. What ends the word is
 * tried at the beginning of a run only: else at each of two thousand signs.
 */
const AROUND = /^[[\p{P}\p{Sm}\p{Sk}]--[@#!]]+|(?<![\p{P}\p{Sm}\p{Sk}])[\p{P}\p{Sm}\p{Sk}]+$/gv;

/**
 * The host in one word as people write it: a domain with or without scheme, port and path, `@user@host`, an address
 * like an e-mail's (JID), a Matrix id.
 */
export function hostOfWord(word: string): Host | null {
  if (/^([a-z]+:\/\/|xmpp:|matrix:)/i.test(word)) return hostOfLink(word);
  const bare = word.replace(AROUND, '');
  // Also with its punctuation, for `::1` begins with some.
  const address = [word, bare].find(parseAddress);
  if (address !== undefined) return readHost(address, true);
  const server = matrixServer(bare);
  if (server) return readHost(server, true, 'matrix');
  const person = /^[^/]+@([^/?#:]+)/.exec(bare);
  if (person) return readHost(person[1] ?? '', true);
  const host = /[^@/?#:]+/.exec(bare)?.[0];
  // The rest of a Matrix id whose first half became a handle or a hashtag.
  const rest = word.startsWith(':');
  return host === undefined ? null : readHost(host, rest, rest ? 'matrix' : null);
}
