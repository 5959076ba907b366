import { parseDomain } from '../model/domain.ts';
import { UNDER_WWW } from '../model/observation.ts';
import { HTTPS_PORT } from '../net/http/target.ts';
import { foundByDns } from './delegation.ts';
import { type Locate, locateHost, nowhere, type ResolvedService } from './locate.ts';

/**
 * Locates an ordinary website: at the domain's own addresses, or, if the domain exists without an address, at
 * those of `www.`, as browsers and people do. A domain that does not exist has no `www.` either (RFC 8020).
 * Sends no HTTP requests.
 */
export const locateWeb: Locate = async (domain, { dns }, { lastKnown }) => {
  const own = await locateHost(dns, domain, HTTPS_PORT);
  const www = parseDomain(`www.${domain}`);
  const place = own.status === 'NODATA' && www.ok ? await locateHost(dns, www.domain, HTTPS_PORT) : own;
  const found = withoutName(place, own);
  const delegation = foundByDns(found, place === own ? null : UNDER_WWW, lastKnown);
  return { ...found, ...delegation, http: 'SKIPPED', self: null };
};

/** If `www.` does not exist, the domain itself still does. */
function withoutName(place: ResolvedService, own: ResolvedService): ResolvedService {
  return place.status === 'NXDOMAIN' && own.status === 'NODATA' ? nowhere('NODATA', own.cname) : place;
}
