import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Databases, embeddedDatabases } from '../../src/attribution/databases/sources.ts';
import type { CompanyEntry } from '../../src/attribution/rules/hosters.ts';
import type { UpdateSource } from '../../src/update/source.ts';
import { createBunny } from '../../src/update/sources/bunny.ts';
import { createCloudflare } from '../../src/update/sources/cloudflare.ts';
import { createCloudfront } from '../../src/update/sources/cloudfront.ts';
import { createDbipAsn } from '../../src/update/sources/dbip-asn.ts';
import { createDbipCity } from '../../src/update/sources/dbip-city.ts';
import { createFastly } from '../../src/update/sources/fastly.ts';
import { createIptoasn } from '../../src/update/sources/iptoasn.ts';
import type { Route, Routes } from '../model-internet/https/routes.ts';
import { type Value, writeMmdb } from './mmdb-writer.ts';

export interface Range {
  readonly cidr: string;
  readonly first: string;
  readonly last: string;
  readonly asn: number;
  readonly name: string;
  readonly country: string;
}

const range = (cidr: string, first: string, last: string, asn: number, name: string, country: string) => ({
  cidr,
  first,
  last,
  asn,
  name,
  country,
});

/** A small Internet: the networks of the canaries. */
export const RANGES: readonly Range[] = [
  range('1.1.1.0/24', '1.1.1.0', '1.1.1.255', 13335, 'Cloudflare, Inc.', 'AU'),
  range('8.8.8.0/24', '8.8.8.0', '8.8.8.255', 15169, 'Google LLC', 'US'),
  range('18.0.0.0/8', '18.0.0.0', '18.255.255.255', 3, 'MIT', 'US'),
  range('51.15.0.0/16', '51.15.0.0', '51.15.255.255', 12876, 'Scaleway SAS', 'FR'),
  range('104.16.0.0/12', '104.16.0.0', '104.31.255.255', 13335, 'Cloudflare, Inc.', 'US'),
  range('116.203.0.0/16', '116.203.0.0', '116.203.255.255', 24940, 'Hetzner Online GmbH', 'DE'),
  range('133.242.0.0/16', '133.242.0.0', '133.242.255.255', 7684, 'SAKURA Internet Inc.', 'JP'),
  range('151.101.0.0/16', '151.101.0.0', '151.101.255.255', 54113, 'Fastly, Inc.', 'US'),
  range('193.0.0.0/21', '193.0.0.0', '193.0.7.255', 3333, 'RIPE NCC', 'NL'),
  range(
    '2001:200::/32',
    '2001:200::',
    '2001:200:ffff:ffff:ffff:ffff:ffff:ffff',
    2500,
    'WIDE "Project"',
    'JP',
  ),
  range('2001:660::/32', '2001:660::', '2001:660:ffff:ffff:ffff:ffff:ffff:ffff', 2200, 'RENATER', 'FR'),
  range(
    '2001:67c:2e8::/48',
    '2001:67c:2e8::',
    '2001:67c:2e8:ffff:ffff:ffff:ffff:ffff',
    3333,
    'RIPE NCC',
    'NL',
  ),
  range(
    '2001:4860::/32',
    '2001:4860::',
    '2001:4860:ffff:ffff:ffff:ffff:ffff:ffff',
    15169,
    'Google LLC',
    'US',
  ),
  range(
    '2606:4700::/32',
    '2606:4700::',
    '2606:4700:ffff:ffff:ffff:ffff:ffff:ffff',
    13335,
    'Cloudflare, Inc.',
    'US',
  ),
  range(
    '2a01:4f8::/29',
    '2a01:4f8::',
    '2a01:4ff:ffff:ffff:ffff:ffff:ffff:ffff',
    24940,
    'Hetzner Online GmbH',
    'DE',
  ),
];

/** A network that no installed table has, to distinguish downloaded from installed data. */
export const NEWCOMER = range('185.1.0.0/16', '185.1.0.0', '185.1.255.255', 64500, 'Newcomer Hosting', 'SE');

/** What the publishers have now, sorted by address. */
export const FRESH: readonly Range[] = [
  ...RANGES.filter((each) => !isIPv6(each) && order(each) < order(NEWCOMER)),
  NEWCOMER,
  ...RANGES.filter((each) => isIPv6(each) || order(each) > order(NEWCOMER)),
];

function isIPv6({ cidr }: Range): boolean {
  return cidr.includes(':');
}

