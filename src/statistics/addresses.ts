import type { MeasuredServer } from '../model/server.ts';
import { type Slice, slicer, tallyServers } from './shares.ts';

/** Servers that have an IPv6 address, whatever else they have. */
export interface IPv6Slice extends Slice {
  /** Of these, how many are behind a front: the address is the front's, and says nothing of the server. */
  readonly behindFronts: number;
}

/** Servers whose addresses disagree: two hosters, or a front for some of them only. They count where most addresses are. */
export interface MixedSlice extends Slice {
  /** Answered servers of which it is known; the others were seen before it was recorded. */
  readonly known: number;
}

/** @param servers all of a scan */
export function countIPv6(servers: readonly MeasuredServer[]): IPv6Slice {
  const answered = servers.filter((server) => server.status === 'NOERROR');
  const all = tallyServers(answered);
  const six = answered.filter((server) => server.addresses.some((address) => address.includes(':')));
  return {
    ...slicer(all.servers, all.activeUsers)(tallyServers(six)),
    behindFronts: six.filter((server) => server.front !== null).length,
  };
}

/** @param servers all of a scan */
export function countMixed(servers: readonly MeasuredServer[]): MixedSlice {
  const answered = servers.filter((server) => server.status === 'NOERROR');
  const all = tallyServers(answered);
  const mixed = answered.filter((server) => server.agree === false);
  return {
    ...slicer(all.servers, all.activeUsers)(tallyServers(mixed)),
    known: answered.filter((server) => server.agree !== null).length,
  };
}
