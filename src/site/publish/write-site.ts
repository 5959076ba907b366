import type { DataSource } from '../../attribution/databases/sources.ts';
import type { Network } from '../../model/network.ts';
import type { DrawChart } from '../../report/post/compose.ts';
import type { Store } from '../../store/store.ts';
import { type DownloadLink, dataFiles } from '../data/downloads.ts';
import type { OptedOut } from '../data/redact.ts';
import { findCompanies, findCountries } from '../data/residents.ts';
import { gatherMaterial } from '../data/site-data.ts';
import { loadAssets } from '../frame/assets.ts';
import { networkPath } from '../frame/links.ts';
import type { ChartPicture, Site, SiteAccount } from '../frame/site.ts';
import { adminsPage } from '../pages/admins.ts';
import { comparePages } from '../pages/compare.ts';
import { countriesPage, countryPages } from '../pages/countries.ts';
import { dataPage } from '../pages/data.ts';
import { groupPages } from '../pages/group.ts';
import { homePage } from '../pages/home.ts';
import { hosterPages } from '../pages/hoster.ts';
import { hostersPages } from '../pages/hosters.ts';
import { jurisdictionPage } from '../pages/jurisdiction.ts';
import { lookupPage } from '../pages/lookup.ts';
import { methodPage } from '../pages/method.ts';
import { moversPage } from '../pages/movers.ts';
import { networkPage } from '../pages/network.ts';
import { networksPage } from '../pages/networks.ts';
import { notFoundPage } from '../pages/not-found.ts';
import { othersPage } from '../pages/others.ts';
import { reportsPage } from '../pages/reports.ts';
import { serverPage } from '../pages/server.ts';
import { serverPages } from '../pages/servers.ts';
import { domainFiles, hosterFile, networksFile } from './api-files.ts';
import { archiveFiles, keptWeeks, scansByWeek } from './archive-files.ts';
import { chartFiles, chartKinds, drawPicture } from './chart-pictures.ts';
import { openApi } from './openapi.ts';
import { probingDescription, robots, sitemap } from './plain-files.ts';
import { type Published, publish, type Step } from './publish.ts';
import { searchIndex } from './search-index.ts';
import type { Publication } from './site-inputs.ts';
import { weeklySnapshots } from './weekly-snapshots.ts';

export interface SiteOptions {
  /** Where the site is to be found, such as `DATA_DIR/site`. */
  readonly directory: string;
  readonly store: Store;
  /** The address data behind the attributions, with the credit that each asks for. */
  readonly sources: readonly DataSource[];
  /** Without a slash at the end. */
  readonly publicUrl: string | null;
  readonly contact: string | null;
  readonly account?: SiteAccount | null;
  /** Whether a web server of ours shows the site; see {@link Site.drawsPictures}. */
  readonly drawsPictures?: boolean;
  readonly version: string;
  readonly optedOut: OptedOut;
  readonly draw: DrawChart;
  /** What all of this comes from, to be noted in the site; see {@link digestInputs}. */
  readonly inputs?: string;
}

export type SiteOutcome =
  | ({ readonly end: 'published' } & Publication)
  /** No scan is complete, or another process writes the site just now. */
  | { readonly end: 'nothing to show' | 'busy' };

/** Writes the whole static site: pages, pictures, data. See {@link publish} for how readers see it change. */
export async function writeSite(options: SiteOptions): Promise<SiteOutcome> {
  const [main, ...others] = gatherMaterial(options);
  if (main === undefined) return { end: 'nothing to show' };
  const publication = await publish(
    options.directory,
    (last) => siteSteps(options, [main, ...others], last),
    options.inputs,
  );
  return publication === null ? { end: 'busy' } : { end: 'published', ...publication };
}

async function* siteSteps(
  options: SiteOptions,
  networks: Site['networks'],
  last: Published,
): AsyncGenerator<Step> {
  const { store, draw, publicUrl, contact, version, sources } = options;
  const companies = findCompanies(networks);
  const countries = findCountries(networks);
  const scans = scansByWeek(store);
  const weeks = new Set([...scans.keys(), ...keptWeeks(last)]);
  const charts = new Map<Network, readonly ChartPicture[]>();
  for (const [index, { network, report }] of networks.entries()) {
    // The other networks are there for comparison: one chart says it.
    const kinds = index === 0 ? chartKinds(report) : (['bars'] as const);
    const pictures: ChartPicture[] = [];
    for (const kind of kinds) pictures.push(await drawPicture(report, kind, draw));
    charts.set(network, pictures);
  }
  const site: Site = {
    publicUrl,
    contact,
    account: options.account ?? null,
    drawsPictures: options.drawsPictures ?? false,
    version,
    sources,
    assets: loadAssets(),
    networks,
    charts,
    hosters: new Set(companies.keys()),
    countries: new Set(countries.keys()),
    weeks: [...weeks].sort().reverse(),
  };

  yield* Object.values(site.assets);
  // A page that a reader has open may still want a file of the site before.
  for (const path of last.paths) {
    const old =
      path.startsWith('assets/') && !Object.values(site.assets).some((asset) => asset.path === path);
    if (old) yield { path, keep: true };
  }
  yield homePage(site);
  for (const material of networks) {
    const folder = networkPath(material.network);
    yield networkPage(site, material);
    yield* groupPages(site, material);
    yield { path: `${folder}report.json`, content: `${JSON.stringify(material.report)}\n` };
    for (const chart of charts.get(material.network) ?? [])
      yield* chartFiles(`${folder}chart-${chart.kind}`, chart);
  }
  const [chart] = charts.get(networks[0].network) ?? [];
  if (chart !== undefined) yield { path: 'chart.png', content: chart.png };
  yield networksPage(site);
  yield* hostersPages(site);
  yield* comparePages(site, companies);
  yield countriesPage(site);
  yield jurisdictionPage(site);
  yield moversPage(site);
  yield methodPage(site);
  yield othersPage(site);
  yield adminsPage(site);
  yield notFoundPage(site);
  yield lookupPage(site);
  yield serverPage(site);
  yield searchIndex(companies, countries);
  yield openApi(site);
  yield networksFile(site);
  yield* serverPages(site);
  for (const company of companies.values()) {
    yield* hosterPages(site, company);
    yield hosterFile(company);
  }
  for (const [code, residents] of countries) yield* countryPages(site, code, residents);
  yield* domainFiles(site);
  yield reportsPage(site);
  yield* archiveFiles({ store, optedOut: options.optedOut, site, scans, last });
  const downloads: DownloadLink[] = [];
  yield* dataFiles(options, networks, downloads);
  yield* weeklySnapshots({ store, optedOut: options.optedOut, site, scans, last });
  yield dataPage(site, downloads);
  yield probingDescription(site);
  yield robots(site);
  const map = sitemap(site);
  if (map !== null) yield map;
}
