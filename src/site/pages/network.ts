import { isSample } from '../../statistics/margin.ts';
import { plainName } from '../../text/defang.ts';
import type { NetworkMaterial } from '../data/site-data.ts';
import type { SiteFile } from '../data/site-file.ts';
import { type Html, html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom, networkPath, type To } from '../frame/links.ts';
import {
  byUsers,
  count,
  knowsUsers,
  NETWORK_NAMES,
  NETWORK_OBJECTS,
  notes,
  numbers,
  percent,
  STATUS_NAMES,
  servers,
  users,
  weekName,
  withLines,
} from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { comparisonTable } from '../sections/comparison.ts';
import { groupNavigation, groupSection } from '../sections/groups.ts';
import { basis, coverage, headline } from '../sections/headline.ts';
import { companyLink, domainText, hosterLink } from '../sections/hoster-link.ts';
import { lawSentence, regionTable } from '../sections/jurisdiction.ts';
import { whereSection } from '../sections/location.ts';
import {
  chartFigure,
  facts,
  hosterSection,
  kindTable,
  outageCountries,
  outageTable,
  sliceTable,
} from '../sections/report-sections.ts';
import { routingSection } from '../sections/routing.ts';

/** Rows of the long tables; the rest is on pages of its own. */
const LARGEST = 25;

/** Everything that one report says. */
export function networkPage(site: Site, material: NetworkMaterial): SiteFile {
  const { network, report } = material;
  const path = `${networkPath(network)}index.html`;
  const to = linksFrom(path);
  const charts = site.charts.get(network) ?? [];
  const [chart] = charts;
  const whose = NETWORK_OBJECTS[network];
  const body = html`
    <p class="kicker"><a href="${to('networks/')}">Networks</a> · ${NETWORK_NAMES[network]}, ${weekName(report.week)}</p>
    <h1>${headline(report)}.</h1>
    <p class="lede">${basis(report)} ${coverage(report)}</p>
    ${sampleNote(material)}
    ${groupNavigation(to, report, networkPath(network))}
    ${concentrationFacts(material)}
    <section aria-labelledby="hosters"><h2 id="hosters">Hosters</h2>
    ${charts.filter(({ kind }) => kind !== 'law').map((chart, index) => chartFigure(site, to, network, { ...chart, isFirst: index === 0 }))}
    ${hosterSection(site, to, report, {
      limit: LARGEST,
      label: `Hosters of ${whose}`,
      caption:
        'Who owns the network that a server’s address belongs to; Internet providers sell the line and host nothing. “At most” counts everything behind CDNs as theirs.',
      filter: 'Filter hosters',
    })}
    ${report.hosters.length > LARGEST && html`<p><a href="${to('hosters/')}">All ${count(report.hosters.length)} companies</a></p>`}</section>
    <section aria-labelledby="fronts"><h2 id="fronts">Fronts: CDNs and proxies</h2>
    <p>Their addresses are what visitors see; who hosts the server behind them cannot be seen, and we do not try to find out.</p>
    ${sliceTable({ head: 'Front', name: (row) => hosterLink(site, to, row), rows: report.fronts, label: 'CDNs and proxies', caption: `Servers behind each; ${count(report.hidden.servers)} in all.`, empty: 'No server is behind a known CDN.' })}</section>
    <section aria-labelledby="operators"><h2 id="operators">Managed hosting</h2>
    <p>Companies that run servers for others, on somebody’s network: the third layer, never mixed with the other two. ${managedSentence(report)}</p>
    ${sliceTable({ head: 'Operator', name: (row) => hosterLink(site, to, row), rows: report.operators, label: 'Managed hosting', caption: 'Servers that are known to be run by a managed hosting service.', empty: 'None was recognised.' })}</section>
    <section aria-labelledby="kinds"><h2 id="kinds">Kinds of networks</h2>
    ${kindTable(report, `Kinds of networks of ${whose}`)}</section>
    ${lawSection(site, material, to)}
    ${groupSection(site, to, report)}
    ${routingSection(report)}
    ${whereSection(site, to, material, LARGEST)}
    ${outages(site, material, to)}
    ${comparisonTable(site, to)}
    ${measured(material)}`;
  return layOut(site, {
    path,
    title: `${NETWORK_NAMES[network]}: ${headline(report)}`,
    description: coverage(report),
    section: 'networks/',
    body,
    ...(chart === undefined
      ? {}
      : { picture: { path: `${networkPath(network)}chart-${chart.kind}.png`, ...chart } }),
  });
}