function order({ first }: Range): number {
  return first.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** As iptoasn has it: with the unrouted ranges in between, and handles for names. */
export function iptoasnTable(ranges: readonly Range[], family: 4 | 6): Buffer {
  const rows = ranges
    .filter((each) => isIPv6(each) === (family === 6))
    .map(({ first, last, asn, name, country }) => [first, last, asn, country, handle(name)].join('\t'));
  const gap =
    family === 4 ? '0.0.0.0\t0.255.255.255\t0\tNone\tNot routed' : '::\t::ffff\t0\tNone\tNot routed';
  return gzipSync(`${[gap, ...rows].join('\n')}\n`);
}

function handle(name: string): string {
  return name.toUpperCase().replaceAll(' ', '-');
}

/** As DB-IP has it: both families in one file. */
export function dbipAsnTable(ranges: readonly Range[]): Buffer {
  return gzipSync(ranges.map((each) => csvRow(each)).join('\n'));
}

function csvRow({ first, last, asn, name }: Range): string {
  return `${first},${last},${asn},"${name.replaceAll('"', '""')}"`;
}

/** As DB-IP has it: both families in one tree, with MaxMind's fields and aliases. */
export function dbipCityTree(ranges: readonly Range[]): Buffer {
  return writeMmdb({
    ipVersion: 6,
    records: ranges.map(({ cidr, country }) => [cidr, maxmindRecord(country)]),
    aliases: ['2002::/16', '2001::/32'],
  });
}

function maxmindRecord(country: string): Value {
  return {
    city: { names: { en: `City of ${country}` } },
    country: { iso_code: country, names: { en: country } },
    location: { latitude: 12.5, longitude: -7.25 },
  };
}

/** Small versions of the npm packages' databases; the country database is the real one. */
export function installDatabases(dir: string, ranges: readonly Range[] = RANGES): Databases {
  mkdirSync(dir, { recursive: true });
  const families = [
    ['ipv4', 4, ranges.filter((each) => !isIPv6(each))],
    ['ipv6', 6, ranges.filter(isIPv6)],
  ] as const;
  for (const [name, ipVersion, rows] of families) {
    writeFileSync(join(dir, `asn-${name}.csv`), rows.map((row) => `${csvRow(row)}\n`).join(''));
    const records = rows.map(
      ({ cidr, country }) => [cidr, { country_code: country, city: 'Old Town' }] as const,
    );
    writeFileSync(join(dir, `city-${name}.mmdb`), writeMmdb({ ipVersion, records }));
  }
  const credit = (name: string) => [{ name, date: '2026-06-01', licence: '', attribution: '', url: '' }];
  const of = (stem: string, extension: string) => ({
    ipv4: join(dir, `${stem}-ipv4.${extension}`),
    ipv6: join(dir, `${stem}-ipv6.${extension}`),
    version: '1',
    fingerprint: `${dir} ${stem}`,
    credits: credit(stem),
  });
  return { asn: of('asn', 'csv'), city: of('city', 'mmdb'), country: embeddedDatabases().country };
}

const reply = (body: string | Buffer, headers: Record<string, string> = {}): Route => ({
  kind: 'reply',
  body,
  headers,
});

const AWS = {
  createDate: '2026-11-18-10-00-00',
  prefixes: [
    ...['13.32.0.0/15', '99.84.0.0/16', '203.83.220.0/22'].map((ip_prefix) => ({
      ip_prefix,
      service: 'CLOUDFRONT',
    })),
    { ip_prefix: '3.5.140.0/22', service: 'AMAZON' },
  ],
  ipv6_prefixes: [{ ipv6_prefix: '2600:9000::/28', service: 'CLOUDFRONT' }],
};

/** The publishers' hosts as they answer on 20 November 2026. DB-IP still has the edition of October. */
export function publishers(ranges: readonly Range[] = FRESH) {
  const modified = { 'last-modified': 'Thu, 19 Nov 2026 22:00:00 GMT' };
  return {
    'iptoasn.com': {
      '/data/ip2asn-v4.tsv.gz': reply(iptoasnTable(ranges, 4), modified),
      '/data/ip2asn-v6.tsv.gz': reply(iptoasnTable(ranges, 6), modified),
    },
    'download.db-ip.com': {
      '/free/dbip-asn-lite-2026-10.csv.gz': reply(dbipAsnTable(ranges)),
      '/free/dbip-city-lite-2026-10.mmdb.gz': reply(gzipSync(dbipCityTree(ranges))),
    },
    'www.cloudflare.com': {
      '/ips-v4': reply('104.16.0.0/13\n172.64.0.0/13\n203.83.216.0/22\n'),
      '/ips-v6': reply('2606:4700::/32\n'),
    },
    'ip-ranges.amazonaws.com': { '/ip-ranges.json': reply(JSON.stringify(AWS)) },
    'api.fastly.com': {
      '/public-ip-list': reply(
        JSON.stringify({
          addresses: ['151.101.0.0/16', '199.232.0.0/16'],
          ipv6_addresses: ['2a04:4e42::/32'],
        }),
      ),
    },
    'bunnycdn.com': {
      '/api/system/edgeserverlist/plain': reply('5.9.71.119\r\n5.9.98.45\r\n'),
      '/api/system/edgeserverlist/IPv6/plain': reply('2001:550:2:38::28:2\r\n'),
    },
  } satisfies Readonly<Record<string, Routes>>;
}

export type Publisher = keyof ReturnType<typeof publishers>;

export const NOW = new Date('2026-11-20T12:00:00Z');
const SMALL = { ipv4: [5, 100], ipv6: [3, 100] } as const;

/** The real sources, with limits low enough for the small tables. */
export const SOURCES: readonly UpdateSource[] = [
  createIptoasn({ rows: SMALL, maxBytes: 2e6, maxUnpackedBytes: 4e6 }),
  createDbipAsn({ rows: SMALL, maxBytes: 2e6, maxUnpackedBytes: 4e6 }),
  createDbipCity({ rows: [5, 1000], maxBytes: 20e6, maxUnpackedBytes: 40e6 }),
  ...[
    createCloudflare(undefined, [2, 100]),
    createCloudfront(undefined, [2, 100]),
    createFastly(undefined, [2, 100]),
    createBunny(undefined, [2, 100]),
  ],
];

/** The table of fronts with few prefixes, most of which the publishers still have. */
export const FRONTS: readonly CompanyEntry[] = (
  [
    ['cloudflare', ['104.16.0.0/13', '172.64.0.0/13', '2606:4700::/32']],
    ['cloudfront', ['13.32.0.0/15', '99.84.0.0/16']],
    ['fastly', ['151.101.0.0/16']],
    ['bunny', []],
  ] as const
).map(([id, prefixes]) => ({ id, name: id, country: null, kind: 'cdn', prefixes }));
