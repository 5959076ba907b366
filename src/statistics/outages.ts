import { isCounted } from '../model/observation.ts';
import type { MeasuredServer } from '../model/server.ts';
import { type Slice, slicer, tallyServers } from './shares.ts';

/** Maximum number of outages listed in each layer. */
const LARGEST = 10;

/** What a network would lose if something went down. The counts are lower limits: the servers seen there. */
export interface Outage extends Slice {
  /** Id of a hoster or front, AS number in decimal, "hoster id, city, country", or country code. */
  readonly id: string;
  /**
   * Name of the hoster, front or company that has the AS. Null for a country, whose name depends on the
   * reader's language.
   */
  readonly name: string | null;
  /** How many of `servers` also have addresses elsewhere and might stay up. */
  readonly mixed: number;
  /** `share` and `activeShare` if all servers whose place is not visible were there too. */
  readonly maxShare: number;
  readonly activeMax: number | null;
}

/** At most ten outages per layer, sorted by servers, largest first. */
export interface WhatIf {
  readonly hosters: readonly Outage[];
  readonly fronts: readonly Outage[];
  /** Servers in the same AS: a routing mistake takes all of them down together. */
  readonly systems: readonly Outage[];
  /** Data centres, approximated by all servers of one company in one city, if the city is known. */
  readonly sites: readonly Outage[];
  readonly countries: readonly Outage[];
}

interface OutageLayer {
  /**
   * The key of what the server would go down with; null if it is not seen to depend on anything in this
   * layer.
   */
  readonly key: (server: MeasuredServer) => string | null;
  readonly name: (server: MeasuredServer) => string | null;
  /** Whether the server may depend on some member of the layer without being seen there. */
  readonly unseen: (server: MeasuredServer) => boolean;
}

const LAYERS: Readonly<Record<keyof WhatIf, OutageLayer>> = {
  hosters: {
    key: ({ front, hoster }) => (front === null ? (hoster?.id ?? null) : null),
    name: ({ hoster }) => hoster?.name ?? null,
    unseen: ({ front }) => front !== null,
  },
  // A server behind a front is always seen there, and no other server depends on the front.
  fronts: {
    key: ({ front }) => front?.id ?? null,
    name: ({ front }) => front?.name ?? null,
    unseen: () => false,
  },
  systems: {
    key: ({ asn }) => (asn === null ? null : String(asn)),
    name: ({ front, hoster }) => (front ?? hoster)?.name ?? null,
    unseen: ({ front }) => front !== null,
  },
  sites: {
    key: ({ front, hoster, country, city }) =>
      front !== null || hoster === null || city === null ? null : `${hoster.id}, ${city}, ${country}`,
    name: ({ hoster, city }) => (hoster === null ? null : `${hoster.name}, ${city}`),
    unseen: ({ front, city }) => front !== null || city === null,
  },
  countries: {
    key: ({ country }) => country,
    name: () => null,
    unseen: ({ country }) => country === null,
  },
};

/**
 * "What if it goes down": servers and active users that would be unreachable. The method is that of A. Raman
 * et al., "Challenges in the Decentralised Web: The Mastodon Case" (IMC 2019), which removed instances and
 * ASes in this way. A server goes down with the place of most of its addresses. Followers and posts that
 * survive on other servers are not counted.
 */
export function whatIf(servers: readonly MeasuredServer[]): WhatIf {
  const answered = servers.filter(isCounted);
  return {
    hosters: outages(answered, LAYERS.hosters),
    fronts: outages(answered, LAYERS.fronts),
    systems: outages(answered, LAYERS.systems),
    sites: outages(answered, LAYERS.sites),
    countries: outages(answered, LAYERS.countries),
  };
}

function outages(answered: readonly MeasuredServer[], layer: OutageLayer): readonly Outage[] {
  const all = tallyServers(answered);
  const slice = slicer(all.servers, all.activeUsers);
  const unseen = answered.filter(layer.unseen);
  const unseenTally = tallyServers(unseen);
  // The AS of a front has its own servers among the unseen ones; count them once.
  const unseenByKey = Map.groupBy(unseen, layer.key);

  return [...Map.groupBy(answered, layer.key)]
    .flatMap(([id, members]): Outage[] => {
      if (id === null) return [];
      const seen = tallyServers(members);
      const twice = tallyServers(unseenByKey.get(id) ?? []);
      const most = slice({
        servers: seen.servers + unseenTally.servers - twice.servers,
        activeUsers: seen.activeUsers + unseenTally.activeUsers - twice.activeUsers,
      });
      return [
        {
          id,
          name: commonest(members.map(layer.name)),
          ...slice(seen),
          mixed: members.filter((server) => server.agree === false).length,
          maxShare: most.share,
          activeMax: most.activeShare,
        },
      ];
    })
    .sort((a, b) => b.servers - a.servers || b.activeUsers - a.activeUsers || (a.id < b.id ? -1 : 1))
    .slice(0, LARGEST);
}

/** The most frequent name. Ties go by code unit order, so that the order of the servers does not matter. */
function commonest(names: readonly (string | null)[]): string | null {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, same]) => [name, same.length] as const);
  const known = counts.filter(([name]) => name !== null);
  return known.sort(([a, x], [b, y]) => y - x || ((a ?? '') < (b ?? '') ? -1 : 1))[0]?.[0] ?? null;
}
