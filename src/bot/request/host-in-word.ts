import { parseAddress } from '../../model/address.ts';
import { type Domain, isHiddenService, parseDomain } from '../../model/domain.ts';
import type { Network } from '../../model/network.ts';
import { domainOf, leadingName, namesIn, type WrittenName } from './name-scan.ts';
import { plausibility, withoutSentences } from './plausible.ts';

/** Why something that looks like a host cannot be looked up. */
export type HostProblem = 'ip' | 'single label' | 'hidden service';

/**
 * How certain it is that a server is meant.
 *
 * - `explicit`: written with a scheme, as a handle or the like.
 * - `strong`: a plausible name with a known suffix.
 * - `weak`: may be a file name or two sentences.
 * - `unknown`: a name without a known suffix.
 */
export type NameEvidence = 'explicit' | 'strong' | 'weak' | 'unknown';

export type Host =
  | {
      readonly kind: 'host';
      readonly domain: Domain;
      readonly evidence: NameEvidence;
      /** The network that the notation belongs to. */
      readonly network: Network | null;
      /** It is the server in a handle or an e-mail address. */
      readonly person: boolean;
    }
  | { readonly kind: 'problem'; readonly problem: HostProblem; readonly sure: boolean };

/** Matrix's links to rooms and people. The server in question is inside the link. */
const MATRIX_LINK = 'matrix.to';

interface Explicit {
  readonly network?: Network;
  readonly person?: boolean;
}

/** A host in an explicit notation, so that its suffix need not be known. */
function explicitHost(text: string, { network, person = false }: Explicit = {}): Host | null {
  const name = text.startsWith('[') || parseAddress(text) ? text : leadingName(text);
  const parsed = parseDomain(name);
  if (!parsed.ok) {
    if (parsed.problem === 'an IP address') return { kind: 'problem', problem: 'ip', sure: true };
    return parsed.problem === 'a single label'
      ? { kind: 'problem', problem: 'single label', sure: true }
      : null;
  }
  const domain = domainOf(name);
  if (domain === null) return null;
  if (isHiddenService(domain)) return { kind: 'problem', problem: 'hidden service', sure: true };
  return { kind: 'host', domain, evidence: 'explicit', network: network ?? null, person };
}

/**
 * The server of a Matrix id: user, room or alias, with its sigil (Matrix specification, appendix 4.2). A
 * second `@` makes it a handle with a port: `@ann@far.example:3000`.
 */
