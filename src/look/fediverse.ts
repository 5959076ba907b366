import { type Domain, registrableDomain } from '../model/domain.ts';
import type { SelfDescription } from '../model/observation.ts';
import type { Dns } from '../net/dns.ts';
import type { Http } from '../net/http.ts';
import type { Target } from '../net/target.ts';
import { findDelegate, servesAnother } from './delegate.ts';
import { isReachable, type Locate, locateHost, type Place } from './locate.ts';
import { fetchNodeInfo } from './nodeinfo.ts';

const HTTPS = 443;

/**
 * ActivityPub is spoken over HTTPS (https://www.w3.org/TR/activitypub/, section 3.1), and the name after the @ may be served
 * by another host, as with Mastodon's WEB_DOMAIN. Then that host alone is the endpoint: the domain's own addresses are
 * those of a website that may live anywhere. It is known by, in this order, the host of the NodeInfo document; where the
 * domain has no NodeInfo, by host-meta or WebFinger. Without HTTP nobody can know, and the domain's own addresses count.
 *
 * At most three requests (robots.txt and redirects aside), whatever the answers: so what runs behind host-meta or
 * WebFinger stays unknown.
 */
export const locateFediverse: Locate = async (domain, { dns, http }) => {
  const own = await locateHost(dns, domain, HTTPS);
  if (own.endpoints.length === 0 || http === null) return { ...own, http: 'SKIPPED', self: null };
  const nodeInfo = await fetchNodeInfo(http, domain);
  const target = nodeInfo.at ?? (nodeInfo.isMissing ? await findDelegate(http, domain) : null);
  const place = await locateDelegate(dns, domain, target);
  const self = nodeInfo.self === null ? null : await withOwnUsers(http, domain, target, nodeInfo.self);
  return { ...(place ?? own), http: nodeInfo.status, self };
};

/**
 * Null where there is no other host, or none that strangers can reach: software behind a proxy often calls itself
 * `localhost` or by a name of its own network, and then the domain's addresses are the truth.
 */
async function locateDelegate(dns: Dns, domain: Domain, target: Target | null): Promise<Place | null> {
  if (target === null || target.host === domain) return null;
  const place = await locateHost(dns, target.host, target.port);
  return isReachable(place) ? place : null;
}

/**
 * People redirect the well-known files of their own domain to the server where they have their account. Its users are not
 * those of the domain, so where the NodeInfo lies under somebody else's domain, that host is asked whom it serves.
 */
async function withOwnUsers(
  http: Http,
  domain: Domain,
  target: Target | null,
  self: SelfDescription,
): Promise<SelfDescription> {
  if (target === null || registrableDomain(target.host) === registrableDomain(domain)) return self;
  if (self.usersTotal === null && self.usersActiveMonth === null) return self;
  if (!(await servesAnother(http, target.host, domain))) return self;
  return { software: self.software, usersTotal: null, usersActiveMonth: null };
}
