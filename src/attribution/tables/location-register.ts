import type { Sections } from './table-file.ts';
import { textSections } from './table-sections.ts';
import { packTexts } from './text-list.ts';

/** A place as both databases together support it, without names: what the compiled location table holds. */
export interface LocationRecord {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly city: string;
  /** Degrees; null where unknown. */
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracy: PlaceAccuracy;
  /** Whether the provider itself publishes this country for the block. */
  readonly published: boolean;
}

export const PLACE_ACCURACIES = ['city', 'country', 'uncertain'] as const;
/** Bit of a place's first word; the accuracy is in the bits below it. */
export const PUBLISHED = 128;
export type PlaceAccuracy = (typeof PLACE_ACCURACIES)[number];

/** Stands for an unknown coordinate; no latitude or longitude in hundredths of a degree reaches it. */
export const NO_COORDINATE = -32768;

/**
 * Words of a place in the section `places`: country and accuracy, city, latitude and longitude. Side by side,
 * as they are read together.
 */
export const PLACE_WORDS = 3;

export interface LocationRegister {
  /** The number of a place, the same for equal places; never 0. */
  enter(place: LocationRecord): number;
  sections(): Sections;
}

export function createLocationRegister(): LocationRegister {
  const countries = createNumbering();
  const cities = createNumbering();
  const ids = new Map<string, number>();
  const words: number[] = [0, 0, 0];
  return {
    enter({ country, city, lat, lon, accuracy, published }) {
      const first =
        (countries.numberOf(country) << 8) | (published ? PUBLISHED : 0) | PLACE_ACCURACIES.indexOf(accuracy);
      const second = cities.numberOf(city);
      const third = ((hundredths(lat) << 16) | (hundredths(lon) & 0xffff)) >>> 0;
      const key = `${first} ${second} ${third}`;
      const known = ids.get(key);
      if (known !== undefined) return known;
      const id = words.push(first, second, third) / PLACE_WORDS - 1;
      ids.set(key, id);
      return id;
    },
    sections: () => ({
      places: Uint32Array.from(words),
      ...textSections('countries', packTexts(countries.texts)),
      ...textSections('cities', packTexts(cities.texts)),
    }),
  };
}

function createNumbering() {
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  return {
    texts,
    numberOf(text: string): number {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, texts.length);
      return texts.push(text) - 1;
    },
  };
}

/** Two decimals are about a kilometre, finer than any such database is right. */
function hundredths(degrees: number | null): number {
  return degrees === null ? NO_COORDINATE : Math.round(degrees * 100);
}
