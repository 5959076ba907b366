import type { ReadRow } from '../asn-rows.ts';
import { saveAsnRows } from '../asn-rows.ts';
import { ASN_ROWS, checkAsn, type PlausibleAsn } from '../check-asn.ts';
import { download } from '../download.ts';
import { months } from '../months.ts';
import type { Fetched, UpdateSource, Workplace } from '../source.ts';

export interface DbipAsnOptions {
  readonly base?: string;
  readonly rows?: PlausibleAsn;
  /** Largest file as sent, and decompressed. */
  readonly maxBytes?: number;
  readonly maxUnpackedBytes?: number;
}

/** https://db-ip.com/db/download/ip-to-asn-lite: monthly, with full names of the holders. CC BY 4.0. */
export function createDbipAsn(options: DbipAsnOptions = {}): UpdateSource {
  return { id: 'dbip-asn', title: 'DB-IP ASN Lite', fetch: (place) => fetchTable(options, place) };
}

async function fetchTable(options: DbipAsnOptions, place: Workplace): Promise<Fetched> {
  const { base = 'https://download.db-ip.com/free', maxBytes = 64e6, maxUnpackedBytes = 256e6 } = options;
  const editions = months(place.now);
  const { url, taken } = await download(place, {
    urls: editions.map((month) => `${base}/dbip-asn-lite-${month}.csv.gz`),
    maxBytes,
    maxUnpackedBytes,
    take: (data) => saveAsnRows(data, readRow, place.dir, ['ipv4', 'ipv6']),
  });
  checkAsn('dbip-asn', taken, place.inUse, options.rows ?? ASN_ROWS);
  const month = editions.find((edition) => url.includes(edition));
  return { date: `${month}-01`, url, files: taken };
}

/** First address, last address, AS number, and name, quoted where necessary (RFC 4180). */
const readRow: ReadRow = (line) => {
  const match = /^([0-9a-fA-F.:]+),([0-9a-fA-F.:]+),(\d{1,10}),(.*)$/.exec(line);
  if (match === null) return null;
  const [, start = '', end = '', asn = '', text = ''] = match;
  if (asn === '0') return 'unrouted';
  const name = /^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text;
  return { start, end, asn, name };
};
