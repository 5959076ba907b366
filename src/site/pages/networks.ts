import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom, networkPath } from '../frame/links.ts';
import { NETWORK_NAMES } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { comparisonTable } from '../sections/comparison.ts';
import { headline } from '../sections/headline.ts';

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
