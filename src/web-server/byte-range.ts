/** The first and last octet that are asked for. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The one range that a `Range` header asks for (RFC 9110, 14.1). Null where the whole file is
 * the answer: for other units, several ranges and bad syntax, as the RFC allows.
 */
export function readByteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const [, from = '', to = ''] =
    /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replace(/\s+/g, '') ?? '') ?? [];
  if (from === '' && to === '') return null;
  if (from === '') {
    const length = Number(to);
    return length === 0 || size === 0
      ? 'unsatisfiable'
      : { first: Math.max(0, size - length), last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return null;
  return first >= size ? 'unsatisfiable' : { first, last };
}

/** Whether a range is of the file that the client has a part of; dates are not compared. */
export function isRangeOf(ifRange: string | undefined, etag: string): boolean {
  // Only a strong validator will do (RFC 9110, 13.1.5).
  return ifRange === undefined || (ifRange === etag && !etag.startsWith('W/'));
}
