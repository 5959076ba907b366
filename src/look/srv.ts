import { type Domain, parseDomain } from '../model/domain.ts';
import type { DnsStatus } from '../model/observation.ts';
import type { Dns, SrvData } from '../net/dns.ts';
import { locateHost, nowhere, type Place } from './locate.ts';

interface Target {
  readonly priority: number;
  readonly weight: number;
  readonly host: Domain;
  readonly port: number;
}

/**
 * What the SRV records of a service say. `none`: there are none, so the service's own fallback applies; `closed`: there are,
 * but they lead nowhere, as with the single target `.` that means "decidedly not available" (RFC 2782, "Target");
 * `failed`: DNS did not answer, so nobody knows.
 */
export type Service =
  | { readonly kind: 'targets'; readonly targets: readonly Target[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly status: DnsStatus };

/** Targets that are resolved at most. */
const MOST_TARGETS = 8;

/**
 * Asks for the SRV records of the names and mixes them into one service, the order of RFC 2782 over all: priority, then
 * weight. Names that fail are passed over where another has targets.
 */
export async function findService(dns: Dns, names: readonly string[]): Promise<Service> {
  const answers = await Promise.all(names.map((name) => dns.query(name, 'SRV')));
  const records = answers.flatMap((answer) =>
    answer.records.flatMap((record) => (record.type === 'SRV' ? [record.data] : [])),
  );
  const targets = records.flatMap(readTarget).sort(byPreference);
  if (targets.length > 0) return { kind: 'targets', targets };
  const failed = answers.find(({ status }) => !['NOERROR', 'NXDOMAIN', 'NODATA'].includes(status));
  if (failed !== undefined) return { kind: 'failed', status: failed.status };
  return { kind: records.length > 0 ? 'closed' : 'none' };
}

/**
 * The endpoints are all targets of the best priority, for a client may meet any of them; a target of a worse priority is a
 * spare that nobody meets while these live, so the next group counts only where no name of the better ones has an address.
 * RFC 2782 has clients draw lots by weight; a measurement takes the whole group, the heaviest first, each host once.
 */
export async function locateTargets(dns: Dns, targets: readonly Target[]): Promise<Place> {
  const left = new Map<Domain, Target>();
  for (const target of targets) if (!left.has(target.host)) left.set(target.host, target);
  const looked = [...left.values()].slice(0, MOST_TARGETS);
  let failure: Place | null = null;
  for (const group of Map.groupBy(looked, ({ priority }) => priority).values()) {
    const places = await Promise.all(group.map(({ host, port }) => locateHost(dns, host, port)));
    const endpoints = places.flatMap((place) => place.endpoints);
    const cname = [...new Set(places.flatMap((place) => place.cname))];
    if (endpoints.length > 0) return { status: 'NOERROR', endpoints, cname };
    failure ??= nowhere(places[0]?.status ?? 'NODATA', cname);
  }
  return failure ?? nowhere('NODATA');
}

/** A target must be a name (RFC 2782, "Target"); with port 0 nobody can connect to it. */
function readTarget({ priority, weight, port, target }: SrvData): Target[] {
  const host = parseDomain(target);
  return host.ok && port > 0 ? [{ priority, weight, host: host.domain, port }] : [];
}

function byPreference(a: Target, b: Target): number {
  return a.priority - b.priority || b.weight - a.weight || (a.host < b.host ? -1 : 1);
}
