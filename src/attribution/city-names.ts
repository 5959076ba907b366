interface Named {
  readonly country: string | null;
  readonly city: string;
}

/**
 * City databases add districts in brackets (`Reykjavik (Midborg)`), which is more than anybody knows from an address. They are
 * dropped where the name before the brackets is known as a city of the country: by itself, or because several districts of
 * it are. Brackets that belong to the city's name stay: there is a `Frankfurt (Oder)`, but no `Frankfurt`.
 *
 * @param places all of one database
 */
export function districtDropper(places: Iterable<Named>): (place: Named) => string {
  const names = new Set<string>();
  const districts = new Map<string, string>();
  for (const { country, city } of places) {
    names.add(keyOf(country, city));
    const at = city.lastIndexOf(' (');
    if (at <= 0 || !city.endsWith(')')) continue;
    const base = keyOf(country, city.slice(0, at));
    const other = districts.get(base);
    if (other === undefined) districts.set(base, city);
    else if (other !== city) names.add(base);
  }
  return function drop({ country, city }): string {
    if (!city.endsWith(')')) return city;
    for (let at = city.lastIndexOf(' ('); at > 0; at = city.lastIndexOf(' (', at - 1)) {
      const base = city.slice(0, at);
      if (names.has(keyOf(country, base))) return drop({ country, city: base });
    }
    return city;
  };
}

function keyOf(country: string | null, city: string): string {
  return `${country} ${city}`;
}
