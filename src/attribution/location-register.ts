import type { Sections } from './table-file.ts';
import { textSections } from './table-sections.ts';
import { packTexts } from './text-list.ts';

/** A place as both databases together support it, without names: what the compiled location table holds. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly city: string;
  /** Degrees; null where unknown. */
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: PlaceAccuracy;
}

export const PLACE_ACCURACIES = ['city', 'country', 'uncertain'] as const;
export type PlaceAccuracy = (typeof PLACE_ACCURACIES)[number];

/** Stands for an unknown coordinate; no latitude or longitude in hundredths of a degree reaches it. */
export const NO_COORDINATE = -32768;

export interface LocationRegister {
  /** The number of a place, the same for equal places; never 0. */
  enter(place: Place): number;
  sections(): Sections;
}

export function createLocationRegister(): LocationRegister {
  const places: Place[] = [{ country: '\0\0', city: '', lat: null, lon: null, accuracy: 'country' }];
  const ids = new Map<string, number>();
  return {
    enter(place) {
      const key = `${place.country}${place.accuracy}|${hundredths(place.lat)}|${hundredths(place.lon)}|${place.city}`;
      const known = ids.get(key);
      if (known !== undefined) return known;
      ids.set(key, places.length);
      return places.push(place) - 1;
    },
    sections() {
      const cities = [...new Set(places.map(({ city }) => city))];
      const cityIds = new Map(cities.map((city, index) => [city, index]));
      return {
        countries: Uint16Array.from(
          places,
          ({ country }) => country.charCodeAt(0) * 256 + country.charCodeAt(1),
        ),
        cities: Uint32Array.from(places, ({ city }) => cityIds.get(city) ?? 0),
        lats: Int16Array.from(places, ({ lat }) => hundredths(lat)),
        lons: Int16Array.from(places, ({ lon }) => hundredths(lon)),
        accuracies: Uint8Array.from(places, ({ accuracy }) => PLACE_ACCURACIES.indexOf(accuracy)),
        ...textSections('cityNames', packTexts(cities)),
      };
    },
  };
}

/** Two decimals are about a kilometre, finer than any such database is right. */
function hundredths(degrees: number | null): number {
  return degrees === null ? NO_COORDINATE : Math.round(degrees * 100);
}
