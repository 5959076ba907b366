import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Network } from '../model/network.ts';
import { brokenJsonEntries } from './broken-json.ts';
import { type CsvRow, readCsv } from './csv.ts';
import { readListEntry } from './list-entry.ts';
import { jsonEntries, ndjsonEntries } from './list-json.ts';
import { listText } from './list-text.ts';
import { type JunkLine, normalise, type ServerList } from './server-list.ts';

export type ReadList =
  | { readonly ok: true; readonly list: ServerList }
  | { readonly ok: false; readonly problem: string };

/** 256 MiB: the largest public list of web hosts has a million lines of about 20 bytes. */
const LARGEST_FILE = 256 * 1024 * 1024;
/** A first line with a field of this name makes the file a CSV with a header. */
const COLUMN = 'domain';
/** Column with the software of the servers, in a CSV with a header. */
const SOFTWARE = 'software';
/** A first line in which Excel specifies the delimiter. */
const SEPARATOR = /^sep=(.)$/i;
const DELIMITERS = [',', ';', '\t'];
const COLUMNS_SHOWN = 10;
/** In characters; a longer line is not split into names. */
const LONGEST_LINE = 1_000_000;
/** Markers before the names in bulleted, numbered or YAML lists. */
const BULLET = /^(?:[-*+\u2022\u2013\u2014]|\d{1,7}[.)])\s+/;
/** Straight and typographic quotes. */
const QUOTES = /^(?:"(.*)"|'(.*)'|[\u201c\u201e](.*)[\u201c\u201d]|[\u2018\u201a](.*)[\u2018\u2019])$/;
const YAML_KEY = /^domain:\s+/i;
/** Bounds of the search for the column of domains if no header names it. */
const ROWS_LOOKED_AT = 1000;
const COLUMNS_LOOKED_AT = 50;

/**
 * Reads a list from a file in any common format: one domain per line (comments are skipped), a CSV or JSON. A
 * CSV needs a column `domain`, or only one column with domains; list-json.ts describes the JSON. An entry
 * that is not a domain is reported with its line, and never makes the list fail. Matrix names may have a
 * port.
 */
export async function readListFile(file: string, network?: Network): Promise<ReadList> {
  const info = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (info instanceof Error) return { ok: false, problem: `${file}: ${whyUnreadable(info)}` };
  if (!info.isFile()) return { ok: false, problem: `${file} is not a file` };
  if (info.size > LARGEST_FILE)
    return { ok: false, problem: `${file} is over ${LARGEST_FILE / 1024 ** 2} MiB: too large for a list` };
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) return { ok: false, problem: `${file}: ${whyUnreadable(bytes)}` };
  const read = readList(bytes, basename(file), network);
  return read.ok ? read : { ok: false, problem: `${file} ${read.problem}` };
}

/** Parses a list from bytes; `source` is the name shown to readers. */
export function readList(bytes: Uint8Array, source: string, network?: Network): ReadList {
  const read = listText(bytes);
  if (!read.ok) return read;
  const entries = entriesOf(read.text, network);
  if (!entries.ok) return entries;
  const list = { source, sources: [], ...normalise(entries.lines, network) };
  if (list.domains.length > 0) return { ok: true, list };
  const [junk] = list.junk;
  if (junk === undefined) return { ok: false, problem: 'is empty: expected one domain a line' };
  return {
    ok: false,
    problem: `has no domain in it: line ${junk.line}, ${quote(junk.text)}, is ${junk.problem}`,
  };
}

type Entries =
  | { readonly ok: true; readonly lines: Iterable<JunkLine> }
  | { readonly ok: false; readonly problem: string };

function entriesOf(given: string, network?: Network): Entries {
  const text = withoutTableFrame(given);
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.find((line) => line.trim() !== '')?.trim() ?? '';
  const json = /^[[{]/.test(first) ? jsonEntries(text) : null;
  const entries = json ?? ndjsonEntries(lines) ?? brokenJsonEntries(text) ?? namesOnOneLine(lines, network);
  if (entries !== null) return { ok: true, lines: entries };
  const sep = SEPARATOR.exec(first)?.[1];
  const delimiter =
    text !== given
      ? '|'
      : (sep ?? delimiterOf(lines.find((line) => line.trim() !== '' && !isComment(line)) ?? ''));
  return delimiter === null ? { ok: true, lines: plainLines(lines) } : csvLines(text, delimiter, network);
}

/**
 * Removes the frame of a Markdown table, which leaves cells separated by bars. Returns any other text
 * unchanged.
 */
function withoutTableFrame(text: string): string {
  if (!/^\s*\|[^|\n]+\|/.test(text)) return text;
  const isRule = (line: string) => /^[\s|:-]*$/.test(line);
  const bare = (line: string) => line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return text
    .split(/\r\n|\n|\r/)
    .map((line) => (isRule(line) ? '' : bare(line)))
    .join('\n');
}

/** Parses names on a single line, separated by commas or spaces; null for anything else. */
function namesOnOneLine(lines: readonly string[], network?: Network): readonly JunkLine[] | null {
  const index = lines.findIndex((line) => line.trim() !== '');
  const only = lines[index] ?? '';
  if (only.length > LONGEST_LINE || lines.some((line, at) => at > index && line.trim() !== '')) return null;
  const names = only.split(/[\s,;]+/).filter((name) => name !== '');
  if (names.length < 2 || !names.every((name) => readListEntry(name, network).ok)) return null;
  return names.map((text) => ({ line: index + 1, text }));
}

/**
 * The delimiter that gives the first line a column `domain`, otherwise the most frequent one; null if there
 * is none.
 */
function delimiterOf(first: string): string | null {
  const cellsBy = (delimiter: string) => unwrapped(firstRow(first, delimiter), delimiter);
  const named = DELIMITERS.find((delimiter) => cellsBy(delimiter).map(columnName).includes(COLUMN));
  if (named !== undefined) return named;
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: cellsBy(delimiter).length - 1 }));
  const most = counted.reduce((a, b) => (b.count > a.count ? b : a));
  return most.count > 0 ? most.delimiter : null;
}

