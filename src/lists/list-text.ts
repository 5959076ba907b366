/** Files that are not text, by their first bytes. */
const BINARY: readonly (readonly [start: readonly number[], what: string])[] = [
  [[0x1f, 0x8b], 'is compressed (gzip): unpack it first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'is compressed (zstd): unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'is compressed (xz): unpack it first'],
  [[0x50, 0x4b, 0x03, 0x04], 'is a spreadsheet or a ZIP archive: save it as CSV, or unpack it'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'is a spreadsheet: save it as CSV'],
  [[0x25, 0x50, 0x44, 0x46], 'is a PDF: copy the names into a text file'],
];

export type ListText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

/** Decodes the text of a list file. The problem completes "FILE ...". */
export function listText(bytes: Uint8Array): ListText {
  const binary = BINARY.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  if (binary !== undefined) return { ok: false, problem: binary[1] };
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (text.includes('\0')) {
    return {
      ok: false,
      problem: 'is binary, not a list: expected one domain a line, or a CSV with a column "domain"',
    };
  }
  if (/^\s*(?:<!doctype html|<html|<\?xml)/i.test(text)) {
    return {
      ok: false,
      problem: 'is a web page or XML, not a list: expected one domain a line, a CSV or JSON',
    };
  }
  return { ok: true, text };
}

/**
 * UTF-16 is recognised by its byte order mark, which spreadsheets write, or by a zero in every second byte.
 * Everything else is UTF-8.
 */
function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [a, b, c, d] = bytes;
  const isWide = bytes.length % 2 === 0 && bytes.length >= 4;
  if ((a === 0xff && b === 0xfe) || (isWide && a !== 0 && b === 0 && c !== 0 && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (isWide && a === 0 && b !== 0 && c === 0 && d !== 0)) return 'utf-16be';
  return 'utf-8';
}
