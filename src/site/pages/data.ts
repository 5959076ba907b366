import { HEADLINE_QUERY } from '../../export/headline-query.ts';
import type { Download } from '../downloads.ts';
import { html } from '../html.ts';
import { layOut } from '../layout.ts';
import { linksFrom } from '../links.ts';
import type { Site } from '../site.ts';
import type { SiteFile } from '../site-file.ts';
import { table } from '../table.ts';
import { NETWORK_NAMES, numbers } from '../words.ts';

const PATH = 'data/index.html';

export function dataPage(site: Site, files: readonly Download[]): SiteFile {
  const to = linksFrom(PATH);
  const address = site.publicUrl ?? 'https://whohosts.example';
  const [main] = site.networks;
  const downloads = files.filter(
    ({ name }) => /\.(csv|parquet|json)$/.test(name) && !name.startsWith('report'),
  );
  const body = html`<h1>Data</h1>
    <p class="lede">Everything that is shown here, to count it yourself. Licence: <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>: name whohosts and the <a href="${to('method/')}#sources">sources of the address data</a>.</p>
    <section class="quiet"><h2>Tables</h2>
    ${table({
      label: 'Downloads',
      caption: html`Of the last complete scans. <a href="${to('data/COLUMNS.md')}">What each column means</a>; <a href="${to('data/SHA256SUMS')}">checksums</a>.`,
      rows: downloads,
      columns: [
        { head: 'File', cell: ({ name }) => html`<a href="${to(`data/${name}`)}" download>${name}</a>` },
        { head: 'What', cell: ({ what }) => what },
        { head: 'Size', cell: ({ bytes }) => size(bytes), number: ({ bytes }) => bytes },
      ],
    })}
    <p>In the folder of the Parquet files, <a href="https://duckdb.org/">DuckDB</a> gives the table of the front page:</p>
    <pre tabindex="0"><code>${HEADLINE_QUERY}</code></pre></section>
    <section><h2>Reports</h2>
    <p>The whole weekly report of each network: ${site.networks.map(({ network }, index) => [index > 0 && ', ', html`<a href="${to(`networks/${network}/report.json`)}">${NETWORK_NAMES[network]}</a>`])}. Their form is described by a <a href="${to('data/report.schema.json')}">JSON Schema</a>. Every week’s report stays under <a href="${to('reports/')}">its own address</a>, and comes as a <a href="${to('feed.atom')}">feed</a>.</p></section>
    <section><h2>For programs</h2>
    <p>Plain files that keep their form; fields may be added.</p>
    <dl>
    <dt><code>${address}/api/domains/<var>XX</var>.json</code></dt>
    <dd>What the last scans know of each domain. <var>XX</var> are the first two hexadecimal digits of the SHA-256 of the domain in lower case and ASCII:
    <pre tabindex="0"><code>shard=$(printf %s mastodon.social | sha256sum | cut -c1-2)
curl ${address}/api/domains/$shard.json | jq '.domains["mastodon.social"]'</code></pre></dd>
    <dt><code>${address}/api/hosters/<var>ID</var>.json</code></dt>
    <dd>A hoster, front or operator, with its servers and its history. The <var>ID</var> is that of the report.</dd>
    <dt><code>${address}/api/lookup?domain=<var>DOMAIN</var></code></dt>
    <dd>A fresh look, where a server of ours runs behind this site (and not only its files). A few a minute for each reader, please.</dd>
    </dl></section>
    <section><h2>How to cite</h2>
    <p>whohosts (${numbers.date(main.report.finishedAt)}): who hosts ${site.networks.length} networks, ${main.report.week}. ${site.publicUrl ?? 'data set'}. CC BY 4.0.</p></section>`;
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
