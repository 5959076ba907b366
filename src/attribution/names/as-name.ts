import { FORM_AT_THE_END, FORMS_AT_THE_BEGINNING, JOINED_FORMS } from './legal-forms.ts';

/** Short words that are not acronyms, for names that are written in capitals throughout. */
const SHORT_WORDS = new Set(
  'bank best blue box care city club cyber data east fast fiber full gas gold good hill home host hub king lab lake labs land life link live mega net new north one open park peak plus port real red road rock safe sky smart soft star sun tech team tele time town true view wave web west wind wire wood work zone'.split(
    ' ',
  ),
);
const SMALL_WORDS = new Set(
  'al and by con el em los las of on para por for the to in de do da dos das del di e y et la le les und der die das van'.split(
    ' ',
  ),
);

/**
 * Registries cut names at about 150 characters; anything longer is not a name, and not work for regular
 * expressions.
 */
const LONGEST_NAME = 200;

/** Nobody's name: what registries put where an AS has no holder. */
const NO_NAME =
  /^(?:-*\s*(?:reserved(?: as)?|unassigned|private use|unknown|n\/a|null|none)\s*-*|[^\p{L}\p{N}]*)$/iu;

/**
 * The name of an AS's holder as people would write it: without the registry's handle, legal form, quotes and
 * country code, and not in capitals. Never empty: `AS64500` where the registry has no name. `připojení` stays
 * as it is.
 */
export function cleanAsName(raw: string, asn: number): string {
  const text = raw
    .slice(0, LONGEST_NAME)
    .normalize('NFC')
    .replace(/\u00ad/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
  if (NO_NAME.test(text)) return `AS${asn}`;
  if (/^AS\d+$/i.test(text)) return text.toUpperCase();
  const name = calm(withoutForms(withoutCountryCode(tradingName(withoutHandle(text)))));
  return NO_NAME.test(name) ? text : name;
}

/**
 * `FOO-AS-AP - Foo Networks`, `FOO-AS Foo Networks`, `AS-FOO Foo Networks`, `FOO-AS`, `ASN for Foo`, `Foo -
 * Foo`.
 */
function withoutHandle(text: string): string {
  const twice = /^(.{3,}) - \1$/u.exec(text);
  if (twice?.[1]) return twice[1];
  const dashed = /^(?=[A-Z0-9])[A-Z0-9_.-]*(?:-AS|-ASN|AS-|ASN|-[A-Z]{2}|\d)[A-Z0-9_.-]* - (.+)$/u.exec(text);
  if (dashed?.[1]) return dashed[1];
  const spaced =
    /^(?:\w+(?:-\w+)*-(?:ASN?|as)(?:-[A-Z]{2,4})?|ASN?-[A-Z0-9_-]+|ASN for) (?=\S{2})(.+)$/u.exec(text);
  if (spaced?.[1]) return spaced[1];
  const alone = /^(?:ASN?-)?([\p{L}\p{N}_-]{2,}?)(?:-ASN?)?(?:-(?:AP|[A-Z]{2}))?$/u.exec(text);
  return alone?.[1] && /^ASN?-|-ASN?(?:-|$)/.test(text) ? alone[1] : text;
}

/** `Anna Muster trading as Example`, `Example One d/b/a Example`: the name that the world sees. */
export function tradingName(text: string): string {
  return /^.+?\s(?:trading as|doing business as|d\/b\/a|dba|t\/a)\s+(.{2,})$/iu.exec(text)?.[1] ?? text;
}

/** `EXAMPLE, US` and `Example (UK)`. */
function withoutCountryCode(text: string): string {
  return text
    .replace(/(\S{2}),\s[A-Z]{2}$/u, (whole, before: string) =>
      /,\s(?:SA|SL|AG|AB|AS|BV|NV|KG|SE|OY|LP|CV|PT|ME|UG|KK|GK|HF|AD|OU)$/.test(whole) ? whole : before,
    )
    .replace(
      /\s*\((?:UK|US|USA|EU|HK|SG|Pty|Pvt|M|S|Hong Kong|Singapore|Malaysia|Thailand|India)\)(?=\s|$)/giu,
      '',
    );
}

function withoutForms(text: string): string {
  let name = text.replace(JOINED_FORMS, ' ').trim();
  for (let before = ''; before !== name; ) {
    before = name;
    const shorter = trimmed(name.replace(FORM_AT_THE_END, '').replace(/[\s-]+(?:ME|EPP)$/u, ''));
    if (shorter.length >= 2) name = shorter;
  }
  for (const form of FORMS_AT_THE_BEGINNING) {
    const rest = trimmed(name.replace(form, ''));
    if (rest.length >= 2) name = rest;
  }
  return name;
}

/** Capitals only where they belong; up to four letters in a row are taken for an acronym. */
export function calm(text: string): string {
  const shouted = !/\p{Ll}/u.test(text);
  return text.replace(/(?<![\p{L}\p{N}])[\p{L}]+(?![\p{N}])/gu, (word, offset: number) => {
    if (word !== word.toUpperCase() || word === word.toLowerCase()) return word;
    const lower = word.toLowerCase();
    if (shouted && /[\p{L}\p{N}] $/u.test(text.slice(0, offset)) && SMALL_WORDS.has(lower)) return lower;
    const joined = text[offset - 1] === '-' || text[offset + word.length] === '-';
    const acronym = [...word].length <= 4 && !(shouted && !joined && SHORT_WORDS.has(lower));
    return acronym ? word : word.charAt(0) + lower.slice(1);
  });
}

/** Quotes that stand alone or hold all of it, and punctuation at the ends. */
function trimmed(text: string): string {
  const quotes = (text.match(/"/g) ?? []).length;
  return (quotes === 1 || /^"[^"]*"$/.test(text) ? text.replaceAll('"', '') : text)
    .replace(/^[\s,;:.&/–-]+|[\s,;:.&/–-]+$/gu, '')
    .replace(/^["“«']([^"”»']*)["”»']$/u, '$1');
}
