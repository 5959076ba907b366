import { parseAddress } from '../model/address.ts';
import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { type Concentration, concentration } from './concentration.ts';
import { type Slice, slicer, type Tally, tallyServers } from './shares.ts';

/** Number of rows listed; the concentration covers all of them. */
const LARGEST = 100;

/** Servers that share an AS or an address block. */
export interface SystemSlice extends Slice {
  /** AS number in decimal, or a block in CIDR notation. */
  readonly id: string;
  /** Name of the company (front or hoster) of most of these servers; null if unknown. */
  readonly name: string | null;
  /** Whether the company is a front, behind which the servers' own place is hidden. */
  readonly isFront: boolean;
}

export interface SystemShares {
  /** The 100 largest by servers. */
  readonly largest: readonly SystemSlice[];
  /** Number of all systems or blocks. */
  readonly count: number;
  /** Servers without a known one. */
  readonly unknown: Slice;
  /** Over all of them. Servers behind fronts count for none, because their own place is hidden. */
  readonly concentration: Concentration & { readonly byUsers: Concentration };
}

/** Shares by autonomous system and by address block, as in earlier surveys. */
export interface Systems {
  readonly systems: SystemShares;
  /** IPv4 blocks of /24 and IPv6 blocks of /48: the smallest that are announced on their own. */
  readonly prefixes: SystemShares;
}

/** @param servers all servers of a scan */
export function countSystems(servers: readonly MeasuredServer[]): Systems {
  const answered = servers.filter(isCounted);
  return {
    systems: sharesBy(answered, ({ asn }) => (asn === null ? null : String(asn))),
    prefixes: sharesBy(answered, ({ addresses }) => addressBlock(addresses)),
  };
}

/**
 * The block of a server: the /24 of its first IPv4 address, or without one the /48 of its first IPv6 address.
 * Addresses must be canonical and sorted, so that the first is the same in every scan.
 */
export function addressBlock(addresses: readonly string[]): string | null {
  const first = addresses.find((address) => !address.includes(':')) ?? addresses[0];
  if (first === undefined) return null;
  if (!first.includes(':')) return `${first.slice(0, first.lastIndexOf('.'))}.0/24`;
  const [head = '', tail] = first.split('::');
  const words = head === '' ? [] : head.split(':');
  const known = tail === undefined ? words : [...words, '0', '0', '0'];
  const block = parseAddress(`${known.slice(0, 3).join(':')}::`);
  return block === null ? null : `${block}/48`;
}

function sharesBy(
  answered: readonly MeasuredServer[],
  keyOf: (server: MeasuredServer) => string | null,
): SystemShares {
  const all = tallyServers(answered);
  const slice = slicer(all.servers, all.activeUsers);
  const groups = [...Map.groupBy(answered, keyOf)].map(([id, members]) => {
    const behind = members.filter(({ front }) => front !== null);
    return { id, members, tally: tallyServers(members), hidden: tallyServers(behind) };
  });
  const known = groups.filter(({ id }) => id !== null);
  const hidden = tallyServers(answered.filter(({ front }) => front !== null));
  const held = (unit: keyof Tally) => known.map((group) => group.tally[unit] - group.hidden[unit]);
  return {
    largest: known
      .sort(
        (a, b) =>
          b.tally.servers - a.tally.servers ||
          b.tally.activeUsers - a.tally.activeUsers ||
          ((a.id ?? '') < (b.id ?? '') ? -1 : 1),
      )
      .slice(0, LARGEST)
      .map(({ id, members, tally, hidden: { servers } }) => ({
        id: id ?? '',
        name: commonestCompany(members),
        isFront: servers * 2 > members.length,
        ...slice(tally),
      })),
    count: known.length,
    unknown: slice(groups.find(({ id }) => id === null)?.tally ?? { servers: 0, activeUsers: 0 }),
    concentration: {
      ...concentration(held('servers'), hidden.servers, all.servers),
      byUsers: concentration(held('activeUsers'), hidden.activeUsers, all.activeUsers),
    },
  };
}

/**
 * The most frequent company. Ties go by code unit order, so that the order of the servers does not matter.
 */
function commonestCompany(members: readonly MeasuredServer[]): string | null {
  const names = Map.groupBy(members, ({ front, hoster }) => (front ?? hoster)?.name ?? null);
  const known = [...names].filter(([name]) => name !== null);
  return (
    known.sort(([a, x], [b, y]) => y.length - x.length || ((a ?? '') < (b ?? '') ? -1 : 1))[0]?.[0] ?? null
  );
}
