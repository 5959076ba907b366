import { parseJson } from '../text/json.ts';
import { entryName } from './list-json.ts';
import type { JunkLine } from './server-list.ts';

/**
 * Salvages the entries of JSON that does not parse as a whole. It may be cut short, have extra commas,
 * comments or other quotes, or be several documents in a row. Names and objects are parsed one by one. Null
 * if the text does not start like a list of them.
 */
export function brokenJsonEntries(text: string): readonly JunkLine[] | null {
  const start = /^\s*(?:\/\/[^\n]*\n\s*)*(?:\[\s*(?=[{"'\]])|(?=\{\s*["}]))/.exec(text);
  if (start === null || start[0] === text) return null;
  const entries: JunkLine[] = [];
  let at = start[0].length;
  let line = 1 + linesIn(start[0]);
  let unended = 0;
  while (at < text.length) {
    const gap = /[\s,[\]]*/y;
    gap.lastIndex = at;
    const between = gap.exec(text)?.[0] ?? '';
    line += linesIn(between);
    at += between.length;
    if (at >= text.length) break;
    const whole = unended < MOST_UNENDED ? endOf(text, at) : null;
    if (whole === null) unended += 1;
    const end = whole ?? endOfLine(text, at);
    const part = text.slice(at, end);
    entries.push({ line, text: (whole === null ? null : nameIn(part)) ?? part.trim() });
    line += linesIn(part);
    at = end;
  }
  return entries;
}

function linesIn(text: string): number {
  return text.match(/\r\n?|\n/g)?.length ?? 0;
}

function nameIn(part: string): string | null {
  if (/^'[^']*'$/.test(part)) return part.slice(1, -1);
  try {
    return entryName(parseJson(part));
  } catch {
    return null;
  }
}

/** End of the string or object that starts here; null if it is neither, or does not end. */
function endOf(text: string, start: number): number | null {
  const letter = text[start];
  if (letter === '"' || letter === "'") return endOfString(text, start, letter);
  return letter === '{' ? endOfObject(text, start) : null;
}

function endOfString(text: string, start: number, quote: string): number | null {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === '\n') return null;
  }
  return null;
}

/** In characters; a longer object is not an entry. */
const LONGEST_OBJECT = 100_000;
/** After this many objects without an end, only lines are read: searching for each end would be quadratic. */
const MOST_UNENDED = 50;

function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  const last = Math.min(text.length, start + LONGEST_OBJECT);
  for (let at = start; at < last; at++) {
    const letter = text[at];
    if (letter === '"') at = (endOfString(text, at, '"') ?? at + 1) - 1;
    else if (letter === '{') depth++;
    else if (letter === '}' && --depth === 0) return at + 1;
  }
  return null;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
