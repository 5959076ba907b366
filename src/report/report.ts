import { NETWORKS } from '../model/network.ts';
import { isCounted } from '../model/observation.ts';
import type { Scan } from '../model/scan.ts';
import type { MeasuredServer, Mover } from '../model/server.ts';
import { isoWeek } from '../model/week.ts';
import { thatHost } from '../statistics/access-providers.ts';
import { countIPv6, countMixed } from '../statistics/addresses.ts';
import { hosterBounds } from '../statistics/bounds.ts';
import { differenceMargin } from '../statistics/change.ts';
import { measureFarms } from '../statistics/farms.ts';
import { countJurisdictions, type OwnerSeat } from '../statistics/jurisdiction.ts';
import { countLatitudes } from '../statistics/latitude.ts';
import { countManaged } from '../statistics/managed.ts';
import { marginOfError } from '../statistics/margin.ts';
import { countMoves } from '../statistics/movers.ts';
import { whatIf } from '../statistics/outages.ts';
import { findImplausible } from '../statistics/plausible.ts';
import { countShares, type Shares } from '../statistics/shares.ts';
import { countSystems } from '../statistics/systems.ts';
import { countAnswered, type PastShares, readTotals } from '../statistics/totals.ts';
import { concentrations, unseenOf } from './concentrations.ts';
import { comparePast, type PastScan, traceYear } from './earlier-scans.ts';
import { countGroups } from './groups.ts';
import type { ComparisonEntry, HosterEntry, MoverEntry, Report, SourceCredit } from './report-shape.ts';

/** A finished scan and its servers. */
export interface ScanResult {
  readonly scan: Scan;
  readonly servers: readonly MeasuredServer[];
}

export interface ReportInput extends ScanResult {
  /** Servers that moved since the previous scan. */
  readonly movers: readonly Mover[];
  /** The previous finished scan of the network. Changes are reported only if it was of the same list. */
  readonly previous: PastScan | null;
  /** The latest finished scans of the other networks. */
  readonly comparison: readonly ScanResult[];
  /** Earlier scans; those of the same list become changes and the trend. Default: none. */
  readonly past?: readonly PastScan[];
  readonly attributions?: readonly SourceCredit[];
  /** Seats of the companies that own others. Default: none known. */
  readonly ownerSeat?: OwnerSeat;
}

/**
 * Counts a finished scan into the report to publish. The order of the input does not matter.
 *
 * @throws Error if the scan is not finished or servers are missing, because the report would be silently
 * wrong
 */
export function buildReport(input: ReportInput): Report {
  const { scan, servers, movers } = input;
  const finishedAt = finished(scan);
  if (servers.length !== scan.sampled) {
    throw new Error(`scan ${scan.id} looked at ${scan.sampled} servers, but ${servers.length} were given`);
  }
  const shares = countShares(servers);
  const previous = comparable(scan, input.previous);
  const { past = [], ownerSeat = () => null } = input;
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
    undetermined: servers.filter(({ status }) => status === 'UNDETERMINED').length,
    optedOut: scan.optedOut,
    aliases: scan.aliases,
    statuses: countEach(servers.map((server) => server.status)),
    http: countEach(servers.filter(isCounted).map((server) => server.http)),
    activeUsers: shares.activeUsers,
    countedUsers: shares.countedUsers,
    implausible: findImplausible(servers),
    hosters: hosterEntries(scan, shares, previous),
    fronts: shares.fronts,
    unattributed: shares.unattributed,
    hidden: shares.hidden,
    operators: shares.operators,
    managed: countManaged(servers),
    kinds: shares.kinds,
    countries: shares.countries,
    uncertainCountry: shares.uncertainCountry,
    jurisdictions: countJurisdictions(servers, scan, ownerSeat),
    groups: {
      software: countGroups(servers, 'software', scan, ownerSeat),
      size: countGroups(servers, 'size', scan, ownerSeat),
    },
    routing: countSystems(servers),
    concentration: concentrations(shares),
    previous:
      previous === null
        ? null
        : {
            week: isoWeek(finished(previous.scan)),
            finishedAt: finished(previous.scan),
            answered: countAnswered(previous.totals).servers,
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

/** The previous scan if its shares are comparable: shares of another list differ without any change. */
function comparable(scan: Scan, previous: PastScan | null): PastScan | null {
  if (previous === null || previous.scan.finishedAt === null) return null;
  const same = previous.scan.network === scan.network && previous.scan.source === scan.source;
  return same && countAnswered(previous.totals).servers > 0 ? previous : null;
}

function hosterEntries(scan: Scan, shares: Shares, previous: PastScan | null): readonly HosterEntry[] {
  const before = previous === null ? null : readTotals(previous.totals);
  const unseen = unseenOf(shares);
  return shares.hosters.map((hoster): HosterEntry => {
    const margin = marginOfError(hoster.servers, shares.answered, scan);
    const count = before?.hosters.get(hoster.id)?.servers ?? 0;
    const marginBefore =
      previous === null || before === null ? null : marginOfError(count, before.answered, previous.scan);
    return {
      ...hoster,
      ...hosterBounds(hoster.servers, unseen.servers, shares.answered),
      marginOfError: margin,
      activeMax:
        shares.activeUsers === 0
          ? null
          : hosterBounds(hoster.activeUsers, unseen.activeUsers, shares.activeUsers).max,
      change: before === null ? null : hoster.share - count / before.answered,
      changeMargin: before === null ? null : differenceMargin(marginBefore, margin),
    };
  });
}

/** This scan's counts in the shape in which earlier ones are stored. */
function asPast(shares: Shares): PastShares {
  const { byUsers, ...byServers } = concentrations(shares);
  return {
    answered: shares.answered,
    activeUsers: shares.activeUsers,
    hosters: new Map(shares.hosters.map((hoster) => [hoster.id, hoster])),
    hidden: shares.hidden,
    undetermined: shares.undetermined,
    concentration: byServers,
    concentrationByUsers: byUsers,
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
