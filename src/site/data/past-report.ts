import type { Kind } from '../../model/attribution.ts';
import { KINDS } from '../../model/attribution.ts';
import { DNS_STATUSES } from '../../model/observation.ts';
import type { Farm, Scan } from '../../model/scan.ts';
import { isoWeek } from '../../model/week.ts';
import type { Report } from '../../report/report-shape.ts';
import { hosterBounds } from '../../statistics/bounds.ts';
import { marginOfError } from '../../statistics/margin.ts';
import { slicer, type Tally } from '../../statistics/shares.ts';
import { readTotals } from '../../statistics/totals.ts';
import type { Total } from '../../store/history.ts';
import type { Store } from '../../store/store.ts';
import type { OptedOut } from './redact.ts';

/**
 * A report of a week before the site was kept, made from what the database keeps of a scan in short. It has
 * the form of a weekly report, less what only the single servers could tell; `reconstructed` says so.
 */
export type PastReport = Omit<
  Report,
  | 'http'
  | 'implausible'
  | 'countedUsers'
  | 'changes'
  | 'trend'
  | 'movers'
  | 'flows'
  | 'uncertainCountry'
  | 'whatIf'
  | 'jurisdictions'
  | 'groups'
  | 'routing'
  | 'managed'
  | 'latitudes'
  | 'ipv6'
  | 'mixed'
  | 'farms'
  | 'comparison'
  | 'previous'
> & { readonly farms: readonly Farm[]; readonly reconstructed: true };

/** What a weekly page shows: a report as it was published, or a reconstructed one. */
export type ArchivedReport = Report | PastReport;

/** Every share of the hosters, fronts, operators, kinds and countries of a scan long past. */
export function reconstructReport(store: Store, scan: Scan, optedOut: OptedOut): PastReport {
  const rows = store.history.totals(scan.id);
  const { answered, activeUsers, hidden, undetermined, concentration, concentrationByUsers } =
    readTotals(rows);
  const slice = slicer(answered, activeUsers);
  const layer = (name: string) => rows.filter((row) => row.layer === name);
  const company = (row: Total) => ({ id: row.key, name: row.name ?? row.key, country: null, ...slice(row) });
  const hosters = layer('hoster').map((hoster) => ({
    ...company(hoster),
    kind: hoster.kind,
    ...hosterBounds(hoster.servers, hidden.servers + undetermined.servers, answered),
    marginOfError: marginOfError(hoster.servers, answered, scan),
    activeMax:
      activeUsers === 0
        ? null
        : hosterBounds(hoster.activeUsers, hidden.activeUsers + undetermined.activeUsers, activeUsers).max,
    change: null,
    changeMargin: null,
  }));
  const attributed = hosters.reduce<Tally>(
    (sum, hoster) => ({
      servers: sum.servers + hoster.servers,
      activeUsers: sum.activeUsers + hoster.activeUsers,
    }),
    hidden,
  );
  return {
    week: isoWeek(scan.finishedAt ?? scan.startedAt),
    network: scan.network,
    source: scan.source,
    sources: scan.sources,
    scanId: scan.id,
    startedAt: scan.startedAt,
    finishedAt: scan.finishedAt ?? scan.startedAt,
    population: scan.population,
    sampled: scan.sampled,
    seed: scan.seed,
    answered,
    unresolved: scan.sampled - answered,
    undetermined: undetermined.servers,
    optedOut: scan.optedOut,
    aliases: scan.aliases,
    statuses: Object.fromEntries(
      layer('status')
        .filter(({ key }) => (DNS_STATUSES as readonly string[]).includes(key))
        .map(({ key, servers }) => [key, servers]),
    ),
    activeUsers,
    hosters,
    fronts: layer('front').map(company),
    unattributed: slice({
      servers: answered - undetermined.servers - attributed.servers,
      activeUsers: activeUsers - undetermined.activeUsers - attributed.activeUsers,
    }),
    hidden: slice(hidden),
    operators: layer('operator').map(company),
    kinds: layer('kind')
      .filter(({ key }) => (KINDS as readonly string[]).includes(key))
      .map((row) => ({ kind: row.key as Kind, ...slice(row) })),
    countries: layer('country').map((row) => ({ country: row.key, ...slice(row) })),
    concentration: { ...concentration, byUsers: concentrationByUsers },
    farms: scan.farms.filter(({ registrableDomain }) => !optedOut(registrableDomain)),
    licence: 'CC BY 4.0',
    attributions: [],
    reconstructed: true,
  };
}
