import { ownerSeat } from '../attribution/rules/seats.ts';
import { NETWORKS, type Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { Store } from '../store/store.ts';
import { usefulPast } from './earlier-scans.ts';
import { redactReport } from './redact.ts';
import { buildReport, type ScanResult } from './report.ts';
import type { Report, SourceCredit } from './report-shape.ts';

/**
 * The report on the last complete scan of a network, with the latest scans of the other networks for
 * comparison. Null if no scan is complete. Domains that opted out since the scan are not named.
 */
export function latestReport(
  store: Store,
  network: Network,
  attributions: readonly SourceCredit[],
  optedOut: (domain: string) => boolean,
): Report | null {
  const { scans, history } = store;
  const result = (scan: Scan): ScanResult => ({ scan, servers: history.servers(scan.id) });
  const latest = scans.latest(network);
  if (latest === null) return null;
  const past = usefulPast(scans.all(network), latest);
  const previous = past.at(-1) ?? null;
  const others = NETWORKS.filter((other) => other !== network).map((other) => scans.latest(other));
  const report = buildReport({
    ...result(latest),
    movers: previous === null ? [] : history.movers(latest.id, previous.id),
    previous: previous === null ? null : result(previous),
    comparison: others.filter((scan) => scan !== null).map(result),
    past: past.map((scan) => ({ scan, totals: history.totals(scan.id) })),
    attributions,
    ownerSeat,
  });
  return redactReport(report, optedOut);
}