function sampleNote({ report }: NetworkMaterial): Html | null {
  if (!isSample(report)) return null;
  return html`<p>A random sample, drawn with the seed <code>${report.seed}</code>, so that anybody can draw the same one. Behind ± is the margin of error at 95%.</p>`;
}

function concentrationFacts({ report }: NetworkMaterial): Html {
  const { hhi, top5, nakamoto, atMost, byUsers: active } = report.concentration;
  const whole = (value: number | null) => (value === null ? '–' : count(Math.round(value)));
  const isHidden = report.hidden.servers > 0;
  const lines = withLines(report);
  return facts(
    [
      {
        name: isHidden ? 'Five largest companies, at least' : 'Five largest companies',
        value: percent(top5),
        note: notes(isHidden && `at most ${percent(atMost.top5)}`, byUsers(report, percent(active.top5))),
      },
      {
        name: 'Companies that hold more than half',
        value: whole(nakamoto),
        note: notes(
          atMost.nakamoto !== nakamoto && `as few as ${whole(atMost.nakamoto)}`,
          byUsers(report, whole(active.nakamoto)),
        ),
      },
      {
        name: isHidden ? 'Herfindahl-Hirschman index, at least' : 'Herfindahl-Hirschman index',
        value: whole(hhi),
        note: notes(
          'of 10,000',
          isHidden && `at most ${whole(atMost.hhi)}`,
          byUsers(report, whole(active.hhi)),
        ),
      },
      {
        name: 'Behind CDNs',
        value: percent(report.hidden.share),
        note: byUsers(report, percent(report.hidden.activeShare)),
      },
      {
        name: 'Reachable over IPv6',
        value: percent(report.ipv6.share),
        note: `${count(report.ipv6.behindFronts)} through a CDN`,
      },
    ],
    lines,
  );
}

/** How much is managed, and how few do it; empty where none is known to be. */
function managedSentence({ managed }: NetworkMaterial['report']): string {
  if (managed.servers === 0) return '';
  const { nakamoto, byUsers: active } = managed.concentration;
  const half = (fewest: number | null) =>
    fewest === 1 ? 'one company runs' : `${count(fewest ?? 0)} companies run`;
  const withUsers = managed.activeShare === null ? '' : `, with ${percent(managed.activeShare)} of the users`;
  const ofUsers =
    active.nakamoto === null || managed.activeUsers === 0
      ? ''
      : `; counted by users, ${half(active.nakamoto).replace(/ runs?$/, '')}`;
  return `${servers(managed.servers)} ${managed.servers === 1 ? 'is' : 'are'} known to be managed: ${percent(managed.share)}${withUsers}. Of these ${half(nakamoto)} more than half${ofUsers}.`;
}

function lawSection(site: Site, { network, report }: NetworkMaterial, to: To): Html {
  const chart = site.charts.get(network)?.find(({ kind }) => kind === 'law');
  return html`<section aria-labelledby="law"><h2 id="law">Jurisdiction: whose law?</h2>
    <p>${lawSentence(report)} Where the machines stand is <a href="#where">another question</a>.</p>
    ${chart !== undefined && chartFigure(site, to, network, { ...chart, isFirst: false })}
    ${regionTable(report, `Whose law, ${NETWORK_OBJECTS[network]}`)}
    <p><a href="${to('jurisdiction/')}#${network}">By country of the seat</a></p></section>`;
}

