import type { Location } from '../../model/attribution.ts';
import { wordAt } from './column.ts';
import { NO_COORDINATE, PLACE_ACCURACIES, PLACE_WORDS, PUBLISHED } from './location-register.ts';
import { madeOnce } from './made-once.ts';
import { type Columns, section } from './table-file.ts';
import { textBlock } from './table-sections.ts';
import { textAt } from './text-list.ts';

/** What the tables say of an address's place, before the company's data centres are considered. */
export interface Place {
  readonly location: Location;
  /** The same, for a company that is known to have a data centre in this country. */
  readonly confirmed: Location;
  /** Whether the provider itself publishes the country. */
  readonly published: boolean;
}

/** The place with a number of a compiled location table; null for 0. Each is made once. */
export function openPlaces(columns: Columns): (id: number) => Place | null {
  const places = section(columns, 'places', 'Uint32Array');
  const countries = textBlock(columns, 'countries');
  const cities = textBlock(columns, 'cities');
  const placeAt = madeOnce(places.length / PLACE_WORDS, (id): Place => {
    const first = wordAt(places, id * PLACE_WORDS);
    const third = wordAt(places, id * PLACE_WORDS + 2);
    const location: Location = {
      country: textAt(countries, first >>> 8),
      city: textAt(cities, wordAt(places, id * PLACE_WORDS + 1)) || null,
      lat: degrees(third >> 16),
      lon: degrees((third << 16) >> 16),
      accuracy: PLACE_ACCURACIES[first & (PUBLISHED - 1)] ?? 'country',
    };
    const confirmed: Location =
      location.accuracy === 'uncertain' ? { ...location, accuracy: 'country' } : location;
    return { location, confirmed, published: (first & PUBLISHED) !== 0 };
  });
  return (id) => (id === 0 ? null : placeAt(id));
}

function degrees(hundredths: number): number | null {
  return hundredths === NO_COORDINATE ? null : hundredths / 100;
}
