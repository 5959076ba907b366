import type { Location } from '../../model/attribution.ts';
import type { Place } from '../tables/location-table.ts';

/** One line of `data/sites.json`: where a company's servers can be. */
export interface SitesEntry {
  /** Of `data/hosters.json`. */
  readonly id: string;
  /** Cities of its data centres by country; empty lists where only the countries are known. */
  readonly sites?: Readonly<Record<string, readonly string[]>>;
  /** Whether its addresses are announced from many places at once. */
  readonly anycast?: boolean;
  readonly source: string;
}

/** A front's address is in many places at once, and says nothing of where the server behind it is. */
export const ANYCAST: Location = { country: null, city: null, lat: null, lon: null, accuracy: 'anycast' };

export interface Sites {
  readonly countries: ReadonlySet<string>;
  readonly anycast: boolean;
  /** The country, where all its data centres are in one. */
  readonly only: Location | null;
}

export function readSites({ sites = {}, anycast = false }: SitesEntry): Sites {
  const [first, ...others] = Object.keys(sites);
  return {
    countries: new Set(Object.keys(sites)),
    anycast,
    only:
      first === undefined || others.length > 0
        ? null
        : { country: first, city: null, lat: null, lon: null, accuracy: 'country' },
  };
}

/**
 * Where an address is, by evidence: the region that the provider publishes; the city database where it
 * names a country in which the company has a data centre; the company's only country, unless both databases
 * name another one. Otherwise it is unknown: null.
 */
export function locate(place: Place | null, sites: Sites | null): Location | null {
  if (sites === null) return place === null ? null : place.location;
  if (sites.anycast) return ANYCAST;
  if (place !== null && (place.published || sites.countries.has(place.location.country ?? ''))) {
    return place.confirmed;
  }
  return place === null || place.location.accuracy === 'uncertain' ? sites.only : null;
}
