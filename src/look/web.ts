import { parseDomain } from '../model/domain.ts';
import { type Locate, locateHost, nowhere, type Place } from './locate.ts';

const HTTPS = 443;

/**
 * An ordinary website: the domain's own addresses, and where the domain exists without one, those of `www.`, as browsers
 * and people try it. A domain that does not exist has no `www.` either (RFC 8020). Nothing is asked over HTTP.
 */
export const locateWeb: Locate = async (domain, { dns }) => {
  const own = await locateHost(dns, domain, HTTPS);
  const www = parseDomain(`www.${domain}`);
  const place = own.status === 'NODATA' && www.ok ? await locateHost(dns, www.domain, HTTPS) : own;
  return { ...withoutName(place, own), http: 'SKIPPED', self: null };
};

/** That `www.` does not exist says nothing of the domain, which does. */
function withoutName(place: Place, own: Place): Place {
  return place.status === 'NXDOMAIN' && own.status === 'NODATA' ? nowhere('NODATA', own.cname) : place;
}
