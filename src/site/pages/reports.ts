import { thatHost } from '../../statistics/access-providers.ts';
import type { ArchivedReport } from '../data/past-report.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom, reportPath } from '../frame/links.ts';
import { count, NETWORK_NAMES, NETWORK_OBJECTS, percent, weekName } from '../frame/phrases.ts';
import type { ChartWords, Site } from '../frame/site.ts';
import { coverage, headline } from '../sections/headline.ts';
import { hosterLink } from '../sections/hoster-link.ts';
import { hosterSection, sliceTable } from '../sections/report-sections.ts';

const INDEX = 'reports/index.html';
/** A week's page shows the largest; its JSON has all. */
const LARGEST = 50;

export function reportsPage(site: Site): SiteFile {
  const to = linksFrom(INDEX);
  const years = Map.groupBy(site.weeks, (week) => week.slice(0, 4));
  return layOut(site, {
    path: INDEX,
    title: 'All weekly reports',
    description: 'Every weekly report under its own address.',
    section: null,
    body: html`<h1>All weekly reports</h1>
      <p class="lede">Each week’s result keeps its address. New ones come by <a href="${to('feed.atom')}">feed</a>.</p>
      ${[...years].map(([year, weeks]) => html`<section><h2>${year}</h2><ul class="columns">${weeks.map((week) => html`<li><a href="${to(reportPath(week))}">${capital(weekName(week))}</a></li>`)}</ul></section>`)}`,
  });
}

/** The permanent page of one week. It says nothing that later weeks would change. */
export function reportPage(
  site: Site,
  week: string,
  reports: readonly ArchivedReport[],
  chart: ChartWords | null,
): SiteFile {
  const path = `${reportPath(week)}index.html`;
  const to = linksFrom(path);
  const [main] = reports;
  return layOut(site, {
    path,
    title: `${capital(weekName(week))}: ${main === undefined ? '' : headline(main)}`,
    description: main === undefined ? '' : coverage(main),
    section: null,
    body: html`<p class="kicker"><a href="${to('reports/')}">Weekly reports</a></p>
      <h1>${capital(weekName(week))}</h1>
      ${reports.map((report, index) => {
        const { network } = report;
        const hosting = thatHost(report.hosters);
        return html`<section aria-labelledby="${network}"><h2 id="${network}">${headline(report)}.</h2>
          <p>${coverage(report)} ${report.hidden.servers > 0 && `${percent(report.hidden.share)} stand behind CDNs.`}</p>
          ${index === 0 && chart !== null && html`<figure><picture><source type="image/webp" srcset="${to(`${reportPath(week)}chart.webp`)}"><img src="${to(`${reportPath(week)}chart.png`)}" width="${chart.width}" height="${chart.height}" alt="${chart.alt}"></picture></figure>`}
          ${hosterSection(
            site,
            to,
            { ...report, hosters: hosting },
            {
              limit: LARGEST,
              label: `Hosters of ${NETWORK_OBJECTS[network]}, ${weekName(week)}`,
              caption: `The largest of ${count(hosting.length)} hosters.`,
            },
          )}
          ${report.fronts.length > 0 && sliceTable({ head: 'Front', name: (row) => hosterLink(site, to, row), rows: report.fronts, label: `CDNs of ${NETWORK_OBJECTS[network]}, ${weekName(week)}`, caption: 'CDNs and proxies.' })}
          <p>The whole report of ${NETWORK_NAMES[network]}: <a href="${to(`${reportPath(week)}${network}.json`)}">JSON</a>.${'reconstructed' in report && ' Made later from the database, without what only single servers could tell.'}</p></section>`;
      })}`,
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
