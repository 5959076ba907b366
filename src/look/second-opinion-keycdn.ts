import type { Address } from '../model/address.ts';
import type { Http } from '../net/http.ts';
import { printable } from './printable.ts';
import { type Opinion, without } from './second-opinion-shape.ts';

const URL_OF_SERVICE = 'https://tools.keycdn.com/geo.json';
const MAX_BYTES = 16 * 1024;
const LONGEST_NAME = 100;
/** It takes three requests a second (https://tools.keycdn.com/geo). */
export const KEYCDN_PAUSE_MS = 400;

/** The User-Agent that it asks for, with the website that the answers are for (https://tools.keycdn.com/geo). */
export function keycdnUserAgent(website: string): string {
  return `keycdn-tools:${website}`;
}

/** KeyCDN's IP Location Finder. It wants a link back wherever its answers are shown. */
export async function askKeycdn(http: Http, address: Address): Promise<Opinion> {
  const answer = await http.get(`${URL_OF_SERVICE}?host=${encodeURIComponent(address)}`, {
    maxBytes: MAX_BYTES,
    accept: 'application/json',
    // An interface for programs.
    robots: false,
  });
  if (!answer.ok) return without('FAILED', `${answer.status}, ${answer.detail}`);
  const geo = readGeo(answer.body.toString('utf8'));
  if (geo === null) return without('FAILED', 'an answer of another form');
  const { asn, isp, country_code: country, city } = geo;
  const opinion: Opinion = {
    status: 'OK',
    asns: Number.isSafeInteger(asn) && Number(asn) > 0 ? [Number(asn)] : [],
    asName: textOf(isp),
    prefix: null,
    country: typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? country : null,
    city: textOf(city),
    detail: null,
  };
  const { asns, asName } = opinion;
  const known = asns.length > 0 || [asName, opinion.country, opinion.city].some((part) => part !== null);
  return known ? opinion : without('NONE', 'it knows nothing of it');
}

/** `{"status":"success","data":{"geo":{"asn":24940,"isp":…,"country_code":…,"city":…}}}`. */
function readGeo(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const { status, data } = JSON.parse(body);
    const geo: unknown = status === 'success' ? data?.geo : null;
    return typeof geo === 'object' && geo !== null ? (geo as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? printable(value, LONGEST_NAME) : null;
}
