import type { Domain } from '../model/domain.ts';
import type { Dns } from '../net/dns.ts';
import { type Locate, locateHost, nowhere, type Place } from './locate.ts';
import { findService, locateTargets } from './srv.ts';

/** Direct TLS and STARTTLS are one service, their priorities and weights mixed (XEP-0368, section 3, rule 1). */
const FOR_SERVERS = ['_xmpps-server._tcp', '_xmpp-server._tcp'];
/** A server that does not federate is found as its users find it. */
const FOR_CLIENTS = ['_xmpps-client._tcp', '_xmpp-client._tcp'];
/** RFC 6120, 3.2.2. */
const SERVER_PORT = 5269;

/** XMPP finds its servers in DNS alone (RFC 6120, 3.2). */
export const locateXmpp: Locate = async (domain, { dns }) => ({
  ...(await findPlace(dns, domain)),
  http: 'SKIPPED',
  self: null,
});

/**
 * The preferred process (RFC 6120, 3.2.1), and the domain's own addresses (3.2.2) only where there is no SRV record at all:
 * not where one says that the service is not offered (3.2.1, step 3; XEP-0368, section 5), nor where its targets lead
 * nowhere (3.2.1, step 9). RFC 6120 falls back where DNS is silent, too (step 10): whoever wants to connect has nothing to
 * lose, but we would name the hoster of the website, so it stays unknown.
 */
async function findPlace(dns: Dns, domain: Domain): Promise<Place> {
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