function firstRow(text: string, delimiter: string): readonly string[] {
  for (const { cells } of readCsv(text, delimiter)) return cells;
  return [];
}

/** Some programs quote a row as a whole, which makes it a single cell; returns the row inside. */
function unwrapped(cells: readonly string[], delimiter: string): readonly string[] {
  const [only] = cells;
  return cells.length === 1 && only?.includes(delimiter) ? firstRow(only, delimiter) : cells;
}

/** The name of a column. Mastodon exports `#domain`. */
function columnName(field: string): string {
  return field.trim().replace(/^#\s*/, '').toLowerCase();
}

function plainLines(lines: readonly string[]): readonly JunkLine[] {
  return lines.flatMap((line, index) => {
    const text = line.replace(/\s#.*$/, '').trim();
    const name = text.replace(BULLET, '').replace(YAML_KEY, '');
    const unquoted = name.replace(QUOTES, '$1$2$3$4');
    return unquoted === '' || /^[#!]/.test(unquoted) ? [] : [{ line: index + 1, text: unquoted }];
  });
}

function csvLines(text: string, delimiter: string, network?: Network): Entries {
  const start: CsvRow[] = [];
  for (const row of rowsOf(text, delimiter)) if (start.push(row) === ROWS_LOOKED_AT) break;
  const named = start[0]?.cells.map(columnName).indexOf(COLUMN) ?? -1;
  const column = named === -1 ? columnOfDomains(start, network) : named;
  if (column === null) return { ok: false, problem: aboutColumns(start[0]?.cells ?? []) };
  const software = named === -1 ? -1 : (start[0]?.cells.map(columnName).indexOf(SOFTWARE) ?? -1);
  return { ok: true, lines: cellsOf(rowsOf(text, delimiter), { column, software }, named === -1 ? 0 : 1) };
}

/** The rows without comments and without Excel's `sep=;`. */
function* rowsOf(text: string, delimiter: string): Generator<CsvRow> {
  for (const { line, cells } of readCsv(text, delimiter)) {
    const [first = ''] = cells;
    if (line === 1 && SEPARATOR.test([first, ...cells.slice(1)].join(delimiter))) continue;
    const row = { line, cells: unwrapped(cells, delimiter) };
    if (!isComment(first) || row.cells.map(columnName).includes(COLUMN)) yield row;
  }
}

/** @param columns indexes of the columns; -1 for a missing one */
function* cellsOf(
  rows: Iterable<CsvRow>,
  { column, software }: { readonly column: number; readonly software: number },
  passedOver: number,
): Generator<JunkLine> {
  let left = passedOver;
  for (const { line, cells } of rows) {
    if (left-- > 0) continue;
    const named = cells[software]?.trim() ?? '';
    yield {
      line,
      text: (cells[column] ?? cells.join(' ')).trim(),
      ...(named === '' ? {} : { software: named }),
    };
  }
}

function isComment(line: string): boolean {
  return (
    /^\s*#/.test(line) &&
    !DELIMITERS.some((delimiter) => firstRow(line.trim(), delimiter).map(columnName).includes(COLUMN))
  );
}

/**
 * Index of the one column with domains, for a CSV without a header; null if there is none, or more than one.
 */
function columnOfDomains(rows: readonly CsvRow[], network?: Network): number | null {
  const counts: number[] = [];
  for (const { cells } of rows) {
    for (const [column, cell] of cells.slice(0, COLUMNS_LOOKED_AT).entries()) {
      counts[column] = (counts[column] ?? 0) + Number(readListEntry(cell, network).ok);
    }
  }
  const [best, second = 0] = [...counts].sort((a, b) => b - a);
  if (best === undefined || best === 0 || second * 2 > best) return null;
  return counts.indexOf(best);
}

function aboutColumns(columns: readonly string[]): string {
  const shown = columns.slice(0, COLUMNS_SHOWN).map(quote).join(', ');
  const more = columns.length > COLUMNS_SHOWN ? ` and ${columns.length - COLUMNS_SHOWN} more` : '';
  return (
    'is a CSV without a column "domain", and no single column contains domains. ' +
    `Its first line has ${shown}${more}: add a first line that names the column of domains "${COLUMN}"`
  );
}

function whyUnreadable(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'no such file';
  if (error.code === 'EACCES') return 'permission denied';
  return error.message;
}

/** Junk is shortened and escaped, because it may contain anything. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
