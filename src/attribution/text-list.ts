/** Many short texts as one block of UTF-8: a file holds them as they are, and opening costs nothing. */
export interface TextBlock {
  readonly bytes: Uint8Array;
  /** Where each text begins in the decoded block, and the end of the last, in UTF-16 units as {@link String.slice} counts. */
  readonly offsets: Uint32Array;
}

export function packTexts(texts: readonly string[]): TextBlock {
  const offsets = new Uint32Array(texts.length + 1);
  texts.forEach((text, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + text.length;
  });
  return { bytes: new Uint8Array(Buffer.from(texts.join(''), 'utf8')), offsets };
}

/** The text with a number. The block is decoded at the first question: once for all is far quicker than one by one. */
export function openTexts({ bytes, offsets }: TextBlock): (index: number) => string {
  let whole: string | null = null;
  return (index) => {
    whole ??= Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    return whole.slice(offsets[index], offsets[index + 1]);
  };
}
