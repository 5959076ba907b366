import { NETWORKS } from '../model/network.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer, Mover } from '../model/server.ts';
import { countIPv6, countMixed } from '../statistics/addresses.ts';
import { hosterBounds } from '../statistics/bounds.ts';
import { differenceMargin } from '../statistics/change.ts';
import { concentration } from '../statistics/concentration.ts';
import { measureFarms } from '../statistics/farms.ts';
import { countLatitudes } from '../statistics/latitude.ts';
import { thatHost } from '../statistics/lines.ts';
import { marginOfError } from '../statistics/margin.ts';
import { countMoves } from '../statistics/movers.ts';
import { whatIf } from '../statistics/outages.ts';
import { findImplausible } from '../statistics/plausible.ts';
import { countShares, type Shares } from '../statistics/shares.ts';
import type { PastShares } from '../statistics/totals.ts';
import { comparePast, type PastScan, traceYear } from './past.ts';
import type {
  BothConcentrations,
  ComparisonEntry,
  HosterEntry,
  MoverEntry,
  Report,
  SourceCredit,
} from './report-shape.ts';
import { isoWeek } from './week.ts';

/** A finished scan with what it saw. */
export interface ScanResult {
  readonly scan: Scan;
  readonly servers: readonly MeasuredServer[];
}

export interface ReportInput extends ScanResult {
  /** Against the previous scan. */
  readonly movers: readonly Mover[];
  /** The previous finished scan of the network; changes are told only if it was of the same list. */
  readonly previous: ScanResult | null;
  /** The latest finished scans of the other networks. */
  readonly comparison: readonly ScanResult[];
  /** Earlier scans, of which those of the same list are told as changes and as a trend; none unless given. */
  readonly past?: readonly PastScan[];
  readonly attributions?: readonly SourceCredit[];
}

/**
 * Counts a finished scan into the report that is published. The same input in any order gives the same report.
 *
 * @throws Error if the scan is not finished or its servers are not all there: such a report would be wrong without a sign
 */
export function buildReport(input: ReportInput): Report {
  const { scan, servers, movers } = input;
  const finishedAt = finished(scan);
  if (servers.length !== scan.sampled) {
    throw new Error(`scan ${scan.id} looked at ${scan.sampled} servers, but ${servers.length} were given`);
  }
  const shares = countShares(servers);
  const previous = comparable(scan, input.previous);
  const past = input.past ?? [];
  const now = { shares: asPast(shares), sampling: scan };
  const results = [input, ...input.comparison.filter((other) => other.scan.network !== scan.network)];
  return {
    week: isoWeek(finishedAt),
    network: scan.network,
    source: scan.source,
    sources: scan.sources,
    scanId: scan.id,
    startedAt: scan.startedAt,
    finishedAt,
    population: scan.population,
    sampled: scan.sampled,
    seed: scan.seed,
    answered: shares.answered,
    unresolved: scan.sampled - shares.answered,
    optedOut: scan.optedOut,
    aliases: scan.aliases,
    statuses: countEach(servers.map((server) => server.status)),
    http: countEach(servers.filter((server) => server.status === 'NOERROR').map((server) => server.http)),
    activeUsers: shares.activeUsers,
    countedUsers: shares.countedUsers,
    implausible: findImplausible(servers),
    hosters: hosterEntries(scan, shares, previous),
    fronts: shares.fronts,
    unattributed: shares.unattributed,
    hidden: shares.hidden,
    operators: shares.operators,
    kinds: shares.kinds,
    countries: shares.countries,
    concentration: concentrations(shares),
    previous:
      previous === null
        ? null
        : {
            week: isoWeek(finished(previous.scan)),
            finishedAt: finished(previous.scan),
            answered: previous.servers.filter((server) => server.status === 'NOERROR').length,
          },
    changes: comparePast(past, scan, now),
    trend: traceYear(past, scan, now),
    movers: moverEntries(movers),
    flows: countMoves(movers),
    whatIf: whatIf(servers),
    latitudes: countLatitudes(servers),
    ipv6: countIPv6(servers),
    mixed: countMixed(servers),
    farms: measureFarms(servers, scan.farms),
    comparison: results
      .toSorted((a, b) => NETWORKS.indexOf(a.scan.network) - NETWORKS.indexOf(b.scan.network))
      .map(compare),
    licence: 'CC BY 4.0',
    attributions: input.attributions ?? [],
  };
}

