import * as v from 'valibot';
import type { Domain } from '../model/domain.ts';
import type { HttpStatus } from '../model/observation.ts';
import { parseServerName, type ServerName } from '../model/server-name.ts';
import type { Dns } from '../net/dns.ts';
import type { Http } from '../net/http.ts';
import { fetchJson } from './fetch-json.ts';
import { type Locate, locateHost, nowhere, type Place } from './locate.ts';
import { findService, locateTargets } from './srv.ts';

const FEDERATION_PORT = 8448;
/** Synapse, the most common homeserver, takes no more. */
const LARGEST_WELL_KNOWN = 50 * 1024;
const WELL_KNOWN = v.object({ 'm.server': v.string() });

/**
 * The server of a Matrix server name, by "Resolving server names" of the server-server API (specification v1.8 and later),
 * steps in its order. Step 1, the name itself an IP literal, is no domain and so cannot come here.
 *
 * Without leave to ask for the well-known file (robots.txt, a scan without HTTP) it counts as absent, as any failure does:
 * then DNS alone tells the place, and `http` tells why.
 */
export const locateMatrix: Locate = async (domain, { dns, http }, port) => {
  // Step 2: an explicit port leaves nothing to discover.
  if (port !== undefined) return { ...(await locateHost(dns, domain, port)), http: 'SKIPPED', self: null };
  // Step 3; where it gives nothing valid, steps 4 to 6 are the same look-ups for the domain itself.
  const { status, delegated } = http === null ? NOT_ASKED : await fetchDelegated(http, domain);
  const place = await locateServer(dns, delegated ?? { kind: 'domain', domain, port: null });
  return { ...place, http: status, self: null };
};

interface Delegation {
  readonly status: HttpStatus;
  readonly delegated: ServerName | null;
}

const NOT_ASKED: Delegation = { status: 'SKIPPED', delegated: null };

/**
 * Step 3: `/.well-known/matrix/server`. Redirects are followed, and the body is JSON whatever its Content-Type says ("servers
 * parsing the response should assume that the body is JSON regardless of type"); anything but a 200 is no delegation.
 */
async function fetchDelegated(http: Http, domain: Domain): Promise<Delegation> {
  const got = await fetchJson(http, `https://${domain}/.well-known/matrix/server`, LARGEST_WELL_KNOWN);
  if (!got.ok) return { status: got.status, delegated: null };
  const parsed = v.safeParse(WELL_KNOWN, got.json);
  const delegated = parsed.success && got.code === 200 ? parseServerName(parsed.output['m.server']) : null;
  return { status: delegated === null ? 'BAD_BODY' : 'OK', delegated };
}

/** Steps 3.1 to 3.5 for a delegated name, 4 to 6 for the domain itself. */
async function locateServer(dns: Dns, name: ServerName): Promise<Place> {
  if (name.kind === 'literal') {
    const { address, port } = name;
    const endpoint = { host: address, port: port ?? FEDERATION_PORT, addresses: [address] };
    return { status: 'NOERROR', cname: [], endpoints: [endpoint] };
  }
  if (name.port !== null) return locateHost(dns, name.domain, name.port);
  for (const service of ['_matrix-fed._tcp', '_matrix._tcp']) {
    const found = await findService(dns, [`${service}.${name.domain}`]);
    if (found.kind === 'targets') return locateTargets(dns, found.targets);
    if (found.kind === 'failed') return nowhere(found.status);
    if (found.kind === 'closed') return nowhere('NODATA');
  }
  return locateHost(dns, name.domain, FEDERATION_PORT);
}
