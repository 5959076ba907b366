import { gunzipSync, gzipSync } from 'node:zlib';
import type { DownloadId } from '../../src/attribution/databases/downloads.ts';
import type { Route } from '../model-internet/https/routes.ts';
import { dbipAsnTable, dbipCityTree, FRESH, iptoasnTable, type Publisher } from './model-data.ts';

export const bytes = (body: string | Buffer): Route => ({ kind: 'reply', body });

const city = dbipCityTree(FRESH);
const packed = gzipSync(city);
export const html = '<!DOCTYPE html><html><body>Sign in to the hotel network</body></html>';
const renamed = (asn: number) => FRESH.map((each) => ({ ...each, asn }));
const shifted = FRESH.map((each, index) => ({ ...each, asn: FRESH[index + 1]?.asn ?? 1 }));
const abroad = FRESH.map((each) => ({ ...each, country: 'XK' }));
/** 10 GB of zeros in 10 MB: a gzip file may consist of many members. */
const piece = gzipSync(Buffer.alloc(100_000_000));
const bomb = Buffer.concat(Array.from({ length: 100 }, () => piece));
const aws = (...prefixes: string[]) =>
  JSON.stringify({
    prefixes: prefixes.map((ip_prefix) => ({ ip_prefix, service: 'CLOUDFRONT' })),
    ipv6_prefixes: [],
  });
const plainList = (...lines: string[]) => `104.16.0.0/13\n172.64.0.0/13\n${lines.join('\n')}\n`;

export const V4 = '/data/ip2asn-v4.tsv.gz';
const V6 = '/data/ip2asn-v6.tsv.gz';
const DBIP_ASN = '/free/dbip-asn-lite-2026-10.csv.gz';
const DBIP_CITY = '/free/dbip-city-lite-2026-10.mmdb.gz';
const lines = (text: string) => gunzipSync(iptoasnTable(FRESH, 4)).toString().replace('8.8.8.0', text);

