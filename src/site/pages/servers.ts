import { groupByLetters, type Listed, listServers } from '../data/listing.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import { count, NETWORK_NAMES, STATUS_NAMES, servers } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { domainText, placeLink } from '../sections/hoster-link.ts';
import { searchForm } from '../sections/report-sections.ts';

const INDEX = 'servers/index.html';

/** The list of all servers by their first letters: how to find one without scripts and without our server. */
export function* serverPages(site: Site): Generator<SiteFile> {
  const all = listServers(site.networks);
  const groups = groupByLetters(all);
  const to = linksFrom(INDEX);
  yield layOut(site, {
    path: INDEX,
    title: 'All servers',
    description: `All ${count(all.length)} servers that were measured, by name.`,
    section: null,
    body: html`<h1>All servers</h1>
      <p class="lede">${servers(all.length)} by their first letters.</p>
      ${searchForm(to, 'Or ask for one')}
      <section><h2>By name</h2><ul class="columns">${[...groups].map(([key, members]) => html`<li><a href="${to(pathOf(key))}">${key}…</a> <small>${count(members.length)}</small></li>`)}</ul></section>`,
  });
  for (const [key, members] of groups) {
    const path = `${pathOf(key)}index.html`;
    const from = linksFrom(path);
    yield layOut(site, {
      path,
      title: `Servers: ${key}…`,
      description: `Servers whose names begin with ${key}, and who hosts them.`,
      section: null,
      body: html`<p class="kicker"><a href="${from('servers/')}">All servers</a></p><h1>${key}…</h1>
        ${table({
          label: `Servers beginning with ${key}`,
          caption: `${servers(members.length)}, as of the last scans.`,
          filter: 'Filter servers',
          rows: members,
          columns: [
            { head: 'Server', cell: ({ domain }) => domainText(domain) },
            {
              head: 'Network',
              cell: ({ seen }) => seen.map(({ network }) => NETWORK_NAMES[network]).join(', '),
              minor: true,
            },
            { head: 'Hosted by', cell: ({ seen }) => hostedBy(site, from, seen) },
          ],
        })}`,
    });
  }
}

function pathOf(key: string): string {
  return `servers/${key}/`;
}

/** One name where all networks agree, which they mostly do. */
function hostedBy(site: Site, to: ReturnType<typeof linksFrom>, seen: Listed['seen']) {
  const places = Map.groupBy(seen, ({ server }) =>
    server.status === 'NOERROR' ? (server.front?.id ?? server.hoster?.id ?? '') : server.status,
  );
  return [...places.values()].map(([first], index) => {
    if (first === undefined) return null;
    const { server, network } = first;
    const text = server.status === 'NOERROR' ? placeLink(site, to, server) : STATUS_NAMES[server.status];
    return [index > 0 && '; ', text, places.size > 1 && ` (${NETWORK_NAMES[network]})`];
  });
}
