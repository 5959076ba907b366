import type { Evidence, Hoster, Kind } from '../../model/attribution.ts';
import type { Owner } from './hosters.ts';

/**
 * Who holds an address, before anything is known about the server; made once for each AS and each rule.
 */
export interface AsAttribution {
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly kind: Kind | null;
  readonly evidence: readonly Evidence[];
}

/** Behind a front the hoster is not known, and is not guessed. */
export function verdictOf(owner: Owner, evidence: Evidence): AsAttribution {
  return owner.role === 'front'
    ? { hoster: null, front: owner.hoster, kind: 'cdn', evidence: [evidence] }
    : { hoster: owner.hoster, front: null, kind: owner.kind, evidence: [evidence] };
}
