import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { type Slice, slicer, tallyServers } from './shares.ts';

/** Servers that have an IPv6 address, alone or beside IPv4. */
export interface IPv6Slice extends Slice {
  /** How many of them are behind a front, whose IPv6 says nothing about the server. */
  readonly behindFronts: number;
}

/**
 * Servers whose addresses disagree: they have two hosters, or a front for only some addresses. Each counts
 * under the company of most of its addresses.
 */
export interface MixedSlice extends Slice {
  /** Answered servers for which this is known; older scans did not record it. */
  readonly known: number;
}

/** @param servers all servers of a scan */
export function countIPv6(servers: readonly MeasuredServer[]): IPv6Slice {
  const answered = servers.filter(isCounted);
  const all = tallyServers(answered);
  const six = answered.filter((server) => server.addresses.some((address) => address.includes(':')));
  return {
    ...slicer(all.servers, all.activeUsers)(tallyServers(six)),
    behindFronts: six.filter((server) => server.front !== null).length,
  };
}

/** @param servers all servers of a scan */
export function countMixed(servers: readonly MeasuredServer[]): MixedSlice {
  const answered = servers.filter(isCounted);
  const all = tallyServers(answered);
  const mixed = answered.filter((server) => server.agree === false);
  return {
    ...slicer(all.servers, all.activeUsers)(tallyServers(mixed)),
    known: answered.filter((server) => server.agree !== null).length,
  };
}
