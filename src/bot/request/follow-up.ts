import { NETWORKS, type Network } from '../../model/network.ts';
import { isPlain } from './plain-word.ts';
import type { NamedServer, Request } from './request-kinds.ts';
import { isWord, type Vocabulary } from './vocabulary.ts';

/** Recognises a question in reply to an answer that names no server, such as `where?` or `and in xmpp?`. */
export function followUpOn(
  answered: readonly NamedServer[],
  said: readonly string[],
  network: Network | null,
  vocabulary: Vocabulary,
): Request | null {
  const [first] = answered;
  if (first === undefined || said.length === 0) return null;
  const { since, where } = vocabulary.followUps;
  const isNetwork = (word: string) => NETWORKS.some((each) => isWord(vocabulary.networks[each], word));
  const asksOn = (word: string) => isWord(since, word) || isWord(where, word);
  if (!said.every((word) => asksOn(word) || isNetwork(word) || isPlain(word, vocabulary))) return null;
  if (isWord(vocabulary.commands.watch, said[0] ?? '')) return { kind: 'watch', domains: answered };
  const past = [...since, ...vocabulary.commands.history];
  if (said.some((word) => isWord(past, word))) return { kind: 'history', named: first };
  if (network === null && !said.some((word) => isWord(where, word))) return null;
  const domains = network === null ? answered : answered.map(({ domain }) => ({ domain, network }));
  return { kind: 'domains', domains, more: 0 };
}
