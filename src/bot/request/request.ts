import type { Domain } from '../../model/domain.ts';
import { NETWORKS, type Network } from '../../model/network.ts';
import { askedName, type FindName, isSpoken } from './asked-name.ts';
import { followUpOn } from './follow-up.ts';
import { type Host, hostOfLink, readWord } from './host-in-word.ts';
import type { Part } from './mention-text.ts';
import { asksOwnServer } from './own-server.ts';
import { isPlain } from './plain-word.ts';
import type { NamedServer, Request } from './request-kinds.ts';
import { plainSpelling } from './safe-spellings.ts';
import { clausesOf, plainWord, wordsOf } from './tokens.ts';
import { type CommandWord, isWord, type Vocabulary } from './vocabulary.ts';

export interface ReadOptions {
  /** The mention replies to another post, so handles at its start are participants and not targets. */
  readonly inThread: boolean;
  readonly vocabulary: Vocabulary;
  /** Whether a domain is on a list or in the database. Default: none is. */
  readonly isKnown?: (domain: Domain) => boolean;
  /** Without it, companies and countries are not known by their names. */
  readonly findName?: FindName;
  /** The host of the asker's handle: what "my server" is. */
  readonly askerHost?: string;
  /** The servers that the replied-to answer was about. */
  readonly answered?: readonly NamedServer[];
}

/** Most domains that are answered per mention. */
const MOST_DOMAINS = 3;
/** Longest mention, in words, in which `stop` and `delete` at the start are addressed to the bot. */
const LONGEST_WISH = 6;

type FoundHost = Extract<Host, { readonly kind: 'host' }>;
type FoundProblem = Extract<Host, { readonly kind: 'problem' }>;

interface ReadMention {
  /** Hosts of handles before the first word. */
  readonly leading: readonly Host[];
  readonly hosts: readonly Host[];
  /** For each clause its words in lower case, without hosts. */
  readonly clauses: readonly (readonly string[])[];
  /** Number of words, links and handles. */
  readonly count: number;
}

const HASHTAG = /^#[^#.]+$/u;
/** Behind these, people are addressed or thanked, and not asked about. */
const ADDRESSING =
  /(?:^|[\s(])(?:cc|via|ping|h\/t|ht|thx|thanks(?: to)?|danke(?: an)?|merci(?: à)?|gracias(?: a)?|by|von|par|por)[\s:,.]*$/iu;

function readParts(parts: readonly Part[], asking: boolean): ReadMention {
  const leading: Host[] = [];
  const hosts: Host[] = [];
  const clauses: string[][] = [[]];
  let count = 0;
  let addressing = false;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'link') {
      const host = readLink(part, asking);
      if (host) hosts.push(host);
      count += 1;
    } else if (part.kind === 'person') {
      // A Matrix id whose first half is an account here arrives as that account, with the rest as text.
      const next = parts[index + 1];
      if (next?.kind === 'text' && /^:[\p{L}\p{N}-]+[.:]\S/u.test(next.text)) continue;
      const host = asPerson(hostOfLink(`https://${part.host}/`));
      if (host && !(addressing && count > 0)) (count === 0 ? leading : hosts).push(host);
    } else {
      const text = plainSpelling(part.text);
      for (const [at, clause] of clausesOf(text).entries()) {
        if (at > 0 || /^\s*\n/.test(text)) clauses.push([]);
        for (const word of wordsOf(clause)) {
          const read = readWord(word, asking);
          const said = plainWord(read.rest);
          const cc = addressing;
          addressing = ADDRESSING.test(word) || (addressing && read.hosts.length > 0);
          hosts.push(
            ...(cc ? read.hosts.filter((host) => host.kind !== 'host' || !host.person) : read.hosts),
          );
          // Behind a name a hashtag says where the post is to be found, and not what is asked.
          const isTag = HASHTAG.test(word) && hosts.length + leading.length > 0;
          if (said !== '' && !isTag) clauses.at(-1)?.push(said);
          count += 1;
        }
      }
    }
  }
  return { leading, hosts, clauses, count };
}

