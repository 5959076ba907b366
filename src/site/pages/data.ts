import { citedWeek, plainCitation } from '../../export/citation.ts';
import { HEADLINE_QUERY } from '../../export/headline-query.ts';
import type { DownloadLink } from '../data/downloads.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import { NETWORK_NAMES } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';

const PATH = 'data/index.html';

export function dataPage(site: Site, files: readonly DownloadLink[]): SiteFile {
  const to = linksFrom(PATH);
  const address = site.publicUrl ?? 'https://whohosts.example';
  const [main] = site.networks;
  const downloads = files.filter(
    ({ name }) => /\.(csv|parquet|json)$/.test(name) && !/^(report|datapackage)/.test(name),
  );
  const body = html`<h1>Data</h1>
    <p class="lede">Everything that is shown here, to count it yourself. Licence: <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>: name whohosts and the <a href="${to('method/')}#sources">sources of the address data</a>.</p>
    <section class="quiet"><h2>Tables</h2>
    ${table({
      label: 'Downloads',
      caption: html`Of the last complete scans. <a href="${to('data/COLUMNS.md')}">What each column means</a>; <a href="${to('data/SHA256SUMS')}">checksums</a>; <a href="${to('data/datapackage.json')}">all of it for programs</a>, as a Data Package.`,
      rows: downloads,
      columns: [
        { head: 'File', cell: ({ name }) => html`<a href="${to(`data/${name}`)}" download>${name}</a>` },
        { head: 'What', cell: ({ what }) => what },
        { head: 'Size', cell: ({ bytes }) => size(bytes), number: ({ bytes }) => bytes },
      ],
    })}
    <p>In the folder of the Parquet files, <a href="https://duckdb.org/">DuckDB</a> gives the table of the front page:</p>
    <pre tabindex="0"><code>${HEADLINE_QUERY}</code></pre>
    <p>More queries, such as who moved where or what an outage would cost: <a href="${to('data/RECIPES.md')}">recipes</a>.</p>
    <p>Every server of each week, since this site is kept, in files that do not change (unless a server opts out): <a href="${to('data/weekly/SHA256SUMS')}">their names and checksums</a>, under <code>${address}/data/weekly/</code>, in folders by network and week that <a href="${to('data/weekly/duckdb.sql')}">DuckDB</a>, <a href="${to('data/weekly/spark.sql')}">Spark</a>, <a href="${to('data/weekly/trino.sql')}">Trino</a> and <a href="${to('data/weekly/clickhouse.sql')}">ClickHouse</a> read as they are.</p></section>
    <section><h2>Reports</h2>
    <p>The whole weekly report of each network: ${site.networks.map(({ network }, index) => [index > 0 && ', ', html`<a href="${to(`networks/${network}/report.json`)}">${NETWORK_NAMES[network]}</a>`])}. Their form is described by a <a href="${to('data/report.schema.json')}">JSON Schema</a>. Every week’s report stays under <a href="${to('reports/')}">its own address</a>, and comes as a feed, in <a href="${to('feed.atom')}">Atom</a> and <a href="${to('feed.json')}">JSON</a>.</p></section>
    <section><h2>For programs</h2>
    <p>Plain files that keep their form; fields may be added. All of it is described in <a href="${to('api/openapi.json')}">OpenAPI 3.1</a>, for programs that make clients by themselves.</p>
    <dl>
    <dt><code>${address}/api/domains/<var>XX</var>.json</code></dt>
    <dd>What the last scans know of each domain. <var>XX</var> are the first two hexadecimal digits of the SHA-256 of the domain in lower case and ASCII:
    <pre tabindex="0"><code>shard=$(printf %s mastodon.social | sha256sum | cut -c1-2)
curl ${address}/api/domains/$shard.json | jq '.domains["mastodon.social"]'</code></pre></dd>
    <dt><code>${address}/api/hosters/<var>ID</var>.json</code></dt>
    <dd>A hoster, front or operator, with its servers and its history. The <var>ID</var> is that of the report.</dd>
    <dt><code>${address}/api/lookup?domain=<var>DOMAIN</var></code></dt>
    <dd>What the latest scan saw of the domain, or a fresh look where none saw it or <code>&amp;fresh=1</code> asks for one; where a server of ours runs behind this site (and not only its files). A few fresh looks a minute for each reader, please.</dd>
    </dl></section>
    <section><h2>To show elsewhere</h2>
    <p>The week’s chart, under an address that stays:</p>
    <pre tabindex="0"><code>${`<a href="${address}/"><img src="${address}/chart.png" alt="Who hosts the fediverse" width="600"></a>`}</code></pre>
    <p>A badge for a server’s own page, where a server of ours runs behind this site:</p>
    <pre tabindex="0"><code>${`<a href="${address}/server/?domain=DOMAIN"><img src="${address}/server/badge.svg?domain=DOMAIN" alt="Who hosts DOMAIN"></a>`}</code></pre></section>
    <section><h2>How to cite</h2>
    <p>${plainCitation(citedWeek(main.report, site.publicUrl))} Also as <a href="${to('data/CITATION.cff')}">CITATION.cff</a> and <a href="${to('data/citation.bib')}">BibTeX</a>.</p></section>`;
  return layOut(site, {
    path: PATH,
    title: 'Data',
    description: 'All data as JSON, CSV and Parquet, with documented columns, checksums and a licence.',
    section: 'data/',
    body,
  });
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
