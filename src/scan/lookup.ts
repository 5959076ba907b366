import type { Attributor } from '../attribution/attributor.ts';
import type { Look } from '../look/look.ts';
import type { Domain } from '../model/domain.ts';
import type { Finding } from '../model/finding.ts';
import type { Network } from '../model/network.ts';
import type { HistoryStore, HosterContext } from '../store/history.ts';
import { findHoster } from './find.ts';

/** A fresh look at one domain, beside what the latest scan says of its hoster. */
export interface Lookup {
  readonly domain: Domain;
  readonly network: Network;
  readonly finding: Finding;
  /** Null without a complete scan of the network, or where neither hoster nor front is known. */
  readonly context: HosterContext | null;
}

export interface LookupOptions {
  readonly network: Network;
  readonly look: Look;
  readonly attributor: Attributor;
  readonly history: HistoryStore;
}

/** Looks at a domain now; nothing is stored. */
export async function lookUp(
  domain: Domain,
  { network, look, attributor, history }: LookupOptions,
): Promise<Lookup> {
  const finding = findHoster(attributor, await look(domain));
  return { domain, network, finding, context: contextOf(finding, network, history) };
}

/** How its hoster, or the front where that hides the hoster, stands in the latest complete scan of the network. */
export function contextOf(finding: Finding, network: Network, history: HistoryStore): HosterContext | null {
  const who = finding.attribution?.front ?? finding.attribution?.hoster ?? null;
  if (who === null || who === undefined) return null;
  return history.hosterContext(network, who.id, finding.attribution?.front === null ? 'hoster' : 'front');
}
