import type { Evidence, Hoster, Kind, Location } from '../model/attribution.ts';
import type { Owner } from './hosters.ts';

/** Who stands behind an address, before anything is known of the server; made once for each AS and each rule. */
export interface Verdict {
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly kind: Kind | null;
  readonly evidence: readonly Evidence[];
}

/** A front's address is in many places at once, and says nothing of where the server behind it is. */
export const ANYCAST: Location = { country: null, city: null, lat: null, lon: null, accuracy: 'anycast' };

/** Behind a front the hoster is not known, and is not guessed. */
export function verdictOf(owner: Owner, evidence: Evidence): Verdict {
  return owner.role === 'front'
    ? { hoster: null, front: owner.hoster, kind: 'cdn', evidence: [evidence] }
    : { hoster: owner.hoster, front: null, kind: owner.kind, evidence: [evidence] };
}
