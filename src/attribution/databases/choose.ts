import { join } from 'node:path';
import { errorMessage } from '../../text/error-text.ts';
import {
  checkFile,
  type DatabaseVersion,
  type DownloadId,
  downloadsFolder,
  fileOf,
  PUBLISHED_FRONTS,
  readManifest,
  wholeDownload,
} from './downloads.ts';
import type { Database, Databases, DataSource } from './sources.ts';

/** What an attributor is opened with. */
export interface Choice {
  readonly databases: Databases;
  /** Whether any of the databases was downloaded. */
  readonly downloaded: boolean;
  /** Blocks by the id of the front that publishes them, beside those of `data/fronts.json`. */
  readonly frontPrefixes: ReadonlyMap<string, readonly string[]>;
  readonly frontSources: readonly DataSource[];
  /** Why a download is not used, a sentence each. */
  readonly problems: readonly string[];
}

const CREDITS: Readonly<Record<DownloadId, Omit<DataSource, 'date'>>> = {
  iptoasn: {
    name: 'iptoasn',
    licence: 'PDDL 1.0',
    attribution: 'AS numbers of routed addresses by iptoasn.com',
    url: 'https://iptoasn.com',
  },
  'dbip-asn': {
    name: 'DB-IP ASN Lite',
    licence: 'CC BY 4.0',
    attribution: 'IP address data by DB-IP',
    url: 'https://db-ip.com',
  },
  'dbip-city': {
    name: 'DB-IP City Lite',
    licence: 'CC BY 4.0',
    attribution: 'IP Geolocation by DB-IP',
    url: 'https://db-ip.com',
  },
  cloudflare: publisher('Cloudflare', 'https://www.cloudflare.com/ips/'),
  cloudfront: publisher('Amazon CloudFront', 'https://ip-ranges.amazonaws.com/ip-ranges.json'),
  fastly: publisher('Fastly', 'https://api.fastly.com/public-ip-list'),
  bunny: publisher('bunny.net', 'https://support.bunny.net/hc/en-us/articles/24155254055964'),
};

function publisher(name: string, url: string): Omit<DataSource, 'date'> {
  return {
    name: `${name} address ranges`,
    licence: 'published facts',
    attribution: `Address ranges as ${name} publishes them`,
    url,
  };
}

/**
 * The databases of `dataDir/databases` where they are whole and no older than those that came with the
 * installation, else those. Routing (iptoasn) says who announces an address now; DB-IP's AS table speaks
 * where routing is silent, and gives the names, as ip-location-db combines the same two kinds of sources in
 * the installed table.
 */
export function chooseDatabases(dataDir: string, installed: Databases): Choice {
  const folder = downloadsFolder(dataDir);
  const downloads = readManifest(folder);
  const problems: string[] = [];
  const usable = (id: DownloadId, rival: Database | null): DatabaseVersion | null => {
    const found = wholeDownload(folder, downloads, id);
    if (found === null && downloads[id] !== undefined) problems.push(`the download of ${id} is not whole`);
    const since = rival?.credits[0]?.date ?? null;
    return found !== null && since !== null && found.date < since ? null : found;
  };

  const routed = usable('iptoasn', installed.asn);
  const listed = usable('dbip-asn', installed.asn);
  const asn = asnDatabase(folder, installed.asn, routed, listed);
  const place = usable('dbip-city', installed.city);
  const city = place === null ? installed.city : cityDatabase(folder, place);

  const frontPrefixes = new Map<string, readonly string[]>();
  const frontSources: DataSource[] = [];
  for (const id of PUBLISHED_FRONTS) {
    const found = usable(id, null);
    if (found === null) continue;
    try {
      frontPrefixes.set(id, readPrefixes(folder, found));
      frontSources.push(creditOf(id, found));
    } catch (error) {
      problems.push(`the address ranges of ${id} are not used: ${errorMessage(error)}`);
    }
  }
  return {
    databases: { asn, city, country: installed.country },
    downloaded: asn !== installed.asn || city !== installed.city,
    frontPrefixes,
    frontSources,
    problems,
  };
}

function creditOf(id: DownloadId, { date }: DatabaseVersion): DataSource {
  return { ...CREDITS[id], date };
}

function asnDatabase(
  folder: string,
  installed: Databases['asn'],
  routed: DatabaseVersion | null,
  listed: DatabaseVersion | null,
): Databases['asn'] {
  const first = routed ?? listed;
  if (first === null) return installed;
  const files = (download: DatabaseVersion) => ({
    ipv4: fileOf(folder, download, 'ipv4'),
    ipv6: fileOf(folder, download, 'ipv6'),
  });
  const parts = { ...(routed && { iptoasn: routed }), ...(listed && { 'dbip-asn': listed }) };
  return {
    ...files(first),
    ...(routed === null ? {} : { names: { ipv4: installed.ipv4, ipv6: installed.ipv6 } }),
    ...(routed === null || listed === null ? {} : { fill: files(listed) }),
    ...identityOf(folder, parts, routed === null ? '' : installed.fingerprint),
  };
}

function cityDatabase(folder: string, place: DatabaseVersion): Databases['city'] {
  const file = fileOf(folder, place, 'mmdb');
  return { ipv4: file, ipv6: file, layout: 'combined', ...identityOf(folder, { 'dbip-city': place }, '') };
}

function identityOf(
  folder: string,
  parts: { readonly [id in DownloadId]?: DatabaseVersion },
  beside: string,
): Pick<Database, 'version' | 'fingerprint' | 'credits' | 'checksums'> {
  const entries = Object.entries(parts) as [DownloadId, DatabaseVersion][];
  const files = entries.flatMap(([, download]) => download.files);
  return {
    version: entries
      .map(
        ([
          id,
          {
            date,
            files: [file],
          },
        ]) => `${id}-${date}-${file?.sha256.slice(0, 8)}`,
      )
      .join('-'),
    fingerprint: [...files.map(({ name, sha256 }) => `${name} ${sha256}`), beside].join(' '),
    credits: entries.map(([id, download]) => creditOf(id, download)),
    checksums: Object.fromEntries(files.map(({ name, sha256 }) => [join(folder, name), sha256])),
  };
}

function readPrefixes(folder: string, download: DatabaseVersion): readonly string[] {
  const [file] = download.files;
  const prefixes: unknown = JSON.parse(
    checkFile(fileOf(folder, download, 'prefixes'), file?.sha256 ?? '').toString('utf8'),
  );
  if (!Array.isArray(prefixes) || !prefixes.every((prefix) => typeof prefix === 'string')) {
    throw new Error('not an array of texts');
  }
  return prefixes;
}
