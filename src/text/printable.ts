/**
 * Untrusted text for people to read, cut to `longest` characters. Removes control, format (bidi, zero-width)
 * and surrogate characters; null if nothing is left.
 */
export function printable(text: string, longest: number): string | null {
  const clean = [...text.slice(0, 4 * longest).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')];
  return clean.slice(0, longest).join('').trim() || null;
}
