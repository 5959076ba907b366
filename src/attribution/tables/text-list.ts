import { bytesBetween, type TableColumn, wordAt } from './column.ts';

/** Many short texts as one block of UTF-8: a file holds them as they are, and opening costs nothing. */
export interface PackedTexts {
  readonly bytes: Uint8Array;
  /** Where each text begins, and the end of the last. */
  readonly offsets: Uint32Array;
}

/** The same, opened. */
export interface TextBlock {
  readonly bytes: TableColumn<Uint8Array>;
  readonly offsets: TableColumn<Uint32Array>;
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const encoded = texts.map((text) => Buffer.from(text, 'utf8'));
  const offsets = new Uint32Array(texts.length + 1);
  encoded.forEach(({ length }, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + length;
  });
  return { bytes: new Uint8Array(Buffer.concat(encoded)), offsets };
}

/** The text with a number. */
export function textAt({ bytes, offsets }: TextBlock, index: number): string {
  return bytesBetween(bytes, wordAt(offsets, index), wordAt(offsets, index + 1)).toString('utf8');
}
