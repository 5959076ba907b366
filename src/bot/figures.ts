import type { Hoster } from '../model/attribution.ts';
import type { Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer } from '../model/server.ts';
import { thatHost } from '../report/hosting.ts';
import { countLatitudes, type LocatedServer } from '../statistics/latitude.ts';
import { countShares } from '../statistics/shares.ts';
import type { Store } from '../store/store.ts';

/** A hoster and its fraction of the servers that answered, 0 to 1. */
export interface Share {
  readonly name: string;
  readonly share: number;
}

/** The largest hosters in the last complete scan of a network. */
export interface Top {
  readonly network: Network;
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
  const ofScan = createScanCache(scans, history);

  return {
    top: (network) => ofScan(network)?.top ?? null,

    north(network) {
      const known = ofScan(network);
      // Its admin may have asked not to be named since.
      const domain = known?.north?.server.domain;
      if (domain === undefined || history.server(network, domain) !== null) return known?.north ?? null;
      return ofScan(network, 'again')?.north ?? null;
    },
  };
}

interface Counted {
  readonly scanId: number;
  readonly top: Top | null;
  readonly north: North | null;
}

/** What was counted of each network's last complete scan: reading every server takes a while, and a scan does not change. */
function createScanCache({ latest }: Store['scans'], { servers }: Store['history']) {
  const counted = new Map<Network, Counted>();
  return (network: Network, again?: 'again'): Counted | null => {
    const scan = latest(network);
    if (scan === null) return null;
    const known = counted.get(network);
    if (known?.scanId === scan.id && again === undefined) return known;
    const all = servers(scan.id);
    const now = { scanId: scan.id, top: topOf(network, scan, all), north: northOf(network, scan, all) };
    counted.set(network, now);
    return now;
  };
}

function topOf(network: Network, scan: Scan, servers: readonly MeasuredServer[]): Top | null {
  const { hosters, hidden, answered } = countShares(servers);
  if (answered === 0) return null;
  return {
    network,
    hosters: thatHost(hosters).slice(0, MOST_HOSTERS),
    hidden: hidden.share,
    answered,
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
