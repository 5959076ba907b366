/** Many short texts as one block of UTF-8, read one at a time: opening costs nothing, however many there are. */
export interface TextBlock {
  readonly bytes: Uint8Array;
  /** Where each text begins, and the end of the last. */
  readonly offsets: Uint32Array;
}

export function packTexts(texts: readonly string[]): TextBlock {
  const offsets = new Uint32Array(texts.length + 1);
  const parts = texts.map((text, index) => {
    const bytes = Buffer.from(text, 'utf8');
    offsets[index + 1] = (offsets[index] ?? 0) + bytes.length;
    return bytes;
  });
  return { bytes: new Uint8Array(Buffer.concat(parts)), offsets };
}

export function textAt(block: TextBlock, index: number): string {
  const { bytes, offsets } = block;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'utf8',
    offsets[index],
    offsets[index + 1],
  );
}
