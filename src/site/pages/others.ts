import { OTHERS, type OtherFigure } from '../data/others-measured.ts';
import type { SiteFile } from '../data/site-file.ts';
import { html } from '../frame/html.ts';
import { layOut } from '../frame/layout.ts';
import { linksFrom } from '../frame/links.ts';
import { NETWORK_NAMES, percent } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { coverage } from '../sections/headline.ts';

const PATH = 'others/index.html';

export function othersPage(site: Site): SiteFile {
  const to = linksFrom(PATH);
  const ours = ({ network, ours: figure }: OtherFigure): string => {
    const material = site.networks.find((one) => one.network === network);
    return material === undefined || material.report.answered === 0
      ? 'not measured'
      : percent(figure(material.report));
  };
  const body = html`<h1>What others measured</h1>
    <p class="lede">Figures about who hosts decentralised networks differ, because each counted other servers, in another year, by another rule. Here they stand side by side, so that you can see why.</p>
    ${OTHERS.map(
      ({ who, when, how, url, figures }) => html`<section><h2>${who}, ${when}</h2>
      <p>${how} <a href="${url}">Source</a></p>
      ${table({
        label: `${who} beside ours`,
        caption: 'Theirs beside our latest; ours counts what is behind a CDN for the CDN alone.',
        rows: figures,
        columns: [
          { head: 'What', cell: ({ what }) => what },
          { head: 'Theirs', cell: ({ theirs }) => theirs },
          { head: 'Ours', cell: ours },
        ],
      })}</section>`,
    )}
    <section><h2>Ours</h2><ul>${site.networks.map(({ network, report }) => html`<li>${NETWORK_NAMES[network]}: ${coverage(report)}</li>`)}</ul>
    <p><a href="${to('method/')}">How we measure</a></p></section>`;
  return layOut(site, {
    path: PATH,
    title: 'What others measured',
    description:
      'Earlier measurements of who hosts decentralised networks, beside ours, and why they differ.',
    section: null,
    body,
  });
}