/** Marks a host as the server of an account's handle. */
function asPerson(host: Host | null): Host | null {
  return host?.kind === 'host' ? { ...host, person: true } : host;
}

/**
 * Some home servers link every word with a dot. If the link's text is only the host, it is judged as text.
 */
function readLink(part: Part & { readonly kind: 'link' }, asking: boolean): Host | null {
  const host = hostOfLink(part.href);
  if (host?.kind !== 'host' || !/^[^\s/:]+$/.test(part.text.trim())) return host;
  const [written] = readWord(part.text.trim(), asking).hosts;
  const same = written?.kind === 'host' && written.domain === host.domain;
  return same && written.evidence === 'weak' ? written : host;
}

/** Whether the message asks about a server, or contains only names. Then a doubtful name counts as one. */
function isAsking(parts: readonly Part[], { asking, fillers, commands }: Vocabulary): boolean {
  const text = parts.map((part) => (part.kind === 'text' ? plainSpelling(part.text) : ' x ')).join('');
  if (/[?？؟]/u.test(text)) return true;
  const words = wordsOf(text).map((word) => ({ word, plain: plainWord(word) }));
  if (
    words.some(
      ({ word, plain }) =>
        !/\p{L}[.]\p{L}/u.test(word) && /^(?:host|geh?ost|héberg|aloj|alberg)/u.test(plain),
    )
  )
    return true;
  const known = [...fillers, ...asking, ...Object.values(commands).flat()];
  const others = words.filter(({ plain }) => !known.includes(plain));
  // Text without spaces is a single word that contains the name.
  return (
    others.length === 0 ||
    (others.length === 1 && plainWord(readWord(others[0]?.word ?? '', true).rest) === '')
  );
}

/**
 * The network that a clause names if its other words belong to a question. Talk about a network is not a
 * command.
 */
function networkOf(clauses: readonly (readonly string[])[], vocabulary: Vocabulary): Network | null {
  const { networks } = vocabulary;
  const naming = (word: string) => NETWORKS.find((network) => isWord(networks[network], word)) ?? null;
  for (const clause of clauses) {
    // `web` is common inside sentences. Only at the start or end of a clause it names the network.
    const ends = [clause[0], clause.at(-1)];
    const named = clause.map((word) => ({ word, network: naming(word) }));
    const wish = named.find(
      ({ word, network }) => network !== null && (network !== 'web' || ends.includes(word)),
    );
    if (wish && named.every(({ word, network }) => network !== null || isPlain(word, vocabulary)))
      return wish.network;
  }
  return null;
}

/**
 * Interprets a mention. A command counts only if all other words are names, fillers and greetings. Names with
 * stronger evidence take precedence: a single doubtful name leads to a question back, and hosts of people
 * count only if no other server is named.
 */
