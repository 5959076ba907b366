import { type Html, html } from '../frame/html.ts';
import { networkPath, type To } from '../frame/links.ts';
import { count, NETWORK_NAMES, percent } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { hosterLink } from './hoster-link.ts';

/** The networks side by side, measured by the one method. */
export function comparisonTable(site: Site, to: To): Html | null {
  const rows = site.networks[0].report.comparison;
  if (rows.length < 2) return null;
  return html`<section aria-labelledby="comparison"><h2 id="comparison">Is this special?</h2>
    <p>The same method over other networks, and over ordinary websites as the control group.</p>
    ${table({
      label: 'Networks compared',
      caption:
        'Shares are of the servers that answered in each network; those of hosters are the least that they hold, for CDNs hide the rest. Companies include Internet providers.',
      rows,
      columns: [
        {
          head: 'Network',
          cell: ({ network }) => html`<a href="${to(networkPath(network))}">${NETWORK_NAMES[network]}</a>`,
        },
        {
          head: 'Servers',
          cell: ({ answered }) => count(answered),
          number: ({ answered }) => answered,
          minor: true,
        },
        {
          head: 'Largest hoster',
          cell: ({ top }) =>
            top[0] === undefined ? '–' : html`${hosterLink(site, to, top[0])}, ${percent(top[0].share)}`,
        },
        {
          head: 'Five largest companies',
          cell: ({ concentration }) => percent(concentration.top5),
          number: ({ concentration }) => concentration.top5,
        },
        {
          head: 'Companies with half',
          cell: ({ concentration }) =>
            concentration.nakamoto === null ? '–' : count(concentration.nakamoto),
          number: ({ concentration }) => concentration.nakamoto,
          minor: true,
        },
        {
          head: 'Behind CDNs',
          cell: ({ hidden }) => percent(hidden.share),
          number: ({ hidden }) => hidden.share,
        },
      ],
    })}</section>`;
}
