import type { Domain } from '../model/domain.ts';
import type { SelfDescription } from '../model/observation.ts';
import type { Http } from '../net/http/http.ts';
import { HTTPS_PORT, type RequestTarget } from '../net/http/target.ts';
import { findDelegate, servesDomain } from './delegate.ts';
import { delegateDomain, foundByDns, locateNamed, locateUnasked } from './delegation.ts';
import { type Locate, locateHost, nowhere } from './locate.ts';
import { fetchNodeInfo, type NodeInfoResult } from './nodeinfo.ts';

/**
 * ActivityPub uses HTTPS (https://www.w3.org/TR/activitypub/, section 3.1), and another host may serve the
 * name after the @, as with Mastodon's WEB_DOMAIN. Then only that host is the endpoint: the domain's own
 * addresses belong to a website that may be hosted anywhere. The host is that of the NodeInfo document; if
 * the domain has no NodeInfo, host-meta or WebFinger names it. A domain that cannot be asked is where it last
 * said it was.
 *
 * Sends at most four requests in all cases, without robots.txt and redirects. So the software behind
 * host-meta or WebFinger stays unknown.
 */
export const locateFediverse: Locate = async (domain, { dns, http }, { lastKnown, now }) => {
  const own = await locateHost(dns, domain, HTTPS_PORT);
  const unasked = () =>
    locateUnasked(
      { known: lastKnown, now },
      async () => own,
      async (host, port) => {
        const delegate = delegateDomain(host);
        return delegate === null ? nowhere('NODATA') : locateHost(dns, delegate, port ?? HTTPS_PORT);
      },
    );
  if (own.endpoints.length === 0) return { ...own, delegation: 'held', http: 'SKIPPED', self: null };
  if (http === null) return { ...(await unasked()), http: 'SKIPPED', self: null };
  const nodeInfo = await fetchNodeInfo(http, domain);
  const answer = await delegationOf(http, domain, nodeInfo);
  if (answer === 'unasked') return { ...(await unasked()), http: nodeInfo.status, self: nodeInfo.self };
  const target = answer === 'here' || answer.host === domain ? null : answer;
  const place = target === null ? null : await locateNamed(dns, target, lastKnown);
  const answering = nodeInfo.at?.host ?? domain;
  const self = nodeInfo.self === null ? null : await withOwnUsers(http, domain, answering, nodeInfo.self);
  const isForeign = nodeInfo.self !== null && self === null;
  const told = { http: nodeInfo.status, self, isForeign };
  if (target === null) return { ...own, ...foundByDns(own, null, lastKnown), ...told };
  // The named host has no public address. The domain's own addresses are used, but may not be its server's.
  if (place === null) return { ...own, delegation: 'unknown', ...told };
  const delegate = { host: target.host, port: target.port };
  return { ...place, delegation: 'elsewhere', delegate, ...told };
};

/** The host that the domain names as its server. `here`: it names none. `unasked`: it did not answer. */
async function delegationOf(
  http: Http,
  domain: Domain,
  { at, isMissing, status }: NodeInfoResult,
): Promise<RequestTarget | 'here' | 'unasked'> {
  if (at !== null) return at;
  if (!isMissing) return 'unasked';
  const named = await findDelegate(http, domain);
  // A server that lacks the document says that it does not delegate; one that sends another page instead does
  // not say so.
  return named === 'here' && status === 'BAD_BODY' ? 'unasked' : named;
}

/**
 * Drops the description of another domain's server. People redirect the well-known files of their own domain
 * to the server of their account. That server's software and users are not the domain's, unless it says that
 * it serves the domain. A subdomain always belongs to the domain.
 */
async function withOwnUsers(
  http: Http,
  domain: Domain,
  host: Domain,
  self: SelfDescription,
): Promise<SelfDescription | null> {
  if (host === domain || host.endsWith(`.${domain}`)) return self;
  return (await servesDomain(http, host, domain)) ? self : null;
}
