import { ownerSeat } from '../attribution/rules/seats.ts';
import { NETWORKS, type Network } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { Store } from '../store/store.ts';
import { usefulPast } from './earlier-scans.ts';
import { redactReport } from './redact.ts';
import { buildReport, type ScanResult } from './report.ts';
import type { Report, SourceCredit } from './report-shape.ts';

/** The report on the scan that speaks for a network. Null if no scan is complete. */
export function latestReport(
  store: Store,
  network: Network,
  attributions: readonly SourceCredit[],
  optedOut: (domain: string) => boolean,
): Report | null {
  const scan = store.scans.standing(network);
  return scan === null ? null : reportOn(store, scan, attributions, optedOut);
}

/**
 * The report on a finished scan, with the scans that speak for the other networks for comparison. Domains
 * that opted out since the scan are not named.
 */
export function reportOn(
  store: Store,
  latest: Scan,
  attributions: readonly SourceCredit[],
  optedOut: (domain: string) => boolean,
): Report {
  const { scans, history } = store;
  const { network } = latest;
  const result = (scan: Scan): ScanResult => ({ scan, servers: history.servers(scan.id) });
  const past = usefulPast(scans.all(network), latest);
  const previous = past.at(-1) ?? null;
  const others = NETWORKS.filter((other) => other !== network).map((other) => scans.standing(other));
  const report = buildReport({
    ...result(latest),
    movers: previous === null ? [] : history.movers(latest.id, previous.id),
    previous: previous === null ? null : { scan: previous, totals: history.totals(previous.id) },
    comparison: others.filter((scan) => scan !== null).map(result),
    past: past.map((scan) => ({ scan, totals: history.totals(scan.id) })),
    attributions,
    ownerSeat,
  });
  return redactReport(report, optedOut);
}