export function readRequest(parts: readonly Part[], options: ReadOptions): Request {
  const { inThread, vocabulary } = options;
  const asking = isAsking(parts, vocabulary);
  const { leading, hosts, clauses, count } = readParts(parts, asking);
  const { commands, networks, fillers } = vocabulary;
  const network = networkOf(clauses, vocabulary);
  const said = clauses.flat();
  const core = said.filter(
    (word) => !fillers.includes(word) && !NETWORKS.some((each) => networks[each].includes(word)),
  );
  const is = (command: CommandWord, word: string) => isWord(commands[command], word);
  const [opening = ''] = core;
  const residue = core.filter((word) => !isPlain(word, vocabulary));
  const comparing =
    core.some((word) => is('compare', word)) && (is('compare', opening) || residue.length === 0);
  const known = options.isKnown ?? (() => false);
  const found = hosts.filter((host) => host.kind === 'host');
  const sure = found.filter((host) => isSure(host) || known(host.domain));
  const whole = count === 1 || (found.length === 1 && residue.length === 0);
  const doubtful = found.filter((host) => !sure.includes(host));
  const accepted =
    sure.length > 0
      ? sure
      : doubtful.filter(
          ({ evidence }) =>
            whole &&
            (evidence === 'weak'
              ? said.length === 0 || said.some((word) => vocabulary.asking.includes(word))
              : count === 1 || !asking),
        );
  const servers = accepted.filter((host) => !host.person);
  const meant = servers.length > 0 && !comparing ? servers : accepted;
  // Handles at the start are recipients, not targets, where the text also names a server.
  const shown = inThread ? count > 0 : accepted.length > 0 && !comparing;
  const people = leading.filter((host) => host.kind === 'host');
  const domains = distinct([...(shown ? [] : people), ...meant], network);
  const [first, second] = domains;

  if (first !== undefined) {
    const past = core.some((word) => is('history', word));
    const ends = is('history', opening) || is('history', core.at(-1) ?? '');
    if (past && (is('history', opening) || (ends && residue.length === 0)))
      return { kind: 'history', named: first };
    if (is('watch', opening) && residue.length === 0)
      return { kind: 'watch', domains: domains.slice(0, MOST_DOMAINS) };
    if (second !== undefined && comparing) return { kind: 'compare', domains: [first, second] };
    const more = Math.max(0, domains.length - MOST_DOMAINS);
    return { kind: 'domains', domains: domains.slice(0, MOST_DOMAINS), more };
  }
  const own =
    options.askerHost === undefined || !asksOwnServer(said, vocabulary)
      ? null
      : hostOfLink(`https://${options.askerHost}/`);
  if (own?.kind === 'host') return { kind: 'domains', domains: distinct([own], network), more: 0 };
  const wish = wishOf(core, vocabulary);
  if (wish !== null && count <= LONGEST_WISH) return { kind: wish };
  const below = followUpOn(options.answered ?? [], said, network, vocabulary);
  if (below !== null) return below;
  const [only = '', ...others] = [...new Set(core)];
  // Without a domain, the asker wants to know how these commands work.
  const explained = is('help', only) || is('history', only) || is('compare', only);
  if (others.length === 0 && explained) return { kind: 'help' };
  const [asked = '', ...further] = [...new Set(core.filter((word) => !vocabulary.asking.includes(word)))];
  for (const list of ['top', 'north'] as const) {
    if (further.length === 0 && is(list, asked)) return { kind: list, network: network ?? 'fediverse' };
  }
  if (core.length === 0 && network !== null) return { kind: 'top', network };
  const { findName } = options;
  const isBare = !hosts.some((host) => host.kind === 'host' || host.sure);
  const byName = findName && isBare ? askedName(parts, { inThread, vocabulary, findName }) : null;
  if (byName !== null) return byName;
  const problem = hosts.find(
    (host): host is FoundProblem => host.kind === 'problem' && (host.sure || count === 1),
  );
  // "Thanks!" is no name that lacks an ending.
  const isTalk =
    problem?.problem === 'single label' &&
    said.length > 0 &&
    said.every((word) => isSpoken(word, vocabulary));
  if (problem !== undefined && !isTalk) return { kind: 'refused', reason: problem.problem };
  const weak = doubtful.find(({ evidence }) => evidence === 'weak');
  if (weak) return { kind: 'refused', reason: 'unsure', domain: weak.domain };
  return { kind: 'refused', reason: 'nothing' };
}

function isSure({ evidence }: FoundHost): boolean {
  return evidence === 'explicit' || evidence === 'strong';
}

/** `stop` or `delete`, if the other words only say what it applies to. */
function wishOf(core: readonly string[], { commands, wishes, asking }: Vocabulary): 'stop' | 'delete' | null {
  const [opening = ''] = core;
  const wish = (['stop', 'delete'] as const).find((each) => isWord(commands[each], opening));
  if (wish === undefined) return null;
  const others = core.slice(1).filter((word) => !isWord(commands[wish], word));
  return others.every((word) => wishes.includes(word) || asking.includes(word)) ? wish : null;
}

function distinct(hosts: readonly FoundHost[], network: Network | null): readonly NamedServer[] {
  const named = new Map<Domain, NamedServer>();
  for (const host of hosts) {
    if (named.has(host.domain)) continue;
    named.set(host.domain, { domain: host.domain, network: network ?? host.network ?? 'fediverse' });
  }
  return [...named.values()];
}
