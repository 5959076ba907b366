import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Network } from '../model/network.ts';
import { type Line, normalise, type ServerList } from './server-list.ts';

export type ReadList =
  | { readonly ok: true; readonly list: ServerList }
  | { readonly ok: false; readonly problem: string };

/** The largest public list of the web's hosts has a million lines of some 20 bytes. */
const LARGEST_FILE = 256 * 1024 * 1024;
/** A CSV row with a long description is no mistake; a list without line ends is. */
const LONGEST_LINE = 64 * 1024;
/** A first line with a field of this name makes the file a CSV. */
const COLUMN = 'domain';
const DELIMITERS = [',', ';', '\t'];
const COLUMNS_SHOWN = 10;

/**
 * Reads a list from a file: one domain a line (empty lines and those that begin with # are passed over), or a CSV
 * (RFC 4180) whose header has a column `domain`. What is no domain is reported by line, not guessed at.
 * For Matrix a name may carry a port.
 */
export async function readListFile(file: string, network?: Network): Promise<ReadList> {
  const info = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (info instanceof Error) return { ok: false, problem: `${file}: ${whyUnreadable(info)}` };
  if (!info.isFile()) return { ok: false, problem: `${file} is no file` };
  if (info.size > LARGEST_FILE)
    return { ok: false, problem: `${file} is over ${LARGEST_FILE / 1024 ** 2} MiB: too large for a list` };
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) return { ok: false, problem: `${file}: ${whyUnreadable(bytes)}` };
  const read = readList(bytes, basename(file), network);
  return read.ok ? read : { ok: false, problem: `${file} ${read.problem}` };
}

/** The same for bytes that are already there; `source` names the list to readers. */
export function readList(bytes: Uint8Array, source: string, network?: Network): ReadList {
  if (bytes.includes(0))
    return {
      ok: false,
      problem: 'is binary, not a list: expected one domain a line, or a CSV with a column "domain"',
    };
  const text = new TextDecoder().decode(bytes);
  const lines = text.split(/\r\n|\n|\r/);
  const long = lines.findIndex((line) => line.length > LONGEST_LINE);
  if (long !== -1) {
    return {
      ok: false,
      problem: `has ${lines[long]?.length} characters on line ${long + 1}: expected one domain a line`,
    };
  }
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const delimiter = DELIMITERS.find((candidate) => first.includes(candidate)) ?? ',';
  const columns = first.split(delimiter).map(columnName);
  const isCsv = columns.includes(COLUMN);
  const read = isCsv ? csvLines(text, delimiter) : plainLines(lines);
  if (!read.ok) return read;
  const list = { source, sources: [], ...normalise(read.lines, network) };
  if (list.domains.length > 0) return { ok: true, list };
  const [junk] = list.junk;
  if (junk === undefined) return { ok: false, problem: 'is empty: expected one domain a line' };
  const none = `has no domain in it: line ${junk.line}, ${quote(junk.text)}, is ${junk.problem}`;
  return { ok: false, problem: isCsv || columns.length === 1 ? none : `${none}. ${aboutColumns(columns)}` };
}

function aboutColumns(columns: readonly string[]): string {
  const shown = columns.slice(0, COLUMNS_SHOWN).map(quote).join(', ');
  const more = columns.length > COLUMNS_SHOWN ? ` and ${columns.length - COLUMNS_SHOWN} more` : '';
  return `Is it a CSV? Its columns are ${shown}${more}: name the one with the domains "${COLUMN}" in the first line`;
}

function columnName(field: string): string {
  const name = field.replace(/^\ufeff/, '').trim();
  return name.replace(/^"(.*)"$/, '$1').toLowerCase();
}

type Lines =
  | { readonly ok: true; readonly lines: readonly Line[] }
  | { readonly ok: false; readonly problem: string };

function plainLines(lines: readonly string[]): Lines {
  const numbered = lines.map((text, index) => ({ line: index + 1, text: text.trim() }));
  return { ok: true, lines: numbered.filter(({ text }) => text !== '' && !text.startsWith('#')) };
}

function csvLines(text: string, delimiter: string): Lines {
  try {
    const rows = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_LINE,
    }) as unknown as readonly {
      readonly record: readonly string[];
      readonly info: { readonly lines: number };
    }[];
    // Counted after parsing: a quoted name before it may hold the delimiter.
    const column = rows[0]?.record.map(columnName).indexOf(COLUMN) ?? -1;
    return {
      ok: true,
      lines: rows.slice(1).map(({ record, info }) => ({ line: info.lines, text: record[column] ?? '' })),
    };
  } catch (error) {
    return { ok: false, problem: `is no well-formed CSV: ${(error as Error).message}` };
  }
}

function whyUnreadable(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'no such file';
  if (error.code === 'EACCES') return 'may not be read';
  return error.message;
}

/** Junk is shown shortened and escaped: it may hold anything. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
