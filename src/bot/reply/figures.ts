import type { Hoster } from '../../model/attribution.ts';
import type { Network } from '../../model/network.ts';
import type { Scan } from '../../model/scan.ts';
import type { MeasuredServer } from '../../model/server.ts';
import { thatHost } from '../../statistics/access-providers.ts';
import { countLatitudes, type LocatedServer } from '../../statistics/latitude.ts';
import { countAnswered } from '../../statistics/totals.ts';
import type { Total } from '../../store/history.ts';
import type { Store } from '../../store/store.ts';
import type { KnownName } from '../request/request-kinds.ts';

/** A hoster and its fraction of the servers that answered, 0 to 1. */
export interface Share {
  readonly name: string;
  readonly share: number;
}

/** The largest hosters in the last complete scan of a network. */
export interface Top {
  readonly network: Network;
  /** Empty if all known servers are behind fronts. */
  readonly hosters: readonly Share[];
  /** Fraction of the servers behind fronts, 0 to 1. */
  readonly hidden: number;
  readonly answered: number;
  /** ISO 8601. */
  readonly finishedAt: string;
}

export interface North {
  readonly network: Network;
  readonly server: LocatedServer;
  readonly hoster: Hoster | null;
  /** Number of servers with a known location. */
  readonly located: number;
  readonly finishedAt: string;
}

/** How much of a network is with a company or in a country. */
export interface NameFigure {
  readonly network: Network;
  readonly named: KnownName;
  readonly servers: number;
  readonly activeUsers: number;
  readonly answered: number;
  /** Active users of all that answered. */
  readonly allUsers: number;
  /** Its place among those of its kind by servers, and how many these are; null for access providers. */
  readonly rank: { readonly place: number; readonly of: number } | null;
  /** Fraction of the servers behind fronts, 0 to 1: nothing is known of their hoster and place. */
  readonly hidden: number;
  readonly finishedAt: string;
}

/** What the last complete scans say of whole networks; null where none says anything. */
export interface NetworkFigures {
  top(network: Network): Top | null;
  north(network: Network): North | null;
  named(network: Network, named: KnownName): NameFigure | null;
}

const MOST_HOSTERS = 5;

export function createNetworkFigures({ scans, history }: Pick<Store, 'scans' | 'history'>): NetworkFigures {
  /** A cache: reading all servers takes a while, and a finished scan does not change. */
  const northernmost = new Map<Network, { readonly scanId: number; readonly north: North | null }>();

  return {
    top(network) {
      const scan = scans.standing(network);
      if (scan === null) return null;
      const totals = history.totals(scan.id);
      const of = (layer: string) => totals.filter((total) => total.layer === layer);
      const answered = countAnswered(totals).servers;
      const hosting = thatHost(of('hoster'));
      const hidden = of('front').reduce((sum, { servers }) => sum + servers, 0);
      if (answered === 0 || hosting.length + hidden === 0) return null;
      return {
        network,
        hosters: hosting
          .slice(0, MOST_HOSTERS)
          .map(({ name, key, servers }) => ({ name: name ?? key, share: servers / answered })),
        hidden: hidden / answered,
        answered,
        finishedAt: finishOf(scan),
      };
    },

    named(network, named) {
      const scan = scans.standing(network);
      return scan === null ? null : nameFigureOf(network, named, { scan, totals: history.totals(scan.id) });
    },

    north(network) {
      const scan = scans.standing(network);
      if (scan === null) return null;
      const known = northernmost.get(network);
      // The server's admin may have opted out since.
      const isKnown = known?.scanId === scan.id;
      if (isKnown && (known.north === null || history.server(network, known.north.server.domain) !== null))
        return known.north;
      const north = northOf(network, scan, history.servers(scan.id));
      northernmost.set(network, { scanId: scan.id, north });
      return north;
    },
  };
}

function nameFigureOf(
  network: Network,
  named: KnownName,
  { scan, totals }: { readonly scan: Scan; readonly totals: readonly Total[] },
): NameFigure | null {
  const ofRole = totals.filter(({ layer }) => layer === named.role);
  const own = ofRole.find(({ key }) => key === named.key);
  if (own === undefined) return null;
  const all = countAnswered(totals);
  const ranked = thatHost(ofRole);
  const hidden = totals
    .filter(({ layer }) => layer === 'front')
    .reduce((sum, { servers }) => sum + servers, 0);
  return {
    network,
    named,
    servers: own.servers,
    activeUsers: own.activeUsers,
    answered: all.servers,
    allUsers: all.activeUsers,
    rank: ranked.includes(own)
      ? { place: ranked.filter(({ servers }) => servers > own.servers).length + 1, of: ranked.length }
      : null,
    hidden: all.servers === 0 ? 0 : hidden / all.servers,
    finishedAt: finishOf(scan),
  };
}

function northOf(network: Network, scan: Scan, servers: readonly MeasuredServer[]): North | null {
  const { northernmost: server, located } = countLatitudes(servers);
  if (server === null) return null;
  const hoster = servers.find(({ domain }) => domain === server.domain)?.hoster ?? null;
  return { network, server, hoster, located: located.servers, finishedAt: finishOf(scan) };
}

function finishOf(scan: Scan): string {
  return scan.finishedAt ?? scan.startedAt;
}
