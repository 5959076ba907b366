import type { Cell, Table } from './table.ts';

/**
 * Signs with which spreadsheets begin a formula, the full-width ones of Japanese input included, at the
 * beginning of a text or after what another locale takes for the end of a cell; blanks, quotes and invisible
 * characters may stand before them.
 */
const FORMULA = /(^|[,;|])([\s"\p{Cf}]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/**
 * A table as CSV (RFC 4180: comma, CRLF, quotes doubled) in UTF-8, with a heading. Text that a spreadsheet
 * would take for a formula gets an apostrophe before it (OWASP, "CSV Injection"), also after the separators
 * of other locales; numbers are left alone. Control characters become spaces, so that a row is a line.
 */
export function* csvLines({ columns, rows }: Table): Generator<string> {
  yield `${columns.map(({ name }) => name).join(',')}\r\n`;
  for (const row of rows()) yield `${row.map(cellText).join(',')}\r\n`;
}

export function toCsv(table: Table): Buffer {
  const chunks: Buffer[] = [];
  let lines: string[] = [];
  for (const line of csvLines(table)) {
    // Bytes outside of the heap instead of millions of short strings.
    if (lines.push(line) < 1000) continue;
    chunks.push(Buffer.from(lines.join('')));
    lines = [];
  }
  return Buffer.concat([...chunks, Buffer.from(lines.join(''))]);
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const plain = cell
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(FORMULA, "$1$2'");
  return /[",;|]|^\s|\s$/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
