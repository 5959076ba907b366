import { type Domain, parseDomain } from '../model/domain.ts';
import {
  BY_SRV,
  type DnsStatus,
  isUnheard,
  type KnownDelegation,
  type UNDER_WWW,
} from '../model/observation.ts';
import type { Dns } from '../net/dns/dns.ts';
import { type Located, locateHost, nowhere, type ResolvedService } from './locate.ts';

/**
 * Days for which a domain's last known delegation holds while the domain cannot be asked: five weekly scans.
 * Admins move a server within days; after five weeks without an answer the delegation is unknown.
 */
const HOLDS_DAYS = 36;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The last known delegation of a domain, null if it was never asked, and the current time. */
export interface LastWord {
  readonly known: KnownDelegation | null;
  readonly now: Date;
}

type Place = Omit<Located, 'http' | 'self'>;

/**
 * Locates a domain that could not be asked for its delegation. A failed request does not mean "no
 * delegation": the last known one holds for a while. Only a domain that never delegated is taken for its own
 * server.
 *
 * @param ownPlace the domain's own addresses, by the rules of its network
 * @param locateAt where a known delegate is
 */
export async function locateUnasked(
  { known, now }: LastWord,
  ownPlace: () => Promise<ResolvedService>,
  locateAt: (host: string, port: number | null) => Promise<ResolvedService>,
): Promise<Place> {
  if (known === null) return { ...(await ownPlace()), delegation: 'unknown' };
  if (known.host === null) return { ...(await ownPlace()), delegation: 'held' };
  if (known.host === BY_SRV) {
    const own = await ownPlace();
    return { ...own, delegation: own.bySrv === true ? 'held' : 'unknown' };
  }
  const age = now.getTime() - Date.parse(known.knownAt);
  if (age > HOLDS_DAYS * DAY_MS) return undetermined();
  const place = await locateAt(known.host, known.port);
  if (place.endpoints.length > 0) return { ...place, delegation: 'held' };
  return isUnheard(place.status) ? { ...nowhere(place.status), delegation: 'held' } : undetermined();
}

function undetermined(): Place {
  return { ...nowhere('UNDETERMINED'), delegation: 'held' };
}

/** What to remember of a domain that DNS alone locates: at its own name, by SRV records, or under `www.`. */
export function foundByDns(
  place: ResolvedService,
  how: typeof BY_SRV | typeof UNDER_WWW | null,
  known: KnownDelegation | null,
): Pick<Located, 'delegation' | 'delegate'> {
  if (place.endpoints.length === 0) return { delegation: 'held' };
  // A website that returns to its own name is as surprising as one that leaves it.
  const isSurprise = how === BY_SRV ? false : known !== null && known.host !== how;
  if (isSurprise && known?.isDoubted !== true) return { delegation: 'lost' };
  return how === null
    ? { delegation: 'here' }
    : { delegation: 'elsewhere', delegate: { host: how, port: null } };
}

/**
 * Locates the host that a domain names as its server. Software behind a proxy often gives `localhost` or an
 * internal name. If that name has no public address and the domain was never there, the result is null and
 * the domain's own addresses apply.
 */
export async function locateNamed(
  dns: Dns,
  target: { readonly host: Domain; readonly port: number },
  known: KnownDelegation | null,
): Promise<ResolvedService | null> {
  const place = await locateHost(dns, target.host, target.port);
  if (place.endpoints.length > 0 || isUnheard(place.status)) return place;
  return known?.host === target.host ? nowhere(place.status as Exclude<DnsStatus, 'NOERROR'>) : null;
}

/** A stored delegate as a domain; null for an IP literal of Matrix. */
export function delegateDomain(host: string): Domain | null {
  const parsed = parseDomain(host);
  return parsed.ok ? parsed.domain : null;
}
