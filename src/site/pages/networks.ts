import { comparisonTable } from '../comparison.ts';
import { headline } from '../headline.ts';
import { html } from '../html.ts';
import { layOut } from '../layout.ts';
import { linksFrom, networkPath } from '../links.ts';
import type { Site } from '../site.ts';
import type { SiteFile } from '../site-file.ts';
import { NETWORK_NAMES } from '../words.ts';

const PATH = 'networks/index.html';

export function networksPage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const body = html`<h1>Networks</h1>
    <p class="lede">Decentralised networks, and ordinary websites as the control group: measured by one method.</p>
    <ul>${site.networks.map(({ network, report }) => html`<li><a href="${to(networkPath(network))}">${NETWORK_NAMES[network]}</a>: ${headline(report)}.</li>`)}</ul>
    ${comparisonTable(site, to)}`;
  return layOut(site, {
    path: PATH,
    title: 'Networks',
    description: 'The fediverse, XMPP, Matrix and ordinary websites, measured by one method.',
    section: 'networks/',
    body,
  });
}
