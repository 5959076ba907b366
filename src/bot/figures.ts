import type { Hoster } from '../model/attribution.ts';
import type { Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';
import { countLatitudes, type LocatedServer } from '../statistics/latitude.ts';
import { thatHost } from '../statistics/lines.ts';
import type { Store } from '../store/store.ts';

/** A hoster and its fraction of the servers that answered, 0 to 1. */
export interface Share {
  readonly name: string;
  readonly share: number;
}

/** The largest hosters in the last complete scan of a network. */
export interface Top {
  readonly network: Network;
  /** None where all that is seen is behind fronts. */
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
  /** Servers whose place is known. */
  readonly located: number;
  readonly finishedAt: string;
}

/** What the last complete scans say of whole networks; null where none says anything. */
export interface Figures {
  top(network: Network): Top | null;
  north(network: Network): North | null;
}

const MOST_HOSTERS = 5;

export function createFigures({ scans, history }: Pick<Store, 'scans' | 'history'>): Figures {
  /** Reading every server takes a while, and a scan does not change. */
  const northernmost = new Map<Network, { readonly scanId: number; readonly north: North | null }>();

  return {
    top(network) {
      const scan = scans.latest(network);
      if (scan === null) return null;
      const totals = history.totals(scan.id);
      const of = (layer: string) => totals.filter((total) => total.layer === layer);
      const answered = of('status').find(({ key }) => key === 'NOERROR')?.servers ?? 0;
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

    north(network) {
      const scan = scans.latest(network);
      if (scan === null) return null;
      const known = northernmost.get(network);
      // Its admin may have asked not to be named since.
      const isKnown = known?.scanId === scan.id;
      if (isKnown && (known.north === null || history.server(network, known.north.server.domain) !== null))
        return known.north;
      const north = northOf(network, scan, history.servers(scan.id));
      northernmost.set(network, { scanId: scan.id, north });
      return north;
    },
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
