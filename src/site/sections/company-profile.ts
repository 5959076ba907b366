import { companyProfile } from '../../attribution/rules/company-profile.ts';
import type { Hoster } from '../../model/attribution.ts';
import { type Content, type Html, html } from '../frame/html.ts';
import { countryPath, type To } from '../frame/links.ts';
import { COMPANY_KINDS, count, countryName } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { countryLink } from './hoster-link.ts';

/** More numbers of autonomous systems are counted, not listed. */
const SYSTEMS = 8;

/** Who a company is, as far as the reference tables say; null for an AS under its own name. */
export function profileOf(site: Site, to: To, hoster: Hoster): Html | null {
  const profile = companyProfile(hoster.id);
  const country = profile?.country ?? hoster.country;
  if (profile === null && country === null) return null;
  const lines: (readonly [string, Content] | null)[] = [
    profile === null ? null : ['What it is', COMPANY_KINDS[profile.kind]],
    country === null
      ? null
      : [
          'Seat',
          [countryLink(site, to, country), typeof profile?.entity === 'string' && `, ${profile.entity}`],
        ],
    profile === null || profile.owner === null
      ? null
      : [
          'Owned by',
          [
            profile.owner.name,
            profile.owner.seat !== null && profile.owner.seat !== country
              ? `, ${countryName(profile.owner.seat)}`
              : '',
          ],
        ],
    profile === null || profile.website === null
      ? null
      : [
          'Website',
          html`<a href="${profile.website}" rel="nofollow">${new URL(profile.website).hostname}</a>`,
        ],
    profile === null || profile.asns.length === 0 ? null : ['Networks', systems(profile.asns)],
    profile === null || Object.keys(profile.sites).length === 0
      ? null
      : ['Data centres', dataCentres(site, to, profile.sites)],
  ];
  return html`<dl class="profile">${lines.map((line) => line !== null && html`<div><dt>${line[0]}</dt><dd>${line[1]}</dd></div>`)}</dl>`;
}

function systems(asns: readonly number[]): string {
  const listed = asns
    .slice(0, SYSTEMS)
    .map((asn) => `AS${asn}`)
    .join(', ');
  return asns.length > SYSTEMS ? `${listed} and ${count(asns.length - SYSTEMS)} more` : listed;
}

function dataCentres(site: Site, to: To, sites: Readonly<Record<string, readonly string[]>>): Content {
  return Object.entries(sites).map(([country, cities], index) => [
    index > 0 && ', ',
    site.countries.has(country)
      ? html`<a href="${to(countryPath(country))}">${countryName(country)}</a>`
      : countryName(country),
    cities.some((city) => city !== countryName(country)) && ` (${cities.join(', ')})`,
  ]);
}
