import type { Hoster, Kind } from '../../model/attribution.ts';
import type { Domain } from '../../model/domain.ts';
import { displayDomain } from '../../model/domain.ts';
import type { MeasuredServer, Whereabouts } from '../../model/server.ts';
import { isAccessProvider } from '../../statistics/access-providers.ts';
import { plainName } from '../../text/defang.ts';
import { type Content, html } from '../frame/html.ts';
import { countryPath, hosterPath, type To } from '../frame/links.ts';
import { countryName, nameOf } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';

/** The company's name, leading to its page where it has one. */
export function hosterLink(site: Site, to: To, hoster: Pick<Hoster, 'id' | 'name'>): Content {
  return site.hosters.has(hoster.id)
    ? html`<a href="${to(hosterPath(hoster.id))}">${nameOf(hoster)}</a>`
    : nameOf(hoster);
}

export function countryLink(site: Site, to: To, code: string | null): Content {
  if (code === null) return '–';
  return site.countries.has(code)
    ? html`<a href="${to(countryPath(code))}">${countryName(code)}</a>`
    : countryName(code);
}

/** The same in a table of companies, with Internet providers marked: they host nothing. */
export function companyLink(
  site: Site,
  to: To,
  company: Pick<Hoster, 'id' | 'name'> & { readonly kind: Kind | null },
): Content {
  return [hosterLink(site, to, company), isAccessProvider(company) && ' (Internet provider)'];
}

/** The company behind a server, in one cell. */
export function placeLink(
  site: Site,
  to: To,
  { hoster, front, kind = null }: Pick<Whereabouts, 'hoster' | 'front' | 'kind'>,
): Content {
  if (front !== null) return html`behind ${hosterLink(site, to, front)}`;
  if (hoster === null) return 'unknown';
  return isAccessProvider({ kind })
    ? html`a line of ${hosterLink(site, to, hoster)}`
    : hosterLink(site, to, hoster);
}

export function whereIs(server: Pick<MeasuredServer, 'city' | 'country'>): string {
  const country = server.country === null ? null : countryName(server.country);
  return (
    [server.city === null ? null : plainName(server.city), country]
      .filter((part) => part !== null)
      .join(', ') || '–'
  );
}

/**
 * The name as people write it, with its form in DNS where that differs: it reveals look-alike
 * letters.
 */
export function domainText(domain: Domain): Content {
  const shown = displayDomain(domain);
  return shown === domain ? domain : html`${shown} <small>${domain}</small>`;
}
