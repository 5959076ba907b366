import { createHash } from 'node:crypto';
import type { Hoster } from '../../model/attribution.ts';
import type { MeasuredServer } from '../../model/server.ts';
import { plausibleActiveUsers } from '../../statistics/plausible.ts';
import { listServers } from '../data/listing.ts';
import type { Company } from '../data/residents.ts';
import type { SiteFile } from '../data/site-file.ts';
import { hosterPath, networkPath, slug } from '../frame/links.ts';
import { NETWORK_NAMES, nameOf, STATUS_NAMES } from '../frame/phrases.ts';
import type { Site } from '../frame/site.ts';
import { whereIs } from '../sections/hoster-link.ts';

/** The shard that a domain is in: the first two hexadecimal digits of its SHA-256. */
export function shardOf(domain: string): string {
  return createHash('sha256').update(domain).digest('hex').slice(0, 2);
}

/**
 * What the last scans know of each domain. There are 256 files, so that a client need not fetch everything to
 * look up one domain.
 */
export function* domainFiles(site: Site): Generator<SiteFile> {
  const shards = Map.groupBy(listServers(site.networks), ({ domain }) => shardOf(domain));
  for (let number = 0; number < 256; number += 1) {
    const shard = number.toString(16).padStart(2, '0');
    const domains = (shards.get(shard) ?? []).map(({ domain, seen }) => [
      domain,
      seen.map(({ network, server }) => ({
        network,
        networkName: NETWORK_NAMES[network],
        status: server.status,
        statusName: STATUS_NAMES[server.status],
        ...describe(site, server),
      })),
    ]);
    yield json(`api/domains/${shard}.json`, { licence: 'CC BY 4.0', domains: Object.fromEntries(domains) });
  }
}

function describe(site: Site, server: MeasuredServer) {
  const company = (hoster: Hoster | null) =>
    hoster === null
      ? null
      : { ...hoster, name: nameOf(hoster), page: site.hosters.has(hoster.id) ? hosterPath(hoster.id) : null };
  const place = whereIs(server);
  return {
    hoster: server.front === null ? company(server.hoster) : null,
    front: company(server.front),
    operator: company(server.operator),
    kind: server.kind,
    asn: server.asn,
    country: server.country,
    city: server.city,
    place: place === '–' ? null : place,
    software: server.software,
    declared: server.declared,
    activeUsers: plausibleActiveUsers(server),
  };
}

export function hosterFile({ hoster, residents }: Company): SiteFile {
  return json(`api/hosters/${slug(hoster.id)}.json`, {
    licence: 'CC BY 4.0',
    ...hoster,
    networks: residents.map(({ role, material, servers }) => ({
      network: material.network,
      role,
      week: material.report.week,
      ...(material.report[`${role}s`].find(({ id }) => id === hoster.id) ?? {}),
      history: material.series
        .of(role, hoster.id)
        .map(({ week, servers: held, share }) => [week, held, round(share)]),
      domains: servers.map(({ domain }) => domain),
    })),
  });
}

/** Which networks there are, of when, and where their reports are. */
export function networksFile({ networks }: Site): SiteFile {
  return json('api/networks.json', {
    licence: 'CC BY 4.0',
    networks: networks.map(({ network, report }) => ({
      network,
      week: report.week,
      finishedAt: report.finishedAt,
      answered: report.answered,
      report: `${networkPath(network)}report.json`,
    })),
  });
}

function round(share: number): number {
  return Number(share.toPrecision(6));
}

function json(path: string, content: unknown): SiteFile {
  return { path, content: `${JSON.stringify(content)}\n` };
}
