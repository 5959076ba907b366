import { otherCountryNames } from '../../text/country-names.ts';
import type { Findable } from '../../text/search-text.js';
import type { Company, Residents } from '../data/residents.ts';
import type { SiteFile } from '../data/site-file.ts';
import { countryPath, hosterPath } from '../frame/links.ts';
import { countryName, nameOf } from '../frame/phrases.ts';

/** Where the search looks for names; it is loaded when a search is not for a domain. */
export const SEARCH_INDEX = 'api/search.json';

export function searchIndex(
  companies: ReadonlyMap<string, Company>,
  countries: ReadonlyMap<string, readonly Omit<Residents, 'role'>[]>,
): SiteFile {
  const entries: Findable[] = [
    ...[...companies.values()].map(({ hoster, residents }) => ({
      kind: 'hoster' as const,
      name: nameOf(hoster),
      names: /^as\d+$/i.test(hoster.id) || hoster.id === hoster.name.toLowerCase() ? [] : [hoster.id],
      page: hosterPath(hoster.id),
      servers: serversOf(residents),
    })),
    ...[...countries].map(([code, residents]) => ({
      kind: 'country' as const,
      name: countryName(code),
      names: otherCountryNames(code),
      page: countryPath(code),
      servers: serversOf(residents),
    })),
  ];
  return { path: SEARCH_INDEX, content: `${JSON.stringify({ licence: 'CC BY 4.0', entries })}\n` };
}

function serversOf(residents: readonly Omit<Residents, 'role'>[]): number {
  return residents.reduce((sum, { servers }) => sum + servers.length, 0);
}
