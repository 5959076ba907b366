import type { ReadRow } from '../asn-rows.ts';
import { saveAsnRows } from '../asn-rows.ts';
import { ASN_ROWS, checkAsn, type PlausibleAsn } from '../check-asn.ts';
import { download } from '../download.ts';
import type { Fetched, UpdateSource, Workplace } from '../source.ts';

export interface IptoasnOptions {
  readonly base?: string;
  readonly rows?: PlausibleAsn;
  /** Largest file as sent, and decompressed. */
  readonly maxBytes?: number;
  readonly maxUnpackedBytes?: number;
}

/**
 * https://iptoasn.com: which AS announces which addresses, from routing tables, rebuilt every hour. PDDL 1.0.
 */
export function createIptoasn(options: IptoasnOptions = {}): UpdateSource {
  return { id: 'iptoasn', title: 'iptoasn', fetch: (place) => fetchTables(options, place) };
}

async function fetchTables(options: IptoasnOptions, place: Workplace): Promise<Fetched> {
  const { base = 'https://iptoasn.com/data', maxBytes = 64e6, maxUnpackedBytes = 256e6 } = options;
  const table = (role: 'ipv4' | 'ipv6') =>
    download(place, {
      urls: [`${base}/ip2asn-${role.slice(2)}.tsv.gz`],
      maxBytes,
      maxUnpackedBytes,
      take: (data) => saveAsnRows(data, readRow, place.dir, [role]),
    });
  const ipv4 = await table('ipv4');
  const ipv6 = await table('ipv6');
  const files = [...ipv4.taken, ...ipv6.taken];
  checkAsn('iptoasn', files, place.inUse, options.rows ?? ASN_ROWS);
  return { date: ipv4.lastModified ?? place.now.toISOString().slice(0, 10), url: ipv4.url, files };
}

/**
 * Tab-separated: first address, last address, AS number (0: not routed), country of the AS, name of the AS.
 */
const readRow: ReadRow = (line) => {
  const [start, end, asn, , name, ...more] = line.split('\t');
  if (start === undefined || end === undefined || asn === undefined || name === undefined) return null;
  if (more.length > 0 || !/^\d{1,10}$/.test(asn)) return null;
  return asn === '0' ? 'unrouted' : { start, end, asn, name };
};
