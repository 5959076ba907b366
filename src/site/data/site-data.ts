import type { DataSource } from '../../attribution/databases/sources.ts';
import { ownerSeat } from '../../attribution/rules/seats.ts';
import { NETWORKS, type Network } from '../../model/network.ts';
import type { Scan } from '../../model/scan.ts';
import type { MeasuredServer, Mover } from '../../model/server.ts';
import { usefulPast } from '../../report/earlier-scans.ts';
import { redactReport } from '../../report/redact.ts';
import { buildReport, type ScanResult } from '../../report/report.ts';
import type { Report } from '../../report/report-shape.ts';
import {
  earlierComparable,
  FOUR_WEEKS,
  nearestBefore,
  weeksOfList,
  YEAR,
} from '../../statistics/comparable-scans.ts';
import type { Store } from '../../store/store.ts';
import { type OptedOut, redactServers } from './redact.ts';
import { createSeries, type Series } from './series.ts';

/** Who moved since an earlier scan. */
export interface MovesSince {
  /** The earlier scan; null where there is none that old. */
  readonly since: Scan | null;
  /** Only those whose hoster or front changed. */
  readonly movers: readonly Mover[];
  /** The same by the hoster or front that they came to, and that they left. */
  readonly cameTo: ReadonlyMap<string, readonly Mover[]>;
  readonly left: ReadonlyMap<string, readonly Mover[]>;
}

/** All that the site tells of one network: its last complete scan and how it came to be so. */
export interface NetworkMaterial {
  readonly network: Network;
  readonly scan: Scan;
  readonly report: Report;
  /** Of the scan, by domain, without those that opted out. */
  readonly servers: readonly MeasuredServer[];
  readonly series: Series;
  readonly moves: {
    readonly previous: MovesSince;
    readonly fourWeeks: MovesSince;
    readonly year: MovesSince;
  };
}

export interface MaterialOptions {
  readonly store: Store;
  readonly sources: readonly DataSource[];
  readonly optedOut: OptedOut;
}

/** Reads and counts the last complete scan of each network that has one; the fediverse first. */
export function gatherMaterial({ store, sources, optedOut }: MaterialOptions): readonly NetworkMaterial[] {
  const { scans, history } = store;
  const latest = NETWORKS.map((network) => scans.standing(network)).filter((scan) => scan !== null);
  const results = new Map(latest.map((scan) => [scan.id, { scan, servers: history.servers(scan.id) }]));
  return latest.map((scan): NetworkMaterial => {
    const result = results.get(scan.id) as ScanResult;
    const all = scans.all(scan.network);
    const earlier = earlierComparable(all, scan);
    const past = usefulPast(all, scan);
    const previous = past.at(-1) ?? null;
    const report = buildReport({
      ...result,
      movers: previous === null ? [] : history.movers(scan.id, previous.id),
      previous: previous === null ? null : { scan: previous, totals: history.totals(previous.id) },
      comparison: [...results.values()].filter((other) => other !== result),
      past: past.map((one) => ({ scan: one, totals: history.totals(one.id) })),
      attributions: sources,
      ownerSeat,
    });
    const moves = (since: Scan | null): MovesSince => {
      const all = since === null ? [] : history.movers(scan.id, since.id);
      return movesSince(
        since,
        all.filter(({ domain, change }) => change === 'hoster' && !optedOut(domain)),
      );
    };
    return {
      network: scan.network,
      scan,
      report: redactReport(report, optedOut),
      servers: redactServers(result.servers, optedOut),
      series: createSeries(weeksOfList(all, scan), ({ id }) => history.totals(id)),
      moves: {
        previous: moves(previous),
        fourWeeks: moves(nearestBefore(earlier, scan, FOUR_WEEKS) ?? null),
        year: moves(nearestBefore(earlier, scan, YEAR) ?? null),
      },
    };
  });
}

function movesSince(since: Scan | null, movers: readonly Mover[]): MovesSince {
  const company = ({ hoster, front }: Mover['from']) => (front ?? hoster)?.id ?? '';
  return {
    since,
    movers,
    cameTo: Map.groupBy(movers, ({ to }) => company(to)),
    left: Map.groupBy(movers, ({ from }) => company(from)),
  };
}