/** The source, the host, the path, the fault, the answer, and the expected message. */
export const BAD: readonly (readonly [DownloadId, Publisher, string, string, Route, RegExp])[] = [
  ['iptoasn', 'iptoasn.com', V4, 'is not there', { kind: 'reply', status: 404, body: 'no' }, /HTTP 404/],
  ['iptoasn', 'iptoasn.com', V4, 'fails', { kind: 'reply', status: 503, body: 'no' }, /HTTP 503/],
  ['iptoasn', 'iptoasn.com', V4, 'is empty', bytes(''), /the file is empty/],
  ['iptoasn', 'iptoasn.com', V4, 'is a web page', bytes(html), /web page/],
  ['iptoasn', 'iptoasn.com', V4, 'is a packed web page', bytes(gzipSync(html)), /web page/],
  [
    'iptoasn',
    'iptoasn.com',
    V4,
    'breaks off in its gzip',
    bytes(iptoasnTable(FRESH, 4).subarray(0, 200)),
    /cut off/,
  ],
  [
    'iptoasn',
    'iptoasn.com',
    V4,
    'breaks off on the line',
    { kind: 'cut', body: html.slice(1) },
    /iptoasn\.com/,
  ],
  ['iptoasn', 'iptoasn.com', V4, 'is a bomb', bytes(bomb.subarray(0, 1_900_000)), /line of more/],
  ['iptoasn', 'iptoasn.com', V4, 'is endless', { kind: 'endless' }, /TOO_LARGE|line of more/],
  ['iptoasn', 'iptoasn.com', V4, 'has rows of another form', bytes(lines('8.8.8.0 ')), /line 3|of the form/],
  ['iptoasn', 'iptoasn.com', V4, 'has addresses that are none', bytes(lines('8.8.8.999')), /of the form/],
  ['iptoasn', 'iptoasn.com', V4, 'is out of order', bytes(lines('0.8.8.0')), /ascending/],
  [
    'iptoasn',
    'iptoasn.com',
    V4,
    'has too few rows',
    bytes(iptoasnTable(FRESH.slice(0, 3), 4)),
    /3 rows for ipv4/,
  ],
  [
    'iptoasn',
    'iptoasn.com',
    V4,
    'says that all is one AS',
    bytes(iptoasnTable(renamed(666), 4)),
    /known addresses/,
  ],
  ['iptoasn', 'iptoasn.com', V4, 'is shifted by a row', bytes(iptoasnTable(shifted, 4)), /known addresses/],
  ['iptoasn', 'iptoasn.com', V6, 'has IPv4 for IPv6', bytes(iptoasnTable(FRESH, 4)), /unexpected format/],
  [
    'iptoasn',
    'iptoasn.com',
    V6,
    'lies about IPv6 alone',
    bytes(iptoasnTable(renamed(666), 6)),
    /known addresses/,
  ],
  ['dbip-asn', 'download.db-ip.com', DBIP_ASN, 'is HTML', bytes(gzipSync(html)), /web page/],
  [
    'dbip-asn',
    'download.db-ip.com',
    DBIP_ASN,
    'has no IPv6',
    bytes(dbipAsnTable(FRESH.slice(0, 10))),
    /0 rows for ipv6/,
  ],
  ['dbip-asn', 'download.db-ip.com', DBIP_ASN, 'lies', bytes(dbipAsnTable(renamed(1))), /known addresses/],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'is no database',
    bytes(gzipSync('x'.repeat(5000))),
    /cannot be read/,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'breaks off',
    bytes(packed.subarray(0, packed.length - 20)),
    /cut off/,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'lost its beginning',
    bytes(gzipSync(city.subarray(700))),
    /./,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'is a bomb of 10 GB',
    bytes(bomb),
    /more than 40000000 bytes/,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'moves everybody',
    bytes(gzipSync(dbipCityTree(abroad))),
    /known addresses/,
  ],
  [
    'dbip-city',
    'download.db-ip.com',
    DBIP_CITY,
    'is nearly empty',
    bytes(gzipSync(dbipCityTree([]))),
    /known addresses|cannot be read/,
  ],
  ['cloudflare', 'www.cloudflare.com', '/ips-v4', 'is HTML', bytes(html), /web page/],
  ['cloudflare', 'www.cloudflare.com', '/ips-v4', 'is text', bytes('Just a moment...'), /not a list/],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'is the whole Internet',
    bytes(plainList('0.0.0.0/0')),
    /too large/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'is half of it',
    bytes(plainList('128.0.0.0/1')),
    /too large/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'is more than a front has',
    bytes(plainList(...[11, 12, 13].map((first) => `${first}.0.0.0/8`))),
    /more addresses/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'has private blocks',
    bytes(plainList('10.0.0.0/16')),
    /not public/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'claims Hetzner',
    bytes(plainList('116.203.0.0/16')),
    /116\.203\.1\.1/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'claims Fastly',
    bytes(plainList('151.101.0.0/16')),
    /151\.101\.1\.1/,
  ],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'has host bits',
    bytes(plainList('203.0.112.1/24')),
    /after its prefix/,
  ],
  ['cloudflare', 'www.cloudflare.com', '/ips-v6', 'takes all of IPv6', bytes('2000::/3\n'), /too large/],
  [
    'cloudflare',
    'www.cloudflare.com',
    '/ips-v4',
    'lost itself',
    bytes('172.80.0.0/13\n172.96.0.0/13\n'),
    /missing|still/,
  ],
  [
    'cloudfront',
    'ip-ranges.amazonaws.com',
    '/ip-ranges.json',
    'is other JSON',
    bytes('{"error":1}'),
    /not a list/,
  ],
  [
    'cloudfront',
    'ip-ranges.amazonaws.com',
    '/ip-ranges.json',
    'breaks off',
    bytes('{"prefixes":['),
    /not a list/,
  ],
  [
    'cloudfront',
    'ip-ranges.amazonaws.com',
    '/ip-ranges.json',
    'has words for blocks',
    bytes(aws('13.32.0.0/15', 'x', 'null')),
    /not an address block/,
  ],
  ['fastly', 'api.fastly.com', '/public-ip-list', 'is null', bytes('null'), /not a list/],
  [
    'fastly',
    'api.fastly.com',
    '/public-ip-list',
    'is large',
    { kind: 'gzip-bomb', bytes: 30_000_000 },
    /TOO_LARGE/,
  ],
  [
    'bunny',
    'bunnycdn.com',
    '/api/system/edgeserverlist/plain',
    'has a large block',
    bytes('5.9.0.0/16\n5.9.1.1\n'),
    /too large/,
  ],
];
