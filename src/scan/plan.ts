import { createHash } from 'node:crypto';
import { thinFarms } from '../lists/farms.ts';
import type { OptOuts } from '../lists/opt-outs.ts';
import { drawSample } from '../lists/sample.ts';
import type { ServerList } from '../lists/server-list.ts';
import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { Population } from '../model/scan.ts';

/** The servers that one scan looks at, and how. */
export interface Plan {
  readonly network: Network;
  readonly population: Population;
  /** The servers to look at, in the list's order. */
  readonly domains: readonly Domain[];
  /**
   * A digest of everything that determines what is looked at and how. A scan is resumed only by the same
   * plan.
   */
  readonly fingerprint: string;
  /** Whether servers get HTTP requests. */
  readonly http?: boolean;
}

export interface PlanOptions {
  readonly network: Network;
  readonly list: ServerList;
  readonly optOuts: OptOuts;
  /** Whether a domain is below a managed hoster's domain, where each name is a server of its own. */
  readonly managed: (domain: string) => boolean;
  /** A random sample; null for a census. */
  readonly sample: { readonly size: number; readonly seed: string } | null;
  /** Look at only this many of the remaining servers, for a trial; null for all. */
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
  // The time at which a list was fetched does not matter: the same servers make the same plan.
  const decisive = { ...population, sources: [] };
  return {
    network,
    population,
    domains,
    http,
    fingerprint: digest([network, decisive, http, domains, [...list.ports]]),
  };
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
