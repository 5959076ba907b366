import type { Mover } from '../model/server.ts';
import { domainText, placeLink } from './hoster-link.ts';
import { type Html, html } from './html.ts';
import type { To } from './links.ts';
import type { Moves } from './material.ts';
import type { Site } from './site.ts';
import { table } from './table.ts';
import { numbers, servers } from './words.ts';

export function moverTable(
  site: Site,
  to: To,
  movers: readonly Mover[],
  label: string,
  filter?: string,
): Html {
  return table({
    label,
    caption: label,
    rows: movers,
    empty: 'Nobody moved.',
    ...(filter === undefined ? {} : { filter }),
    columns: [
      { head: 'Server', cell: ({ domain }) => domainText(domain) },
      { head: 'From', cell: ({ from }) => placeLink(site, to, from) },
      { head: 'To', cell: ({ to: there }) => placeLink(site, to, there) },
    ],
  });
}

/** Who came to one hoster or front and who left it, over one span of time. */
export function comingsAndGoings(
  site: Site,
  to: To,
  { since, cameTo, left: leftBy }: Moves,
  id: string,
  most: number,
): Html | null {
  if (since === null) return null;
  const came = cameTo.get(id) ?? [];
  const left = leftBy.get(id) ?? [];
  const day = numbers.date(since.startedAt);
  if (came.length + left.length === 0) return html`<p>Nobody came or left since ${day}.</p>`;
  const list = (title: string, some: readonly Mover[], other: 'from' | 'to') =>
    html`<div><h3>${title}</h3>${some.length === 0 ? html`<p class="none">Nobody.</p>` : html`<ul>${some.slice(0, most).map((mover) => html`<li>${domainText(mover.domain)}, ${other === 'to' && mover.to.front !== null ? 'now' : other} ${placeLink(site, to, mover[other])}</li>`)}</ul>`}${some.length > most && html`<p>And ${servers(some.length - most)} more.</p>`}</div>`;
  return html`<div class="two">${list(`Came since ${day}`, came, 'from')}${list(`Left since ${day}`, left, 'to')}</div>`;
}