function finished(scan: Scan): string {
  if (scan.finishedAt === null) throw new Error(`scan ${scan.id} is not finished`);
  return scan.finishedAt;
}

/** Shares of another list are another thing, and a difference would be no change. */
function comparable(scan: Scan, previous: ScanResult | null): ScanResult | null {
  if (previous === null || previous.scan.finishedAt === null) return null;
  const same = previous.scan.network === scan.network && previous.scan.source === scan.source;
  return same && previous.servers.some((server) => server.status === 'NOERROR') ? previous : null;
}

function hosterEntries(scan: Scan, shares: Shares, previous: ScanResult | null): readonly HosterEntry[] {
  const before = previous === null ? null : countShares(previous.servers);
  const servers = new Map(before?.hosters.map((hoster) => [hoster.id, hoster.servers]));
  return shares.hosters.map((hoster): HosterEntry => {
    const margin = marginOfError(hoster.servers, shares.answered, scan);
    const count = servers.get(hoster.id) ?? 0;
    const marginBefore =
      previous === null || before === null ? null : marginOfError(count, before.answered, previous.scan);
    return {
      ...hoster,
      ...hosterBounds(hoster.servers, shares.hidden.servers, shares.answered),
      marginOfError: margin,
      activeMax:
        shares.activeUsers === 0
          ? null
          : hosterBounds(hoster.activeUsers, shares.hidden.activeUsers, shares.activeUsers).max,
      change: before === null ? null : hoster.share - count / before.answered,
      changeMargin: before === null ? null : differenceMargin(marginBefore, margin),
    };
  });
}

/** This scan's counts in the form in which past ones are stored. */
function asPast(shares: Shares): PastShares {
  const { byUsers, ...byServers } = concentrations(shares);
  return {
    answered: shares.answered,
    activeUsers: shares.activeUsers,
    hosters: new Map(shares.hosters.map((hoster) => [hoster.id, hoster])),
    hidden: shares.hidden,
    concentration: byServers,
    concentrationByUsers: byUsers,
  };
}

function concentrations(shares: Shares): BothConcentrations {
  const { hosters, hidden, answered, activeUsers } = shares;
  const servers = hosters.map((hoster) => hoster.servers);
  const users = hosters.map((hoster) => hoster.activeUsers);
  return {
    ...concentration(servers, hidden.servers, answered),
    byUsers: concentration(users, hidden.activeUsers, activeUsers),
  };
}

function compare({ scan, servers }: ScanResult): ComparisonEntry {
  const shares = countShares(servers);
  return {
    network: scan.network,
    source: scan.source,
    week: isoWeek(finished(scan)),
    answered: shares.answered,
    sampled: scan.sampled,
    population: scan.population,
    activeUsers: shares.activeUsers,
    hidden: shares.hidden,
    top: thatHost(hosterEntries(scan, shares, null)).slice(0, 5),
    concentration: concentrations(shares),
  };
}

function moverEntries(movers: readonly Mover[]): readonly MoverEntry[] {
  return movers
    .map(({ domain, change, from, to }) => ({
      domain,
      change,
      from: { hoster: from.hoster, front: from.front },
      to: { hoster: to.hoster, front: to.front },
    }))
    .sort((a, b) => {
      if (a.change !== b.change) return a.change === 'hoster' ? -1 : 1;
      return a.domain < b.domain ? -1 : 1;
    });
}

function countEach<Status extends string>(statuses: readonly Status[]): Partial<Record<Status, number>> {
  const counts: Partial<Record<Status, number>> = {};
  for (const status of statuses.toSorted()) {
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
