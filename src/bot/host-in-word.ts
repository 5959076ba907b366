import { parse } from 'tldts';
import { parseAddress } from '../model/address.ts';
import { type Domain, parseDomain } from '../model/domain.ts';
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
const HIDDEN = /\.(onion|i2p)$/;
/** Hosts that only show something of another server, which stands in the link: Matrix's links to rooms and people. */
const MATRIX_LINK = /^(www\.)?matrix\.to$/;

function hasSuffix(domain: string): boolean {
  if (EXAMPLE_SUFFIXES.has(domain.slice(domain.lastIndexOf('.') + 1))) return true;
  const { isIcann, isPrivate } = parse(domain, { allowPrivateDomains: true });
  return isIcann === true || isPrivate === true;
}

function readHost(text: string, explicit: boolean, network: Network | null = null): Host | null {
  const host = text.replace(/^\[|\]$/g, '');
  if (parseAddress(host)) return { kind: 'problem', problem: 'ip', sure: true };
  const parsed = parseDomain(host);
  if (!parsed.ok) {
    if (parsed.problem === 'an IP address') {
      return explicit || host.includes('.') ? { kind: 'problem', problem: 'ip', sure: explicit } : null;
    }
    if (parsed.problem === 'a single label')
      return { kind: 'problem', problem: 'single label', sure: explicit };
    return null;
  }
  const { domain } = parsed;
  if (HIDDEN.test(domain)) return { kind: 'problem', problem: 'hidden service', sure: true };
  if (domain.length - domain.lastIndexOf('.') < 3) return null;
  return { kind: 'host', domain, sure: explicit || hasSuffix(domain), network };
}

/** The server of a Matrix id: user, room alias, room or event, with its sigil (Matrix specification, appendix 4.2). */
function matrixServer(id: string): string | null {
  return /^[@#!+$][^\s:/]+:([^\s/?:]+|\[[0-9a-f:.]+\])(:\d+)?([/?].*)?$/i.exec(id)?.[1] ?? null;
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
  const rest = link.slice(link.indexOf(':') + 1).replace(/^\/\/[^/]*\//, '');
  const address = rest.split(/[/?;#\s]/, 1)[0] ?? '';
  return address.slice(address.indexOf('@') + 1).replace(/:\d*$/, '');
}

/** The host that a link is about; null for a scheme that names none. */
export function hostOfLink(href: string): Host | null {
  const link = href.trim();
  if (/^xmpp:/i.test(link)) return readHost(hostOfAddress(link), true, 'xmpp');
  if (/^(mailto|acct|sips?|im):/i.test(link)) return readHost(hostOfAddress(link), true);
  const matrix = /^matrix:(?:u|r|roomid)\/[^:/?]+:([^:/?#]+)/i.exec(link);
  if (matrix) return readHost(matrix[1] ?? '', true, 'matrix');
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  if (MATRIX_LINK.test(url.hostname)) {
    const server = matrixServer(decoded(url.hash.replace(/^#\/?/, '')));
    if (server) return readHost(server, true, 'matrix');
  }
  return url.hostname === '' ? null : readHost(decoded(url.hostname), true);
}

/** Punctuation round a word that is not part of it. A leading `@`, `#` or `!` may begin a handle or a Matrix id. */
const AROUND = /^[.:·•_~*=/\\&%^+-]+|[.:·•_~*=!?/\\&%^+-]+$/g;

/**
 * The host in one word as people write it: a domain with or without scheme, port and path, `@user@host`, an address
 * like an e-mail's (JID), a Matrix id.
 */
export function hostOfWord(word: string): Host | null {
  if (/^(https?|wss?|gemini|ftp|mailto|xmpp|acct|sips?|im|matrix):/i.test(word)) return hostOfLink(word);
  // Before punctuation is taken off, for `::1` begins with some.
  if (parseAddress(word)) return readHost(word, true);
  const bare = word.replace(AROUND, '');
  const server = matrixServer(bare);
  if (server) return readHost(server, true, 'matrix');
  const address = /^@?[^\s@/]+@([^\s@/?#]+)/.exec(bare);
  if (address) return readHost((address[1] ?? '').replace(/:\d*$/, ''), true);
  const plain = bare.replace(/^[@#!]+/, '');
  const literal = /^\[([^\]]+)\]/.exec(plain)?.[1] ?? plain;
  if (parseAddress(literal)) return readHost(literal, true);
  const host = /^([^/?#:]+)(:\d+)?([/?#:].*)?$/.exec(plain)?.[1];
  // The rest of a Matrix id whose first half became a handle or a hashtag.
  const rest = /^:[^\s:]/.test(word);
  return host === undefined ? null : readHost(host, rest, rest ? 'matrix' : null);
}
