/**
 * Forms of a word by number. A language sets only the forms that it has; `many` is for millions in French and
 * Spanish.
 */
export interface Forms {
  readonly one?: string;
  readonly many?: string;
  readonly other: string;
}

/**
 * Chooses the form of a word for a number (CLDR plural rules).
 * @param decimals number of decimals shown: "1.0" takes the plural in English, "1,0" the singular in French
 */
export type Plural = (count: number, forms: Forms, decimals?: number) => string;

/** @param locale BCP 47 */
export function createPlural(locale: string): Plural {
  return (count, forms, decimals = 0) => {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const rule = new Intl.PluralRules(locale, digits).select(count);
    if (rule === 'one') return forms.one ?? forms.other;
    return rule === 'many' ? (forms.many ?? forms.other) : forms.other;
  };
}
