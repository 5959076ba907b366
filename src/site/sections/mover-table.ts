import type { Mover } from '../../model/server.ts';
import type { Html } from '../frame/html.ts';
import type { To } from '../frame/links.ts';
import type { Site } from '../frame/site.ts';
import { table } from '../frame/table.ts';
import { domainText, placeLink } from './hoster-link.ts';

export function moverSection(
  site: Site,
  to: To,
  movers: readonly Mover[],
  { label, filter }: { readonly label: string; readonly filter?: string },
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
