import type { Domain } from '../model/domain.ts';
import { BY_SRV } from '../model/observation.ts';
import type { Dns } from '../net/dns/dns.ts';
import { foundByDns } from './delegation.ts';
import { type Locate, locateHost, nowhere, type ResolvedService } from './locate.ts';
import { findService, locateTargets } from './srv.ts';

/**
 * Direct TLS and STARTTLS are one service, and their priorities and weights are merged (XEP-0368, section 3,
 * rule 1).
 */
const FOR_SERVERS = ['_xmpps-server._tcp', '_xmpp-server._tcp'];
/** A server that does not federate is found by the records for its users' clients. */
const FOR_CLIENTS = ['_xmpps-client._tcp', '_xmpp-client._tcp'];
/** RFC 6120, 3.2.2. */
const SERVER_PORT = 5269;

/** XMPP servers are found through DNS alone (RFC 6120, 3.2). */
export const locateXmpp: Locate = async (domain, { dns }, { lastKnown }) => {
  const place = await findPlace(dns, domain);
  const found = foundByDns(place, place.bySrv === true ? BY_SRV : null, lastKnown);
  return { ...place, ...found, http: 'SKIPPED', self: null };
};

/**
 * Follows the preferred process (RFC 6120, 3.2.1). The domain's own addresses (3.2.2) count only if there is
 * no SRV record at all. They do not count if a record says that the service is not offered (3.2.1, step 3;
 * XEP-0368, section 5). Neither do they if its targets lead nowhere (3.2.1, step 9). RFC 6120 also falls back
 * if DNS is silent (step 10). A client loses nothing by that, but we would name the website's hoster, so the
 * server stays unknown.
 */
async function findPlace(dns: Dns, domain: Domain): Promise<ResolvedService> {
  let isClosed = false;
  for (const services of [FOR_SERVERS, FOR_CLIENTS]) {
    const service = await findService(
      dns,
      services.map((name) => `${name}.${domain}`),
    );
    if (service.kind === 'targets') return locateTargets(dns, service.targets);
    if (service.kind === 'failed') return nowhere(service.status);
    isClosed ||= service.kind === 'closed';
  }
  return isClosed ? nowhere('NODATA') : locateHost(dns, domain, SERVER_PORT);
}
