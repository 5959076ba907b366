import type { MeasuredServer } from '../model/server.ts';
import { type Slice, slicer, tallyServers } from './shares.ts';

/** How many of the largest are told in each layer. */
const LARGEST = 10;

/** What a network would lose if something went down. The counts are the least: what is seen there. */
export interface Outage extends Slice {
  /** Id of a hoster or front, number of an AS in decimal, or code of a country. */
  readonly id: string;
  /** Of the hoster or front, or whose AS it is; null for a country, whose name depends on the reader's language. */
  readonly name: string | null;
  /** Of `servers`, how many have addresses elsewhere too and might stay up. */
  readonly mixed: number;
  /** `share` and `activeShare` with all servers that may be there too, because nobody can see where they are. */
  readonly maxShare: number;
  readonly activeMax: number | null;
}

/** Largest first by servers, ten at most each. */
export interface WhatIf {
  readonly hosters: readonly Outage[];
  readonly fronts: readonly Outage[];
  /** All that share an AS: a mistake in its routing takes them down together. */
  readonly systems: readonly Outage[];
  readonly countries: readonly Outage[];
}

interface Layer {
  /** What the server would go down with; null where it is not seen to depend on anything of this layer. */
  readonly key: (server: MeasuredServer) => string | null;
  readonly name: (server: MeasuredServer) => string | null;
  /** Whether the server may depend on any member of the layer without being seen there. */
  readonly unseen: (server: MeasuredServer) => boolean;
}

const LAYERS: Readonly<Record<keyof WhatIf, Layer>> = {
  hosters: {
    key: ({ front, hoster }) => (front === null ? (hoster?.id ?? null) : null),
    name: ({ hoster }) => hoster?.name ?? null,
    unseen: ({ front }) => front !== null,
  },
  // Whoever is behind a front is seen there; nobody else depends on it.
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
  countries: {
    key: ({ country }) => country,
    name: () => null,
    unseen: ({ country }) => country === null,
  },
};

/**
 * "What if it goes down": servers and active users that would be out of reach, after A. Raman et al., "Challenges in the
 * Decentralised Web: The Mastodon Case" (IMC 2019), which took instances and ASes down in this way. A server is lost where
 * most of its addresses are; followers and posts that survive on other servers are not counted.
 */
export function whatIf(servers: readonly MeasuredServer[]): WhatIf {
  const answered = servers.filter((server) => server.status === 'NOERROR');
  return {
    hosters: outages(answered, LAYERS.hosters),
    fronts: outages(answered, LAYERS.fronts),
    systems: outages(answered, LAYERS.systems),
    countries: outages(answered, LAYERS.countries),
  };
}

function outages(answered: readonly MeasuredServer[], layer: Layer): readonly Outage[] {
  const all = tallyServers(answered);
  const slice = slicer(all.servers, all.activeUsers);
  const unseen = answered.filter(layer.unseen);
  const unseenTally = tallyServers(unseen);
  // An AS of a front has its own servers among the unseen; they must not count twice.
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

/** The name most have, ties by code unit order, so that the order of the servers does not matter. */
function commonest(names: readonly (string | null)[]): string | null {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, same]) => [name, same.length] as const);
  const known = counts.filter(([name]) => name !== null);
  return known.sort(([a, x], [b, y]) => y - x || ((a ?? '') < (b ?? '') ? -1 : 1))[0]?.[0] ?? null;
}
