/** ISO 3166-1 alpha-2, upper case. */
export type Country = string;

/**
 * A company or institution, whatever its number of AS numbers. `id` is a slug of data/hosters, or `as64500` where the
 * table is silent, or `shared-ID` for a nameless shared platform on the hoster ID.
 */
export interface Hoster {
  readonly id: string;
  readonly name: string;
  readonly country: Country | null;
}

/** What sort of network an address belongs to. */
export const KINDS = ['hosting', 'cdn', 'isp', 'education', 'government', 'business'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Where an address is. `accuracy` says how much of it to believe: `city`, or `country` (then city, lat and lon are null);
 * `uncertain`: sources disagree on the country, the one given is the likelier; `anycast`: it is in many places, nothing is given.
 */
export interface Location {
  readonly country: Country | null;
  readonly city: string | null;
  /** Degrees, WGS 84, as precise as the source. */
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: 'city' | 'country' | 'uncertain' | 'anycast';
}

/** `UNROUTED`: no AS known; `NOT_PUBLIC`: private, reserved, documentation, multicast; `INVALID`: no IP address. */
export type AttributionStatus = 'OK' | 'UNROUTED' | 'NOT_PUBLIC' | 'INVALID';

/** Which rule spoke, most telling first. */
export type Evidence = 'range' | 'prefix' | 'asn' | 'as-name' | 'cname' | 'ptr' | 'domain' | 'header';

/**
 * Who hosts one address, in three layers that are never merged: `front` (CDN or proxy), `hoster` (owner of the network)
 * and `operator` (managed hosting). Behind a front the hoster is not known: `hoster` is null and `kind` is `cdn`.
 */
export interface Attribution {
  /** The text that was asked about. */
  readonly input: string;
  readonly status: AttributionStatus;
  readonly ip: string | null;
  readonly asn: number | null;
  readonly asName: string | null;
  /** CIDR notation of the announced range around the address, as the AS table has it. */
  readonly prefix: string | null;
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly operator: Hoster | null;
  readonly kind: Kind | null;
  readonly location: Location | null;
  readonly evidence: readonly Evidence[];
}

/**
 * The attribution as it may be kept and told: without the city of an Internet provider's line. That ends in somebody's home,
 * probably; the city is nobody's business then, and tables of addresses often name the provider's.
 */
export function withoutHome(attribution: Attribution): Attribution {
  const { kind, location } = attribution;
  if (kind !== 'isp' || location === null) return attribution;
  const accuracy = location.accuracy === 'city' ? 'country' : location.accuracy;
  return { ...attribution, location: { ...location, city: null, lat: null, lon: null, accuracy } };
}
