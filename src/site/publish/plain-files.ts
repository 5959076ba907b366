import type { SiteFile } from '../data/site-file.ts';
import { countryPath, hosterPath, networkPath, reportPath } from '../frame/links.ts';
import type { Site } from '../frame/site.ts';

const MOST_ADDRESSES = 50_000;
const YEAR = 365 * 24 * 60 * 60 * 1000;

/**
 * The probe description of RFC 9511: what our packets are and where to complain, in the fields of
 * security.txt (RFC 9116) and one of its own, `Description`, on one line.
 */
export function probingDescription({ publicUrl, contact, version, networks }: Site): SiteFile {
  const expires = new Date(Date.parse(networks[0].report.finishedAt) + YEAR).toISOString();
  const optOut = publicUrl === null ? '' : ` How not to be measured: ${publicUrl}/admins/`;
  const lines = [
    publicUrl === null ? null : `Canonical: ${publicUrl}/.well-known/probing.txt`,
    contact === null ? null : `Contact: ${contact}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en, de',
    `Description: Measures who hosts the servers of decentralised networks. Once a week, and when somebody looks a server up, it asks DNS for the addresses of servers on public lists, and the server itself over HTTPS (ports 443 and 8448) for robots.txt, its public NodeInfo, and where that is missing or lies elsewhere for host-meta, WebFinger, /api/v2/instance or /.well-known/matrix/server, as "whohosts/${version}".${optOut}`,
  ];
  return {
    path: '.well-known/probing.txt',
    content: `${lines.filter((line) => line !== null).join('\n')}\n`,
  };
}

/** Everything may be read by anyone except look-ups on demand: each sends packets to a third party. */
export function robots({ publicUrl }: Site): SiteFile {
  const sitemap = publicUrl === null ? '' : `Sitemap: ${publicUrl}/sitemap.txt\n`;
  return { path: 'robots.txt', content: `User-agent: *\nDisallow: /api/lookup\n${sitemap}` };
}

/** The pages that people look for, as a list of addresses. */
export function sitemap({ publicUrl, weeks, networks, hosters, countries }: Site): SiteFile | null {
  if (publicUrl === null) return null;
  const paths = [
    '',
    'hosters/',
    'compare/',
    'countries/',
    'jurisdiction/',
    'networks/',
    'movers/',
    'method/',
    'others/',
    'admins/',
    'data/',
    'reports/',
    'servers/',
  ];
  const own = [
    ...networks.map(({ network }) => networkPath(network)),
    ...weeks.map(reportPath),
    ...[...countries].map(countryPath),
    ...[...hosters].map(hosterPath),
  ];
  // The protocol allows 50,000 addresses in a file (sitemaps.org).
  const addresses = [...paths, ...own].slice(0, MOST_ADDRESSES).map((path) => `${publicUrl}/${path}`);
  return { path: 'sitemap.txt', content: `${addresses.join('\n')}\n` };
}
