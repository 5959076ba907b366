import { NETWORKS, type Network } from '../../model/network.ts';
import type { Scan } from '../../model/scan.ts';
import { CHART_SIZE } from '../../report/chart/frame.ts';
import { scanOfEachWeek } from '../../statistics/comparable-scans.ts';
import type { Store } from '../../store/store.ts';
import { type ArchivedReport, reconstructReport } from '../data/past-report.ts';
import type { OptedOut } from '../data/redact.ts';
import { reportPath } from '../frame/links.ts';
import type { ChartWords, Site } from '../frame/site.ts';
import { reportPage } from '../pages/reports.ts';
import { chartFiles, chartPaths } from './chart-pictures.ts';
import { type FeedEntry, feed } from './feed.ts';
import { jsonFeed } from './json-feed.ts';
import type { Published, Step } from './publish.ts';

/** Entries of the feed. */
const FEED = 12;
/** How the sentence begins that names single servers (`alt.extremes`), the last of a chart of latitudes. */
const EXTREMES = 'The northernmost server is ';
const WEEK_FILE = /^reports\/(\d{4}-W\d\d)\/(fediverse|xmpp|matrix|web)\.json$/;

export interface ArchiveOptions {
  readonly store: Store;
  readonly optedOut: OptedOut;
  readonly site: Site;
  readonly scans: ReturnType<typeof scansByWeek>;
  readonly last: Published;
}

/** The scan that represents each network in each ISO week. */
export function scansByWeek(store: Store): ReadonlyMap<string, readonly Scan[]> {
  const scans = NETWORKS.flatMap((network) => [...scanOfEachWeek(store.scans.all(network))]);
  const weeks = Map.groupBy(scans, ([week]) => week);
  return new Map([...weeks].map(([week, entries]) => [week, entries.map(([, scan]) => scan)]));
}

/** Weeks whose reports were published before, whether or not the database still knows of them. */
export function keptWeeks(last: Published): ReadonlySet<string> {
  return new Set([...last.paths].flatMap((path) => WEEK_FILE.exec(path)?.[1] ?? []));
}

/**
 * Each week's reports under their permanent address: what was published stays, and what is missing is made
 * from the database. Only the names of servers that opted out since are taken from them. Then the feed, of
 * the latest weeks.
 */
export async function* archiveFiles({
  store,
  optedOut,
  site,
  scans,
  last,
}: ArchiveOptions): AsyncGenerator<Step> {
  const entries: FeedEntry[] = [];
  for (const week of site.weeks) {
    const found = await published(last, week, optedOut);
    for (const scan of scans.get(week) ?? []) {
      const current = site.networks.find((material) => material.scan.id === scan.id);
      if (current !== undefined) found.set(scan.network, current.report);
      else if (found.get(scan.network)?.scanId !== scan.id) {
        found.set(scan.network, reconstructReport(store, scan, optedOut));
      }
    }
    const reports = NETWORKS.map((network) => found.get(network)).filter((report) => report !== undefined);
    const [first] = reports;
    if (first === undefined) continue;
    const now = site.networks.find(({ report }) => report === first);
    const picture = now === undefined ? undefined : site.charts.get(now.network)?.[0];
    const stem = `${reportPath(week)}chart`;
    const kept = picture === undefined ? await keptChart(last, stem, optedOut) : null;
    if (picture !== undefined) yield* chartFiles(stem, picture);
    else yield* keptChartFiles(last, stem, kept);
    for (const report of reports) {
      yield { path: `${reportPath(week)}${report.network}.json`, content: `${JSON.stringify(report)}\n` };
    }
    yield reportPage(site, week, reports, picture ?? kept);
    if (entries.length < FEED) entries.push({ week, reports });
  }
  yield feed(entries, site.publicUrl);
  yield jsonFeed(entries, site.publicUrl);
}

async function published(
  last: Published,
  week: string,
  optedOut: OptedOut,
): Promise<Map<Network, ArchivedReport>> {
  const found = new Map<Network, ArchivedReport>();
  for (const network of NETWORKS) {
    const path = `${reportPath(week)}${network}.json`;
    if (!last.has(path)) continue;
    const report = JSON.parse((await last.read(path)).toString('utf8')) as ArchivedReport;
    found.set(network, withoutNames(report, optedOut));
  }
  return found;
}

/** As `redactReport`, for reports of any age: what is not there cannot name anybody. */
function withoutNames<T extends ArchivedReport>(report: T, optedOut: OptedOut): T {
  const cleaned = { ...report } as Record<string, unknown>;
  for (const [key, name] of [
    ['movers', 'domain'],
    ['implausible', 'domain'],
    ['farms', 'registrableDomain'],
  ] as const) {
    const list = cleaned[key];
    if (Array.isArray(list)) {
      cleaned[key] = (list as Record<string, unknown>[]).filter((entry) => !optedOut(String(entry[name])));
    }
  }
  if ('latitudes' in report) {
    const { northernmost, southernmost } = report.latitudes;
    const named = (server: typeof northernmost) =>
      server === null || optedOut(server.domain) ? null : server;
    cleaned.latitudes = {
      ...report.latitudes,
      northernmost: named(northernmost),
      southernmost: named(southernmost),
    };
  }
  return cleaned as T;
}

async function keptChart(last: Published, stem: string, optedOut: OptedOut): Promise<ChartWords | null> {
  const words = `${stem}.txt`;
  if (!last.has(words)) return null;
  return { alt: withoutExtremes((await last.read(words)).toString('utf8'), optedOut), ...CHART_SIZE };
}

function* keptChartFiles(last: Published, stem: string, kept: ChartWords | null): Generator<Step> {
  for (const path of chartPaths(stem)) {
    if (!last.has(path)) continue;
    if (kept !== null && path === `${stem}.txt`) yield { path, content: kept.alt };
    else yield { path, keep: true };
  }
}

/** A chart's words, without the last sentence if it names a server that has opted out since. */
function withoutExtremes(alt: string, optedOut: OptedOut): string {
  const begin = alt.lastIndexOf(EXTREMES);
  if (begin < 0) return alt;
  const words = alt.slice(begin).split(/[\s,]+/);
  return words.some((word) => optedOut(word)) ? alt.slice(0, begin).trimEnd() : alt;
}
