import type { Address } from '../model/address.ts';
import type { Dns } from '../net/dns/dns.ts';
import { reverseName } from '../net/dns/reverse.ts';
import { printable } from '../text/printable.ts';
import { LONGEST_NAME, type Opinion, without } from './second-opinion-shape.ts';

const MOST_ASNS = 10;

interface Origin {
  readonly asns: readonly number[];
  readonly prefix: string;
  readonly country: string | null;
}

/**
 * Asks Team Cymru's IP to ASN mapping over DNS (https://www.team-cymru.com/ip-asn-mapping): the most specific
 * announced prefix of the address, and the name of its first AS.
 */
export async function askCymru(dns: Dns, address: Address): Promise<Opinion> {
  const name = reverseName(address)
    .replace(/\.in-addr\.arpa$/, '.origin.asn.cymru.com')
    .replace(/\.ip6\.arpa$/, '.origin6.asn.cymru.com');
  const { status, texts } = await askTexts(dns, name);
  if (status === 'NXDOMAIN' || status === 'NODATA') return without('NONE', 'no network announces it');
  if (status !== 'NOERROR') return without('FAILED', `DNS: ${status}`);
  const [origin] = texts
    .map(readOrigin)
    .filter((found) => found !== null)
    .sort((a, b) => bitsOf(b.prefix) - bitsOf(a.prefix));
  if (origin === undefined) return without('FAILED', 'the answer has an unexpected format');
  const [asn] = origin.asns;
  const asName = asn === undefined ? null : await askName(dns, asn);
  return { status: 'OK', ...origin, asName, city: null, holder: null, detail: null };
}

/**
 * `24940 | 116.203.0.0/16 | DE | ripencc | 2018-07-13`; several AS numbers if several announce the prefix.
 */
function readOrigin(text: string): Origin | null {
  const [numbers = '', prefix = '', country = ''] = text.split('|').map((part) => part.trim());
  if (!/^\d{1,10}( \d{1,10})*$/.test(numbers) || !/^[0-9a-f.:]{2,39}\/\d{1,3}$/i.test(prefix)) return null;
  const asns = numbers.split(' ').slice(0, MOST_ASNS).map(Number);
  return { asns, prefix, country: /^[A-Z]{2}$/.test(country) ? country : null };
}

/** `24940 | DE | ripencc | 2002-06-03 | HETZNER-AS, DE`. Null if it is unavailable. */
async function askName(dns: Dns, asn: number): Promise<string | null> {
  const { texts } = await askTexts(dns, `AS${asn}.asn.cymru.com`);
  const [, , , , ...name] = texts[0]?.split('|') ?? [];
  return printable(name.join('|'), LONGEST_NAME);
}

async function askTexts(dns: Dns, name: string) {
  const { status, records } = await dns.query(name, 'TXT');
  return { status, texts: records.flatMap((record) => (record.type === 'TXT' ? [record.data] : [])) };
}

function bitsOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf('/') + 1));
}
