import { type Domain, parseDomain } from '../model/domain.ts';
import { type DnsStatus, isUnheard } from '../model/observation.ts';
import type { Dns, SrvData } from '../net/dns/dns.ts';
import { locateHost, nowhere, type ResolvedService } from './locate.ts';

interface SrvTarget {
  readonly priority: number;
  readonly weight: number;
  readonly host: Domain;
  readonly port: number;
}

/**
 * The result of looking up a service's SRV records.
 *
 * - `none`: there are none, so the service's own fallback applies.
 * - `closed`: there are some, but they lead nowhere. The single target `.` means "decidedly not available"
 * (RFC 2782, "Target").
 * - `failed`: DNS did not answer, so the service is unknown.
 */
export type Service =
  | { readonly kind: 'targets'; readonly targets: readonly SrvTarget[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly status: DnsStatus };

/** Most targets to resolve. */
const MOST_TARGETS = 8;

/**
 * Looks up the SRV records of several names and merges them into one service, sorted as in RFC 2782: by
 * priority, then weight. If one of the names gets no answer, the whole service is unknown.
 */
export async function findService(dns: Dns, names: readonly string[]): Promise<Service> {
  const answers = await Promise.all(names.map((name) => dns.query(name, 'SRV')));
  const records = answers.flatMap((answer) =>
    answer.records.flatMap((record) => (record.type === 'SRV' ? [record.data] : [])),
  );
  const unheard = answers.find(({ status }) => isUnheard(status));
  if (unheard !== undefined) return { kind: 'failed', status: unheard.status };
  const targets = records.flatMap(readTarget).sort(byPreference);
  if (targets.length > 0) return { kind: 'targets', targets };
  const failed = answers.find(({ status }) => !['NOERROR', 'NXDOMAIN', 'NODATA'].includes(status));
  if (failed !== undefined) return { kind: 'failed', status: failed.status };
  return { kind: records.length > 0 ? 'closed' : 'none' };
}

/**
 * The endpoints are all targets of the best priority, because a client may use any of them. Targets of a
 * worse priority are spares, used only while those are down. So the next group counts only if no name of the
 * better ones has a public address. A name without an answer may have one. RFC 2782 has clients draw lots by
 * weight; a measurement takes the whole group, the heaviest first, each host once.
 */
export async function locateTargets(dns: Dns, targets: readonly SrvTarget[]): Promise<ResolvedService> {
  let isPartial = false;
  const left = new Map<Domain, SrvTarget>();
  for (const target of targets) if (!left.has(target.host)) left.set(target.host, target);
  const looked = [...left.values()].slice(0, MOST_TARGETS);
  let failure: ResolvedService | null = null;
  for (const group of Map.groupBy(looked, ({ priority }) => priority).values()) {
    const places = await Promise.all(group.map(({ host, port }) => locateHost(dns, host, port)));
    const unheard = places.find(({ status }) => isUnheard(status));
    // What follows a dead target may be there for this week only.
    isPartial ||= places.some((place) => place.isPartial === true || place.endpoints.length === 0);
    if (unheard !== undefined) return nowhere(unheard.status);
    const endpoints = places.flatMap((place) => place.endpoints);
    const cname = [...new Set(places.flatMap((place) => place.cname))];
    if (endpoints.length > 0) return { status: 'NOERROR', endpoints, cname, isPartial, bySrv: true };
    failure ??= nowhere(places[0]?.status ?? 'NODATA', cname);
  }
  return failure ?? nowhere('NODATA');
}

/** A target must be a name (RFC 2782, "Target"). Port 0 accepts no connections. */
function readTarget({ priority, weight, port, target }: SrvData): SrvTarget[] {
  const host = parseDomain(target);
  return host.ok && port > 0 ? [{ priority, weight, host: host.domain, port }] : [];
}

function byPreference(a: SrvTarget, b: SrvTarget): number {
  return a.priority - b.priority || b.weight - a.weight || (a.host < b.host ? -1 : 1);
}
