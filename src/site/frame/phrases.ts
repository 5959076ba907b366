import type { Kind } from '../../model/attribution.ts';
import type { Network } from '../../model/network.ts';
import type { DnsStatus } from '../../model/observation.ts';
import { reportEnglish } from '../../report/language/en.ts';
import type { Report } from '../../report/report-shape.ts';
import { isAccessProvider } from '../../statistics/access-providers.ts';
import { englishCountryName } from '../../text/country-names.ts';
import { plainName } from '../../text/defang.ts';
import { createNumbers, type Numbers } from '../../text/numbers.ts';

/** The site speaks English; numbers, dates and country names are the locale's. */
export const LOCALE = reportEnglish.locale;
export const numbers: Numbers = createNumbers(LOCALE);

export const NETWORK_NAMES: Readonly<Record<Network, string>> = {
  fediverse: 'Fediverse',
  xmpp: 'XMPP',
  matrix: 'Matrix',
  web: 'Websites',
};
/** As in a sentence: "the largest hosters of ...". */
export const NETWORK_OBJECTS: Readonly<Record<Network, string>> = {
  fediverse: 'the fediverse',
  xmpp: 'the XMPP network',
  matrix: 'the Matrix network',
  web: 'ordinary websites',
};

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  hosting: 'hosting companies',
  cdn: 'CDNs and proxies',
  isp: 'Internet access (home and mobile lines)',
  education: 'universities and research',
  government: 'government',
  business: 'other companies',
};

/** The same of one company. */
export const COMPANY_KINDS: Readonly<Record<Kind, string>> = {
  hosting: 'hosting company',
  cdn: 'CDN or proxy',
  isp: 'Internet provider',
  education: 'university or research network',
  government: 'government network',
  business: 'company with a network of its own',
};

export const STATUS_NAMES: Readonly<Record<DnsStatus, string>> = {
  NOERROR: 'answered',
  NXDOMAIN: 'the domain does not exist',
  NODATA: 'the domain has no address',
  SERVFAIL: 'its name servers fail',
  REFUSED: 'its name servers refuse',
  FORMERR: 'its name servers did not understand',
  TIMEOUT: 'no answer in time',
  CNAME_LOOP: 'its names point in a circle',
  CNAME_CHAIN_TOO_LONG: 'its names point too far',
  NOT_PUBLIC: 'only addresses that strangers cannot reach',
  UNDETERMINED: 'could not be asked which host serves it',
};

export function countryName(code: string): string {
  const name = englishCountryName(code);
  return name === code ? plainName(code) : name;
}

/** Names are cleaned once: the same few companies stand behind most servers. */
const names = new Map<string, string>();

/** A company's name, never empty. */
export function nameOf({ id, name }: { readonly id: string; readonly name: string }): string {
  const known = names.get(name) ?? plainName(name);
  if (names.size < 10_000) names.set(name, known);
  return known || id;
}

export const count = (value: number): string => numbers.count(value);

const tenths = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** A share to a tenth of a point; what is more than nothing never reads 0 %. */
export function percent(fraction: number | null): string {
  if (fraction === null) return '–';
  return fraction > 0 && fraction < 0.0005 ? '<0.1%' : tenths.format(fraction);
}

export const servers = (value: number): string => `${count(value)} ${value === 1 ? 'server' : 'servers'}`;
export const users = (value: number): string => numbers.rounded(value);
const DAY_MS = 24 * 60 * 60 * 1000;

/** `2026-W47` as people say it: by its Monday. */
export function weekName(week: string): string {
  const [year, number] = week.split('-W').map(Number);
  // The fourth of January is always in the first week (ISO 8601).
  const fourth = Date.UTC(year ?? 0, 0, 4);
  const monday =
    fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS + ((number ?? 1) - 1) * 7 * DAY_MS;
  return `week of ${numbers.date(new Date(monday).toISOString())}`;
}

/**
 * Whether any server reported its number of users: if none was asked or none has users, a 0 would be a
 * guess.
 */
export const knowsUsers = ({ activeUsers }: { readonly activeUsers: number }): boolean => activeUsers > 0;

/** A figure once more by users; nothing if no server reported a number. */
export function byUsers(report: { readonly activeUsers: number }, figure: string): string | undefined {
  return knowsUsers(report) ? `by users: ${figure}` : undefined;
}

/** Remarks on one figure, in the order of their weight; those that do not apply are left out. */
export function notes(...parts: readonly (string | false | undefined)[]): string | undefined {
  return parts.filter((part) => typeof part === 'string').join('; ') || undefined;
}

/** The footnote of figures of all companies, where such are among them as host nothing. */
export function withLines({ hosters }: Pick<Report, 'hosters'>): string | false {
  return (
    hosters.some(isAccessProvider) &&
    'Companies include Internet providers, which sell the line and host nothing.'
  );
}