function matrixServer(id: string): string | null {
  return /^(?!@[^@:]*@)[@#!][^:]+:([^/?:]+)/.exec(id)?.[1] ?? null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `scheme:user@host`, possibly with resource, port or query (RFC 6068, RFC 5122, RFC 7565). */
function hostOfAddress(link: string): string {
  return /^\w+:\/*(?:[^/?]+@)?([^/?:]+)/.exec(link)?.[1] ?? '';
}

/** Schemes that name a host without two slashes, or a different one than the URL standard would find. */
function hostOfOddScheme(link: string): Host | null | undefined {
  if (/^xmpp:/i.test(link)) return explicitHost(hostOfAddress(link), { network: 'xmpp' });
  if (/^(mailto|acct):/i.test(link)) return explicitHost(hostOfAddress(link), { person: true });
  const matrix = /^matrix:\w+\/[^:]+:([^:/?]+)/i.exec(link);
  return matrix ? explicitHost(matrix[1] ?? '', { network: 'matrix' }) : undefined;
}

/** The host that a link is about; null if its scheme names none. */
export function hostOfLink(link: string): Host | null {
  const odd = hostOfOddScheme(link);
  if (odd !== undefined) return odd;
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.hostname === MATRIX_LINK) {
    const server = matrixServer(decoded(url.hash));
    if (server) return explicitHost(server, { network: 'matrix' });
  }
  // An address in brackets is complete. Any other host must be a name as a whole.
  const host = decoded(url.hostname);
  const read = explicitHost(host);
  const whole = host.startsWith('[') || leadingName(host).length >= host.replace(/\.$/, '').length;
  return whole ? read : null;
}

/**
 * Punctuation around a word. `@`, `#` and `!` may start a handle or a Matrix id. The look-behind keeps
 * matching linear: without it the regex restarts at every character of the word's end.
 */
const AROUND = /^[[\p{P}\p{Sm}\p{Sk}]--[@#!]]+|(?<![\p{P}\p{Sm}\p{Sk}])[\p{P}\p{Sm}\p{Sk}]+$/gv;
/** What may follow a host in an address. */
const REST_OF_ADDRESS = /^(?::\d+|[/#]|\?[\p{L}\p{N}])/u;
const SCHEME =
  /(?:(?<![a-z0-9])[a-z][a-z0-9+-]{0,30}:\/\/+|(?<![a-z0-9])(?:xmpp|mailto|acct|matrix):(?=[^\s:]))/i;

export interface ReadWord {
  readonly hosts: readonly Host[];
  /** The text without the names. */
  readonly rest: string;
}

/** @param asking the message asks who hosts something, or contains nothing else */
export function readWord(word: string, asking: boolean): ReadWord {
  const scheme = SCHEME.exec(word);
  // An address inside another address is part of it.
  if (scheme && !/[/?]/.test(word.slice(0, scheme.index))) {
    const before = readPlain(word.slice(0, scheme.index), asking);
    const after = readAddress(word.slice(scheme.index), scheme[0]);
    return { hosts: [...before.hosts, ...after], rest: before.rest };
  }
  const bare = word.replace(AROUND, '');
  // Tried with its punctuation too, because `::1` starts with some.
  const address = [word, bare].find(parseAddress);
  if (address !== undefined) return { hosts: [{ kind: 'problem', problem: 'ip', sure: true }], rest: '' };
  const server = matrixServer(bare);
  const matrix = server === null ? null : explicitHost(server, { network: 'matrix' });
  if (matrix) return { hosts: [matrix], rest: '' };
  // The rest of a Matrix id whose first half became a handle or a hashtag.
  if (/^:[^:]/.test(word)) {
    const rest = explicitHost(word.slice(1), { network: 'matrix' });
    if (rest?.kind === 'host') return { hosts: [rest], rest: '' };
  }
  const handle = readHandle(bare);
  if (handle) return handle;
  return readPlain(word, asking);
}

/** Reads an address with a scheme. `opening` is the scheme with its slashes. */
function readAddress(text: string, opening: string): readonly Host[] {
  const odd = hostOfOddScheme(text);
  if (odd !== undefined) return odd ? [odd] : [];
  if (!opening.endsWith('/')) return [];
  if (text.toLowerCase().includes(MATRIX_LINK)) {
    const host = hostOfLink(text);
    if (host?.kind === 'host' && host.network === 'matrix') return [host];
  }
  const authority = /^[^/?#\\]*/.exec(text.slice(opening.length))?.[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (/^\[[0-9a-f:.]+\]/i.test(host)) return [{ kind: 'problem', problem: 'ip', sure: true }];
  if (/%[0-9a-f]{2}/i.test(host)) {
    const whole = hostOfLink(`https://${host}/`);
    return whole ? [whole] : [];
  }
  const read = explicitHost(host);
  const name = leadingName(host);
  const after = host.slice(name.length);
  const further = after === '' || /^[:.]/.test(after) ? [] : readPlain(after, true).hosts;
  return read ? [read, ...further] : further;
}

/** `@user@host` or `user@host`, also within text without spaces. */
function readHandle(word: string): ReadWord | null {
  const sigil = /(?<![\w.+-])[@!][\p{L}\p{N}_.+-]{1,64}@(?=[\p{L}\p{N}[])/u.exec(word);
  const at = sigil ?? /(?<![^@!])[@!]?[^/@?#]+@(?=[\p{L}\p{N}[])/u.exec(word);
  if (at === null || /[/?]/.test(word.slice(0, at.index))) return null;
  const after = word.slice(at.index + at[0].length);
  const host = explicitHost(/^[^/?#:]+/.exec(after)?.[0] ?? '', { person: true });
  return host === null ? null : { hosts: [host], rest: word.slice(0, at.index) };
}

/** Reads a word without a scheme or a handle. */
function readPlain(word: string, asking: boolean): ReadWord {
  const hosts: Host[] = [];
  let rest = '';
  let from = 0;
  for (const name of namesIn(word)) {
    if (name.start < from) continue;
    const before = word.slice(from, name.start);
    const host = isPart(word, name) ? null : bareHost(name, asking);
    if (host === null) continue;
    rest += before;
    hosts.push(host);
    from = name.end;
    if (REST_OF_ADDRESS.test(word.slice(from))) from = word.length;
  }
  rest += word.slice(from);
  if (hosts.length > 0) return { hosts, rest };
  const single = parseDomain(word.replace(AROUND, '').replace(/[:/?#@].*$/su, ''));
  const label = !single.ok && single.problem === 'a single label';
  return { hosts: label ? [{ kind: 'problem', problem: 'single label', sure: false }] : [], rest };
}

/** Whether the name is part of a path, of encoded text, or of a handle. */
function isPart(word: string, { start, end }: WrittenName): boolean {
  const before = word.slice(0, start);
  if (before.endsWith('/') && before !== '//') return true;
  return before.endsWith('%') || /^%[0-9a-f]{2}/i.test(word.slice(end));
}

function bareHost(name: WrittenName, asking: boolean): Host | null {
  const written = withoutSentences(name.text);
  const parsed = parseDomain(written);
  if (!parsed.ok) {
    return parsed.problem === 'an IP address' ? { kind: 'problem', problem: 'ip', sure: false } : null;
  }
  const domain = domainOf(written);
  if (domain === null) return null;
  if (isHiddenService(domain)) return { kind: 'problem', problem: 'hidden service', sure: true };
  const judged = plausibility(written, domain, asking);
  if (judged === 'prose') return null;
  const evidence = name.symbols && judged === 'strong' ? 'unknown' : judged;
  return { kind: 'host', domain, evidence, network: null, person: false };
}
