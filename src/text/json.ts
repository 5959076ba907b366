/** Levels of nesting. Every document that we read is flatter. */
const DEEPEST = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * Parses untrusted JSON. Throws a SyntaxError for invalid JSON and for values nested more than 100 levels
 * deep: JSON.parse takes more time per byte the deeper the nesting, six times as much for 4 MB of brackets as
 * for 256 KB.
 */
export function parseJson(text: string): unknown {
  if (nestsDeeper(text, DEEPEST)) throw new SyntaxError(`nested more than ${DEEPEST} levels deep`);
  return JSON.parse(text);
}

/** The fields of an untrusted JSON object; null for anything else. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Whether more than `most` brackets are open at once; brackets in strings do not count. */
function nestsDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (OPENING.has(code) && ++depth > most) return true;
    else if (CLOSING.has(code)) depth--;
  }
  return false;
}

/** Index of the quote that closes the string at `start`; the length of the text if none does. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
