/** A city as a database has it; degrees, null where it has none. */
interface NamedCity {
  readonly country: string | null;
  readonly city: string;
  readonly lat: number | null;
  readonly lon: number | null;
}

/** How far apart a city and its district may be placed, in degrees of latitude: some 45 km. */
const NEAR = 0.4;

/**
 * City databases add districts in brackets (`Reykjavik (Midborg)`), which is more than anybody knows from an
 * address. They are dropped where the name before the brackets is that of a city near by: by itself, or
 * because several of its districts are known. Brackets that tell namesakes apart stay: `Kleve (Dithmarschen)`
 * is far from Kleve, and `Frankfurt (Oder)` has no Frankfurt near it.
 *
 * @param places all of one database
 */
export function districtDropper(places: Iterable<NamedCity>): (place: NamedCity) => string {
  const cities = new Map<string, NamedCity[]>();
  const districts = new Map<string, NamedCity[]>();
  for (const place of places) {
    const { country, city } = place;
    append(cities, keyOf(country, city), place);
    const at = city.lastIndexOf(' (');
    if (at > 0 && city.endsWith(')')) append(districts, keyOf(country, city.slice(0, at)), place);
  }
  return function drop(place): string {
    const { country, city } = place;
    if (!city.endsWith(')')) return city;
    for (let at = city.lastIndexOf(' ('); at > 0; at = city.lastIndexOf(' (', at - 1)) {
      const base = city.slice(0, at);
      const key = keyOf(country, base);
      const known =
        cities.get(key)?.some((other) => isNear(place, other)) ||
        districts.get(key)?.some((other) => other.city !== city && isNear(place, other));
      if (known) return drop({ ...place, city: base });
    }
    return city;
  };
}

function isNear(one: NamedCity, other: NamedCity): boolean {
  if (one.lat === null || one.lon === null || other.lat === null || other.lon === null) return false;
  const across = (one.lon - other.lon) * Math.cos((one.lat * Math.PI) / 180);
  return Math.hypot(one.lat - other.lat, across) < NEAR;
}

function append(map: Map<string, NamedCity[]>, key: string, place: NamedCity): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [place]);
  else known.push(place);
}

function keyOf(country: string | null, city: string): string {
  return `${country} ${city}`;
}
