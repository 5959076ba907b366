import type { Address } from '../model/address.ts';
import type { Http } from '../net/http/http.ts';
import { parseJsonObject } from '../text/json.ts';
import { printable } from '../text/printable.ts';
import { LONGEST_NAME, type Opinion, without } from './second-opinion-shape.ts';

const URL_OF_SERVICE = 'https://tools.keycdn.com/geo.json';
const MAX_BYTES = 16 * 1024;
/** It allows three requests a second (https://tools.keycdn.com/geo). */
export const KEYCDN_PAUSE_MS = 400;

/** The User-Agent that it requires, with the website that uses the answers (https://tools.keycdn.com/geo). */
export function keycdnUserAgent(website: string): string {
  return `keycdn-tools:${website}`;
}

/** Asks KeyCDN's IP Location Finder. It requires a link back wherever its answers are shown. */
export async function askKeycdn(http: Http, address: Address): Promise<Opinion> {
  const answer = await http.get(`${URL_OF_SERVICE}?host=${encodeURIComponent(address)}`, {
    maxBytes: MAX_BYTES,
    accept: 'application/json',
    // This is an API for programs.
    robots: false,
  });
  if (!answer.ok) return without('FAILED', `${answer.status}, ${answer.detail}`);
  const geo = readGeo(answer.body.toString('utf8'));
  if (geo === null) return without('FAILED', 'the answer has an unexpected format');
  const { asn, isp, country_code: country, city } = geo;
  const opinion: Opinion = {
    status: 'OK',
    asns: Number.isSafeInteger(asn) && Number(asn) > 0 ? [Number(asn)] : [],
    asName: textOf(isp),
    prefix: null,
    country: typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? country : null,
    city: textOf(city),
    holder: null,
    detail: null,
  };
  const { asns, asName } = opinion;
  const known = asns.length > 0 || [asName, opinion.country, opinion.city].some((part) => part !== null);
  return known ? opinion : without('NONE', 'it does not know the address');
}

/** `{"status":"success","data":{"geo":{"asn":24940,"isp":…,"country_code":…,"city":…}}}`. */
function readGeo(body: string): Readonly<Record<string, unknown>> | null {
  const answer = parseJsonObject(body);
  return answer?.status === 'success' ? fieldOf(fieldOf(answer, 'data'), 'geo') : null;
}

function fieldOf(value: Readonly<Record<string, unknown>> | null, name: string) {
  const field = value?.[name];
  return typeof field === 'object' && field !== null ? (field as Readonly<Record<string, unknown>>) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? printable(value, LONGEST_NAME) : null;
}
