import type { Domain } from '../model/domain.ts';
import { type Host, type HostProblem, hostOfLink, hostOfWord } from './host-in-word.ts';
import type { Part } from './mention-text.ts';

export type Refusal = HostProblem | 'nothing';

/** What somebody wants of the bot. `more`: further domains in the same mention that are not answered. */
export type Request =
  | { readonly kind: 'domains'; readonly domains: readonly Domain[]; readonly more: number }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** The most domains that one mention is answered for. */
const MOST_DOMAINS = 3;
/** The most words of a mention that are read: more than any human question, and a bound on the work. */
const MOST_WORDS = 2000;
/** No host with its port and a path worth reading is longer. */
const LONGEST_WORD = 2048;

const BETWEEN_WORDS = /[\s,;|<>(){}"'`´‘’“”„‚«»‹›，、；：！？（）「」『』【】…]+/;
/** Domains in running text of scripts that put no space between words. */
const ASCII_DOMAIN = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)+/gi;

function wordsOf(text: string): readonly string[] {
  return text
    .split(BETWEEN_WORDS, MOST_WORDS)
    .map((word) =>
      word.replace(/^\[(?![0-9a-f:]+\])|(?<!\[[0-9a-f:.]{2,45})\]$/gi, '').slice(0, LONGEST_WORD),
    )
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function hostsOfText(word: string): readonly Host[] {
  const whole = hostOfWord(word);
  if (whole?.kind === 'host' && whole.sure) return [whole];
  if (/[^\u0020-\u007e]/.test(word)) {
    const inside = (word.match(ASCII_DOMAIN) ?? [])
      .map(hostOfWord)
      .filter((host) => host?.kind === 'host' && host.sure)
      .filter((host) => host !== null);
    if (inside.length > 0) return inside;
  }
  return whole ? [whole] : [];
}

/**
 * Reads what is asked for. `inThread`: the mention answers another post, so that the handles at its beginning are those
 * of the people who talk there and are asked about only if nothing else is said.
 *
 * A name whose ending is no known suffix counts only where it is the one word: elsewhere it is a sentence without a space.
 */
export function readRequest(
  parts: readonly Part[],
  options: { readonly inThread: boolean; readonly help: readonly string[] },
): Request {
  const leading: Host[] = [];
  const hosts: Host[] = [];
  const words: string[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'link') {
      const host = hostOfLink(part.href);
      if (host) hosts.push(host);
      words.push(part.href);
    } else if (part.kind === 'person') {
      // A Matrix id whose first half is somebody's name here arrives as that person and the rest as text.
      const next = parts[index + 1];
      if (next?.kind === 'text' && /^:[^\s:]/.test(next.text)) continue;
      const host = hostOfLink(`https://${part.host}/`);
      if (host) (words.length === 0 ? leading : hosts).push(host);
    } else {
      for (const word of wordsOf(part.text)) {
        words.push(word);
        hosts.push(...hostsOfText(word));
      }
    }
  }
  const said = words.map((word) => word.replace(/^[!/#?]+|[.!?:]+$/g, '').toLowerCase());
  if (said.length === 1 && options.help.includes(said[0] ?? '')) return { kind: 'help' };
  const lone = words.length === 1;
  const named = hosts.filter((host) => host.sure || lone);
  const people = !options.inThread || words.length === 0 ? leading : [];
  return (
    domains([...people, ...named]) ?? {
      kind: 'refused',
      reason: named.find((host) => host.kind === 'problem')?.problem ?? 'nothing',
    }
  );
}

function domains(hosts: readonly Host[]): Request | null {
  const all = [...new Set(hosts.flatMap((host) => (host.kind === 'host' ? [host.domain] : [])))];
  if (all.length === 0) return null;
  return {
    kind: 'domains',
    domains: all.slice(0, MOST_DOMAINS),
    more: Math.max(0, all.length - MOST_DOMAINS),
  };
}
