/** A row with its first line, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Parses CSV (RFC 4180) with the deviations of real files. A quote in the middle of a cell is an ordinary
 * character. A quoted cell that never closes, or continues after its closing quote, is taken literally up to
 * the end of its line. So a bad row does not affect others. The cost is linear, because the search for a
 * closing quote ends at the next quote.
 */
export function* readCsv(text: string, delimiter: string): Generator<CsvRow> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const cells: string[] = [];
    const begins = line;
    for (;;) {
      const cell = text[at] === '"' ? readQuoted(text, at, delimiter) : null;
      if (cell !== null) {
        cells.push(cell.value);
        line += cell.lines;
        at = cell.end;
      } else {
        const end = endOfPlain(text, at, delimiter);
        cells.push(text.slice(at, end).trim());
        at = end;
      }
      if (text[at] !== delimiter) break;
      at++;
    }
    if (at < text.length) {
      at += text.startsWith('\r\n', at) ? 2 : 1;
      line++;
    }
    if (cells.length > 1 || cells[0] !== '') yield { line: begins, cells };
  }
}

interface QuotedCell {
  readonly value: string;
  readonly end: number;
  readonly lines: number;
}

/** Parses the quoted cell that starts here; null if it does not end properly. */
function readQuoted(text: string, start: number, delimiter: string): QuotedCell | null {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) return null;
  const next = text[end + 1];
  if (next !== undefined && next !== delimiter && next !== '\n' && next !== '\r') return null;
  const value = text.slice(start + 1, end).replaceAll('""', '"');
  return { value, end: end + 1, lines: value.match(/\r\n?|\n/g)?.length ?? 0 };
}

function endOfPlain(text: string, start: number, delimiter: string): number {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}
