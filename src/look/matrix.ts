import * as v from 'valibot';
import { isPublic } from '../model/address.ts';
import type { Domain } from '../model/domain.ts';
import { BY_SRV, type HttpStatus } from '../model/observation.ts';
import { parseServerName, type ServerName } from '../model/server-name.ts';
import type { Dns } from '../net/dns/dns.ts';
import type { Http } from '../net/http/http.ts';
import { foundByDns, locateUnasked } from './delegation.ts';
import { fetchJson } from './fetch-json.ts';
import { type Locate, locateHost, nowhere, type ResolvedService } from './locate.ts';
import { findService, locateTargets } from './srv.ts';

const FEDERATION_PORT = 8448;
/** Synapse, the most common homeserver, accepts no more bytes. */
const LARGEST_WELL_KNOWN = 50 * 1024;
const WELL_KNOWN = v.object({ 'm.server': v.string() });

/**
 * Locates a Matrix server according to "Resolving server names" of the server-server API (specification v1.8
 * and later), in the order of its steps. Step 1 is for IP literals, which are not domains.
 *
 * A homeserver may treat a well-known file that it cannot fetch or read as absent. A measurement may not: a
 * domain that cannot be asked is where it last said it was. Once that no longer holds, a domain that answers
 * with a page, as parked domains do, is its own server by step 3: "bad or missing JSON" leads to step 4.
 */
export const locateMatrix: Locate = async (domain, { dns, http }, { port, lastKnown, now }) => {
  // Step 2: with an explicit port there is nothing to discover.
  if (port !== undefined) {
    return { ...(await locateHost(dns, domain, port)), delegation: 'here', http: 'SKIPPED', self: null };
  }
  // Steps 4 to 6 are the same look-ups, for the domain itself.
  const own = () => locateServer(dns, { kind: 'domain', domain, port: null });
  // Step 3.
  const { status, delegated } = http === null ? NOT_ASKED : await fetchDelegated(http, domain);
  const servedHere = async () => {
    const place = await own();
    const found = foundByDns(place, place.bySrv === true ? BY_SRV : null, lastKnown);
    return { ...place, ...found, http: status, self: null };
  };
  if (delegated === 'unasked' || delegated === 'unreadable') {
    const place = await locateUnasked({ known: lastKnown, now }, own, (host, knownPort) =>
      locateServer(dns, storedName(host, knownPort)),
    );
    const isOver = delegated === 'unreadable' && place.status === 'UNDETERMINED';
    return isOver ? servedHere() : { ...place, http: status, self: null };
  }
  if (delegated === 'here' || isSame(delegated, domain)) return servedHere();
  const place = await locateServer(dns, delegated);
  return { ...place, delegation: 'elsewhere', delegate: delegateOf(delegated), http: status, self: null };
};

/** Some domains name themselves, which is not a delegation. */
function isSame(name: ServerName, domain: Domain): boolean {
  return name.kind === 'domain' && name.domain === domain && name.port === null;
}

interface WellKnown {
  readonly status: HttpStatus;
  /** `here`: it serves itself. `unasked`: it did not answer. `unreadable`: it answered, but not with JSON. */
  readonly delegated: ServerName | 'here' | 'unasked' | 'unreadable';
}

const NOT_ASKED: WellKnown = { status: 'SKIPPED', delegated: 'unasked' };
/** Statuses of a server that works but lacks the document. */
const NOT_THERE: readonly (number | null)[] = [404, 410];

/** The delegate to store: the name in the file. Its SRV records are looked up each time. */
function delegateOf(name: ServerName): { readonly host: string; readonly port: number | null } {
  return { host: name.kind === 'literal' ? name.address : name.domain, port: name.port };
}

function storedName(host: string, port: number | null): ServerName {
  return parseServerName(port === null ? bracketed(host) : `${bracketed(host)}:${port}`) ?? UNREADABLE_NAME;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** A name that never resolves (RFC 6761, section 6.4). */
const UNREADABLE_NAME: ServerName = {
  kind: 'domain',
  domain: 'unreadable.invalid' as Domain,
  port: FEDERATION_PORT,
};

/**
 * Step 3: `/.well-known/matrix/server`. Redirects are followed. The body is JSON whatever its Content-Type
 * says ("servers parsing the response should assume that the body is JSON regardless of type"). A 404 is not
 * a delegation, and neither is a document that names no server.
 */
async function fetchDelegated(http: Http, domain: Domain): Promise<WellKnown> {
  const got = await fetchJson(http, `https://${domain}/.well-known/matrix/server`, LARGEST_WELL_KNOWN);
  if (!got.ok) return { status: got.status, delegated: withoutDocument(got) };
  const parsed = v.safeParse(WELL_KNOWN, got.json);
  const delegated = parsed.success && got.code === 200 ? parseServerName(parsed.output['m.server']) : null;
  return { status: delegated === null ? 'BAD_BODY' : 'OK', delegated: delegated ?? 'here' };
}

function withoutDocument({ status, code }: { status: HttpStatus; code: number | null }) {
  if (NOT_THERE.includes(code)) return 'here';
  return status === 'BAD_BODY' && code === 200 ? 'unreadable' : 'unasked';
}

/** Steps 3.1 to 3.5 for a delegated name, steps 4 to 6 for the domain itself. */
async function locateServer(dns: Dns, name: ServerName): Promise<ResolvedService> {
  if (name.kind === 'literal') {
    const { address, port } = name;
    if (!isPublic(address)) return nowhere('NOT_PUBLIC');
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
