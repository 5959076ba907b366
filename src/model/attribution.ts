/** ISO 3166-1 alpha-2, upper case. */
export type Country = string;

/**
 * A company or institution, however many AS numbers it has. `id` is one of these.
 *
 * - A slug from data/hosters.
 * - `as64500`, for an AS that is not in the table.
 * - `shared-ID`, for an unnamed shared platform on the network of hoster ID.
 */
export interface Hoster {
  readonly id: string;
  readonly name: string;
  readonly country: Country | null;
}

/** The kind of network that an address belongs to. */
export const KINDS = ['hosting', 'cdn', 'isp', 'education', 'government', 'business'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Where an address is. `accuracy` says how reliable that is.
 *
 * - `city`: all fields may be set.
 * - `country`: city, lat and lon are null.
 * - `uncertain`: the sources disagree on the country; the likelier one is given.
 * - `anycast`: the address is in many places, so no place is given.
 */
export interface Location {
  readonly country: Country | null;
  readonly city: string | null;
  /** Degrees, WGS 84, with the precision of the source. */
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: 'city' | 'country' | 'uncertain' | 'anycast';
}

/**
 * `UNROUTED`: the AS is unknown. `NOT_PUBLIC`: private, reserved, documentation or multicast. `INVALID`: not
 * an IP address.
 */
export type AttributionStatus = 'OK' | 'UNROUTED' | 'NOT_PUBLIC' | 'INVALID';

/**
 * Which rules contributed, the most specific first. `rtt` is last: the time of a TCP connection ruled out a
 * place that a database claimed.
 */
export type Evidence = 'range' | 'prefix' | 'asn' | 'as-name' | 'cname' | 'ptr' | 'domain' | 'header' | 'rtt';

/**
 * Who hosts one address, in three layers that are never merged: `front` (CDN or proxy), `hoster` (owner of
 * the network) and `operator` (managed hosting). Behind a front the hoster is unknown: `hoster` is null and
 * `kind` is `cdn`.
 */
export interface Attribution {
  /** The text that was to be attributed. */
  readonly input: string;
  readonly status: AttributionStatus;
  readonly ip: string | null;
  readonly asn: number | null;
  readonly asName: string | null;
  /** CIDR notation of the announced prefix that covers the address, from the AS table. */
  readonly prefix: string | null;
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly operator: Hoster | null;
  readonly kind: Kind | null;
  readonly location: Location | null;
  readonly evidence: readonly Evidence[];
}

/** The company that a server is counted under: the front that hides its hoster, else the hoster. */
export function companyOf(placed: Pick<Attribution, 'hoster' | 'front'> | null | undefined): Hoster | null {
  return placed?.front ?? placed?.hoster ?? null;
}

/**
 * The attribution in the form that may be stored and shown: without the city of an access provider's
 * customer. Such an address is probably a private home, whose city is private. Besides, address databases
 * often give the provider's own city.
 */
export function withoutHome(attribution: Attribution): Attribution {
  const { kind, location } = attribution;
  if (kind !== 'isp' || location === null) return attribution;
  const accuracy = location.accuracy === 'city' ? 'country' : location.accuracy;
  return { ...attribution, location: { ...location, city: null, lat: null, lon: null, accuracy } };
}
