import type { Domain } from '../../model/domain.ts';
import type { Network } from '../../model/network.ts';
import type { HostProblem } from './host-in-word.ts';

export type Refusal = HostProblem | 'nothing';

/** A domain, and the network that the question is about. */
export interface NamedServer {
  readonly domain: Domain;
  readonly network: Network;
}

/** What a hoster is to the servers that are counted with it; or a country. */
export type NameRole = 'hoster' | 'front' | 'operator' | 'country';

/** A company or country that was asked about by its name. */
export interface KnownName {
  readonly role: NameRole;
  /** Id of a company, or ISO 3166-1 code of a country. */
  readonly key: string;
  readonly name: string;
}

/** What of the latest scan is called so, or alike. */
export interface NamesAlike {
  readonly exact: KnownName | null;
  /** The likeliest first. */
  readonly similar: readonly KnownName[];
}

/** What a mention asks of the bot. `more`: further domains in the same mention that are not answered. */
export type Request =
  | { readonly kind: 'domains'; readonly domains: readonly NamedServer[]; readonly more: number }
  | { readonly kind: 'compare'; readonly domains: readonly [NamedServer, NamedServer] }
  | { readonly kind: 'history'; readonly named: NamedServer }
  /** The asker wants to be notified when one of these moves. */
  | { readonly kind: 'watch'; readonly domains: readonly NamedServer[] }
  | { readonly kind: 'top' | 'north'; readonly network: Network }
  /** How much of a network is with a company or in a country. */
  | { readonly kind: 'named'; readonly named: KnownName; readonly network: Network }
  | { readonly kind: 'help' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'refused'; readonly reason: Refusal }
  /** Something that may be a server's name or not: asked about, not looked up. */
  | { readonly kind: 'refused'; readonly reason: 'unsure'; readonly domain: Domain }
  /** Something that is almost the name of these. */
  | { readonly kind: 'refused'; readonly reason: 'similar'; readonly names: readonly KnownName[] };
