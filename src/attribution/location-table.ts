import type { Location } from '../model/attribution.ts';
import { NO_COORDINATE, PLACE_ACCURACIES } from './location-register.ts';
import { type Sections, section } from './table-file.ts';
import { textBlock } from './table-sections.ts';
import { textAt } from './text-list.ts';

/** The location with a number of a compiled location table; null for 0. Each is made once. */
export function openLocations(sections: Sections): (id: number) => Location | null {
  const countries = section(sections, 'countries', 'Uint16Array');
  const cities = section(sections, 'cities', 'Uint32Array');
  const lats = section(sections, 'lats', 'Int16Array');
  const lons = section(sections, 'lons', 'Int16Array');
  const accuracies = section(sections, 'accuracies', 'Uint8Array');
  const names = textBlock(sections, 'cityNames');
  const made = new Array<Location | undefined>(countries.length);

  return (id) => {
    if (id === 0) return null;
    const known = made[id];
    if (known !== undefined) return known;
    const country = countries[id] ?? 0;
    const location: Location = {
      country: String.fromCharCode(country >> 8, country & 255),
      city: textAt(names, cities[id] ?? 0) || null,
      lat: degrees(lats[id] ?? NO_COORDINATE),
      lon: degrees(lons[id] ?? NO_COORDINATE),
      accuracy: PLACE_ACCURACIES[accuracies[id] ?? 0] ?? 'country',
    };
    made[id] = location;
    return location;
  };
}

function degrees(hundredths: number): number | null {
  return hundredths === NO_COORDINATE ? null : hundredths / 100;
}
