import iso from 'iso-3166-1';

/** The languages in which people search and ask. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'];
const [english, ...others] = LANGUAGES.map(
  (language) => new Intl.DisplayNames([language], { type: 'region' }),
);
/** Names in use that no standard has. */
const USUAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  GB: ['UK', 'Great Britain', 'England'],
  US: ['United States of America', 'America'],
  NL: ['Holland'],
  CZ: ['Czech Republic'],
};

function isCode(code: string): boolean {
  return /^[A-Z]{2}$/.test(code);
}

/** The English name of a country by its ISO 3166-1 alpha-2 code; anything else is returned unchanged. */
export function englishCountryName(code: string): string {
  return (isCode(code) ? english?.of(code) : undefined) ?? code;
}

/** Names in the other languages, ISO 3166-1 codes, and names in common use; empty for anything else. */
export function otherCountryNames(code: string): readonly string[] {
  if (!isCode(code)) return [];
  const translated = others.map((names) => names.of(code) ?? code);
  const alpha3 = iso.whereAlpha2(code)?.alpha3 ?? code;
  const all = new Set([...translated, code, alpha3, ...(USUAL_NAMES[code] ?? [])]);
  all.delete(englishCountryName(code));
  return [...all];
}