function outages(site: Site, { report }: NetworkMaterial, to: To): Html {
  const { hosters, systems, sites } = report.whatIf;
  return html`<section aria-labelledby="down"><h2 id="down">What if it goes down?</h2>
    <p>Servers${knowsUsers(report) && ' and active users'} that would be out of reach. A server counts where most of its addresses are; “at most” adds all that may be there unseen.</p>
    ${outageTable(hosters, {
      head: 'If this company goes down',
      name: ({ id, name }) =>
        companyLink(
          site,
          to,
          report.hosters.find((hoster) => hoster.id === id) ?? { id, name: name ?? id, kind: null },
        ),
      label: 'What if a company goes down',
      caption: 'The ten largest companies.',
    })}
    ${outageTable(systems, {
      head: 'If this network’s routing fails',
      name: ({ id, name }) => html`AS${id}${name !== null && ` (${plainName(name)})`}`,
      label: 'What if an autonomous system fails',
      caption:
        'The ten largest autonomous systems: all that share one go down together when its routing fails.',
    })}
    ${
      sites.length > 0 &&
      outageTable(sites, {
        head: 'If this site burns',
        name: ({ id, name }) => plainName(name ?? id),
        label: 'What if one data centre goes down',
        caption:
          'The ten largest sites: all servers of one company in one city, where the city is known. A company may have several buildings there.',
      })
    }
    ${outageCountries(site, to, report.whatIf.countries)}</section>`;
}

/** What was asked and what came back, down to what was left out. */
function measured({ report }: NetworkMaterial): Html {
  const { statuses, implausible, farms, sources, optedOut, aliases, sampled } = report;
  const refusing = report.http.ROBOTS ?? 0;
  const rows = Object.entries(statuses) as [keyof typeof STATUS_NAMES, number][];
  return html`<section aria-labelledby="measured"><h2 id="measured">What was measured</h2>
    <p>${coverage(report)} ${knowsUsers(report) ? `Active users are what ${servers(report.countedUsers)} say of themselves: ${users(report.activeUsers)}.` : 'How many active users there are is not known.'}${optedOut > 0 && ` ${servers(optedOut)} asked not to be measured and got no packet.`}${refusing > 0 && ` ${servers(refusing)} let no robots ask: counted by DNS, without users.`}${aliases > 0 && ` Left out as other names of listed servers: ${count(aliases)}.`}</p>
    ${table({
      label: 'Answers of DNS',
      caption: 'How the servers answered.',
      rows: rows.sort(([, a], [, b]) => b - a),
      columns: [
        { head: 'Answer', cell: ([status]) => html`<code>${status}</code> ${STATUS_NAMES[status]}` },
        { head: 'Servers', cell: ([, number]) => count(number), number: ([, number]) => number },
        {
          head: 'Share',
          cell: ([, number]) => percent(number / sampled),
          number: ([, number]) => number / sampled,
        },
      ],
    })}
    ${
      sources.length > 0 &&
      table({
        label: 'Lists',
        caption: 'The lists that were united.',
        rows: sources,
        columns: [
          {
            head: 'List',
            cell: ({ name, stale, note }) => [
              name,
              stale && ' (an earlier copy)',
              note !== null && `: ${note}`,
            ],
          },
          { head: 'Servers', cell: (list) => count(list.count), number: (list) => list.count },
          { head: 'only there', cell: ({ only }) => count(only), number: ({ only }) => only },
          { head: 'Fetched', cell: ({ fetchedAt }) => numbers.date(fetchedAt) },
        ],
      })
    }
    ${
      farms.length > 0 &&
      table({
        label: 'Farms of names',
        caption:
          'Farms: many names under one domain that no managed hoster is known for. At most ten of each are counted.',
        rows: farms,
        columns: [
          { head: 'Domain', cell: ({ registrableDomain }) => registrableDomain },
          { head: 'Names', cell: ({ names }) => count(names), number: ({ names }) => names },
          { head: 'Counted', cell: ({ counted }) => count(counted), number: ({ counted }) => counted },
        ],
      })
    }
    ${
      implausible.length > 0 &&
      table({
        label: 'User counts left out',
        caption: 'Implausible user counts: the server counts, its users do not.',
        rows: implausible,
        columns: [
          { head: 'Server', cell: ({ domain }) => domainText(domain) },
          { head: 'Why', cell: ({ reason }) => reason },
        ],
      })
    }</section>`;
}
