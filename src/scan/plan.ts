import { createHash } from 'node:crypto';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { Population } from '../model/scan.ts';
import { thinFarms } from '../servers/farms.ts';
import type { OptOuts } from '../servers/opt-outs.ts';
import { drawSample } from '../servers/sample.ts';
import type { ServerList } from '../servers/server-list.ts';

/** What one scan is to look at. */
export interface Plan {
  readonly network: Network;
  readonly population: Population;
  /** The servers to look at, in the list's order. */
  readonly domains: readonly Domain[];
  /** Digest of all that decides what is looked at and how: a scan is resumed only by the same plan. */
  readonly fingerprint: string;
}

export interface PlanOptions {
  readonly network: Network;
  readonly list: ServerList;
  readonly optOuts: OptOuts;
  /** Whether a domain lies under a managed hoster's domain, where each name is a server of its own. */
  readonly managed: (domain: string) => boolean;
  /** A random sample instead of a census. */
  readonly sample: { readonly size: number; readonly seed: string } | null;
  /** Only the first so many of what is left, for a trial. */
  readonly limit: number | null;
  readonly http: boolean;
}

export function planScan({ network, list, optOuts, managed, sample, limit, http }: PlanOptions): Plan {
  const willing = list.domains.filter((domain) => !optOuts.has(domain));
  const { domains: counted, farms } = thinFarms(willing, managed);
  const drawn = sample === null ? counted : drawSample(counted, sample.size, sample.seed);
  const domains = limit === null ? drawn : drawn.slice(0, limit);
  const population: Population = {
    source: list.source,
    population: counted.length,
    optedOut: list.domains.length - willing.length,
    seed: sample === null ? null : sample.seed,
    farms,
    sources: list.sources,
  };
  // When a list was fetched decides nothing: the same servers are the same plan.
  const decisive = { ...population, sources: [] };
  return {
    network,
    population,
    domains,
    fingerprint: digest([network, decisive, http, domains, [...list.ports]]),
  };
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
