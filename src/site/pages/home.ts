import { thatHost } from '../../statistics/access-providers.ts';
import { plainName } from '../../text/defang.ts';
import type { NetworkMaterial } from '../data/site-data.ts';
import type { SiteFile } from '../data/site-file.ts';
import { type Html, html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom, networkPath, reportPath, type To } from '../frame/links.ts';
import {
  byUsers,
  count,
  countryName,
  knowsUsers,
  NETWORK_NAMES,
  NETWORK_OBJECTS,
  nameOf,
  numbers,
  percent,
  servers,
  users,
  weekName,
  withLines,
} from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { comparisonTable } from '../sections/comparison.ts';
import { basis, coverage, headline } from '../sections/headline.ts';
import { domainText } from '../sections/hoster-link.ts';
import { lawSentence, regionTable } from '../sections/jurisdiction.ts';
import { whereSection } from '../sections/location.ts';
import { moverSection } from '../sections/mover-table.ts';
import { chartFigure, facts, hosterSection, searchForm } from '../sections/report-sections.ts';

const PATH = 'index.html';
/** Rows of tables on the front page; the whole is one link away. */
const FEW = 10;

/** The front page: this week's finding, and the next questions that it raises. */
export function homePage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const main = site.networks[0];
  const { report, network } = main;
  const [chart] = site.charts.get(network) ?? [];
  const hosting = thatHost(report.hosters);
  const body = html`
    <p class="kicker">${NETWORK_NAMES[network]}, <a href="${to(reportPath(report.week))}">${weekName(report.week)}</a></p>
    <h1>${headline(report)}.</h1>
    <p class="lede">${basis(report)} ${coverage(report)} ${hiddenSentence(main)}</p>
    ${searchForm(to, 'Who hosts your server?')}
    ${keyFacts(main)}
    <section aria-labelledby="hosters"><h2 id="hosters">Who hosts ${NETWORK_OBJECTS[network]}</h2>
    ${chart !== undefined && chartFigure(site, to, network, chart)}
    ${hosterSection(
      site,
      to,
      { ...report, hosters: hosting },
      {
        limit: FEW,
        label: 'The largest hosters',
        caption: `The ten largest hosters, as shares of the ${count(report.answered)} servers that answered. “At most” counts everything behind CDNs as theirs.`,
      },
    )}
    <p><a href="${to('hosters/')}">All ${count(report.hosters.length)} companies</a> · <a href="${to(networkPath(network))}">everything about ${NETWORK_OBJECTS[network]}</a></p></section>
    ${lawSection(main, to)}
    ${outageSection(main, to)}
    ${whereSection(site, to, main, FEW)}
    ${moversOfWeek(site, to, main)}
    ${comparisonTable(site, to)}
    <section aria-labelledby="trust"><h2 id="trust">Can you trust this?</h2>
    <p>Check it. <a href="${to('method/')}">How we measure</a>, how often we err, and what we cannot know; <a href="${to('others/')}">what others measured</a>; and <a href="${to('data/')}">all data</a> to count it yourself.</p></section>`;
  return layOut(site, {
    path: PATH,
    title: `Who hosts ${NETWORK_OBJECTS[network]}? ${headline(report)}`,
    description: `${headline(report)}. ${coverage(report)}`,
    section: null,
    body,
  });
}

function hiddenSentence({ report }: NetworkMaterial): string {
  if (report.hidden.servers === 0) return '';
  return `${percent(report.hidden.share)} stand behind CDNs that hide who hosts them; we do not look behind, so every hoster’s share is given as at least and at most.`;
}

function keyFacts({ report }: NetworkMaterial): Html {
  const { nakamoto, top5 } = report.concentration;
  const atHome = report.kinds.find(({ kind }) => kind === 'isp');
  const lines = withLines(report);
  const halfOfUsers = report.concentration.byUsers.nakamoto;
  return facts(
    [
      {
        name: 'Servers that answered',
        value: count(report.answered),
        note: `of ${count(report.sampled)} asked`,
      },
      knowsUsers(report)
        ? {
            name: 'Active users a month',
            value: users(report.activeUsers),
            note: `as ${servers(report.countedUsers)} say`,
          }
        : null,
      nakamoto === null
        ? top5 === null
          ? null
          : { name: 'Held by the five largest companies', value: percent(top5) }
        : {
            name: 'Companies that hold more than half',
            value: count(nakamoto),
            note: byUsers(report, halfOfUsers === null ? '–' : count(halfOfUsers)),
          },
      {
        name: 'Hidden behind CDNs',
        value: percent(report.hidden.share),
        note: byUsers(report, percent(report.hidden.activeShare)),
      },
      atHome === undefined
        ? null
        : {
            name: 'On home and mobile lines',
            value: percent(atHome.share),
          },
      { name: 'Reachable over IPv6', value: percent(report.ipv6.share), note: servers(report.ipv6.servers) },
    ],
    lines,
  );
}

function lawSection({ report, network }: NetworkMaterial, to: To): Html {
  return html`<section aria-labelledby="law"><h2 id="law">Whose law?</h2>
    <p class="lede">${lawSentence(report)}</p>
    ${regionTable(report, `Whose law, ${NETWORK_OBJECTS[network]}`)}
    <p><a href="${to('jurisdiction/')}">By country, and how we know</a> · <a href="${to(`${networkPath(network)}#parts`)}">the same by software and by size</a></p></section>`;
}

function outageSection({ report }: NetworkMaterial, to: To): Html | null {
  const [largest] = thatHost(report.hosters);
  const first = report.whatIf.hosters.find(({ id }) => id === largest?.id);
  const [system] = report.whatIf.systems;
  if (first === undefined) return null;
  const told = knowsUsers(report);
  return html`<section aria-labelledby="down"><h2 id="down">What if ${nameOf({ id: first.id, name: first.name ?? first.id })} goes down?</h2>
    <p class="lede">Then at least ${servers(first.servers)}${told && ` with ${users(first.activeUsers)} active users`} are gone: ${percent(first.share)} of servers${told && ` and ${percent(first.activeShare)} of users`}. ${
      first.maxShare > first.share
        ? `At most it is ${percent(first.maxShare)}, if everything behind CDNs were there too.`
        : ''
    }${system !== undefined && ` One mistake in the routing of AS${system.id}${system.name !== null && ` (${plainName(system.name)})`} takes ${servers(system.servers)} offline.`}</p>
    <p><a href="${to(`${networkPath(report.network)}#down`)}">The ten largest, networks and countries</a></p></section>`;
}

function moversOfWeek(site: Site, to: To, main: NetworkMaterial): Html {
  const { previous } = main.moves;
  const { northernmost } = main.report.latitudes;
  return html`<section aria-labelledby="movers"><h2 id="movers">Who moved</h2>
    ${
      previous.since === null
        ? html`<p>This was the first scan: moves are told from the next one on.</p>`
        : html`<p>${servers(previous.movers.length)} changed host or CDN since ${numbers.date(previous.since.startedAt)}.</p>
    ${moverSection(site, to, previous.movers.slice(0, FEW), { label: 'Servers that moved since the last scan' })}
    <p><a href="${to('movers/')}">All movers, this week, in four weeks and in a year</a></p>`
    }
    ${northernmost !== null && html`<p>The northernmost server whose city is known: ${domainText(northernmost.domain)}, ${plainName(northernmost.city)}${northernmost.country !== null && `, ${countryName(northernmost.country)}`}.</p>`}</section>`;
}
