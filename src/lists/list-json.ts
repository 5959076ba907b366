import { parseJson } from '../text/json.ts';
import { readListEntry } from './list-entry.ts';
import type { JunkLine } from './server-list.ts';

/** Keys that lists use for the name of a server, the likeliest first. */
const NAME_KEYS = [
  ...['domain', 'host', 'hostname', 'fqdn', 'instance', 'server', 'baseurl', 'jid'],
  ...['uri', 'url', 'name'],
];
/** Maximum nesting of a list: `{"data": {"nodes": [...]}}` has two levels. */
const DEEPEST = 3;
/** Number of entries that are tried to find out which of several arrays has the servers. */
const LOOKED_AT = 200;
/**
 * After this many entries that are not written as JSON.stringify would, the search for line numbers stops.
 */
const MOST_MISSES = 50;

/**
 * The entries of a JSON document; null if the text is not JSON. The document contains one of these, possibly
 * nested.
 *
 * - An array of names.
 * - An array of objects with names, as peers from Mastodon and GoToSocial.
 * - An object with names as keys.
 */
export function jsonEntries(text: string): readonly JunkLine[] | null {
  const value = parse(text);
  if (typeof value !== 'object' || value === null) return null;
  const lists = candidates(value, 0).map((names) => ({ names, score: scoreOf(names) }));
  const best = lists.reduce((a, b) => (b.score > a.score ? b : a), {
    names: [] as readonly string[],
    score: -1,
  });
  return onTheirLines(best.names, text);
}

/** The entries of newline-delimited JSON; null for anything else. */
export function ndjsonEntries(lines: readonly string[]): readonly JunkLine[] | null {
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (!/^\s*\{/.test(first) || entryName(parse(first)) === null) return null;
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    return [{ line: index + 1, text: entryName(parse(line)) ?? line }];
  });
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function candidates(value: object, depth: number): (readonly string[])[] {
  if (Array.isArray(value)) return [value.map((entry) => entryName(entry) ?? '')];
  const keys = Object.keys(value);
  const inner =
    depth >= DEEPEST
      ? []
      : Object.values(value).flatMap((part) =>
          typeof part === 'object' && part !== null ? candidates(part, depth + 1) : [],
        );
  return [...inner, keys];
}

/** The name in an entry: the first key with a valid name, because another key often has a title beside it. */
export function entryName(entry: unknown): string | null {
  if (typeof entry === 'string') return entry;
  if (typeof entry !== 'object' || entry === null) return null;
  let otherwise: string | null = null;
  for (const key of NAME_KEYS) {
    const value = (entry as Record<string, unknown>)[key];
    if (typeof value !== 'string') continue;
    if (readListEntry(value).ok) return value;
    otherwise ??= value;
  }
  return otherwise;
}

function scoreOf(names: readonly string[]): number {
  const looked = names.slice(0, LOOKED_AT);
  const found = looked.filter((name) => readListEntry(name).ok).length;
  return looked.length === 0 ? 0 : (found / looked.length) * names.length;
}

/** Finds the line of each entry, in order. */
function onTheirLines(names: readonly string[], text: string): readonly JunkLine[] {
  let at = 0;
  let line = 1;
  let misses = 0;
  // Kept between entries: otherwise a document on one line would be searched to its end for each entry.
  let lineEnd = text.indexOf('\n');
  return names.map((name) => {
    const found = misses < MOST_MISSES ? text.indexOf(JSON.stringify(name), at) : -1;
    if (found === -1) misses++;
    else at = found;
    for (; lineEnd !== -1 && lineEnd < at; lineEnd = text.indexOf('\n', lineEnd + 1)) line++;
    return { line, text: name };
  });
}
