import type { Location } from '../model/attribution.ts';
import { NO_COORDINATE, PLACE_ACCURACIES, PLACE_WORDS } from './location-register.ts';
import { type Sections, section } from './table-file.ts';
import { textBlock } from './table-sections.ts';
import { openTexts } from './text-list.ts';

/** The location with a number of a compiled location table; null for 0. Each is made once. */
export function openLocations(sections: Sections): (id: number) => Location | null {
  const places = section(sections, 'places', 'Uint32Array');
  const countryAt = openTexts(textBlock(sections, 'countries'));
  const cityAt = openTexts(textBlock(sections, 'cities'));
  const made = new Array<Location | undefined>(places.length / PLACE_WORDS);

  return (id) => {
    if (id === 0) return null;
    const known = made[id];
    if (known !== undefined) return known;
    const first = places[id * PLACE_WORDS] as number;
    const third = places[id * PLACE_WORDS + 2] as number;
    const location: Location = {
      country: countryAt(first >>> 8),
      city: cityAt(places[id * PLACE_WORDS + 1] as number) || null,
      lat: degrees(third >> 16),
      lon: degrees((third << 16) >> 16),
      accuracy: PLACE_ACCURACIES[first & 255] ?? 'country',
    };
    made[id] = location;
    return location;
  };
}

function degrees(hundredths: number): number | null {
  return hundredths === NO_COORDINATE ? null : hundredths / 100;
}
