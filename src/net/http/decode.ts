import type { Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** Ends a body without its trailer as well as a whole one; browsers and curl read both. */
const PATIENT = { finishFlush: constants.Z_SYNC_FLUSH };
const PATIENT_BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };
const PATIENT_ZSTD = { finishFlush: constants.ZSTD_e_flush };

/** Bytes that a body of a coding begins with (RFC 1952, section 2.3.1; RFC 8878, section 3.1.1). */
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 8]);
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Decoders that insist on a whole body, for what is too large to be judged by its content. */
const STRICT_DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
]);

/** More codings one over the other than honest servers use. */
const MOST_CODINGS = 3;

/**
 * The known codings of a body, the last one applied first; null for too many. A label that names no coding,
 * such as `UTF-8` or `aws-chunked` of a static store, is passed over: what the document is shows when it is
 * read.
 */
export function codingsOf(contentEncoding: string | undefined): readonly string[] | null {
  const known = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => STRICT_DECODERS.has(coding));
  return known.length > MOST_CODINGS ? null : known.reverse();
}

/** A new decoder of a known coding, as {@link codingsOf} lists them, for a body that is read as a stream. */
export function createDecoder(coding: string): Transform | null {
  return STRICT_DECODERS.get(coding)?.() ?? null;
}

export interface Decoded {
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/**
 * Undoes one coding. Bytes behind the end are passed over, as browsers do. What is not of that coding is
 * given back as it came, because the label was wrong. Rejects with the decoder's error where a body breaks in
 * the middle.
 *
 * @param maxBytes of the result; the rest is cut off
 */
export async function decode(bytes: Buffer, coding: string, maxBytes: number): Promise<Decoded> {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return (await gunzip(bytes, maxBytes)) ?? asItCame(bytes);
    case 'zstd':
      if (!startsWith(bytes, ZSTD_MAGIC)) return asItCame(bytes);
      return orThrow(await run(createZstdDecompress(PATIENT_ZSTD), bytes, maxBytes));
    case 'deflate':
      // zlib by the standard (RFC 9110, section 8.4.1.2), raw deflate by custom.
      return (
        (await run(createInflate(PATIENT), bytes, maxBytes)).decoded ??
        (await run(createInflateRaw(), bytes, maxBytes)).decoded ??
        asItCame(bytes)
      );
    default:
      return (await run(createBrotliDecompress(PATIENT_BROTLI), bytes, maxBytes)).decoded ?? asItCame(bytes);
  }
}

/** Null for what does not begin as gzip. */
async function gunzip(bytes: Buffer, maxBytes: number): Promise<Decoded | null> {
  if (!startsWith(bytes, GZIP_MAGIC)) return null;
  const whole = await run(createGunzip(PATIENT), bytes, maxBytes);
  // Node takes bytes behind the last member for the header of another one.
  if (whole.error?.message !== 'incorrect header check') return orThrow(whole);
  const header = gzipHeaderLength(bytes);
  return orThrow(await run(createInflateRaw(PATIENT), bytes.subarray(header), maxBytes));
}

/** The octets before the deflated data (RFC 1952, section 2.3). */
function gzipHeaderLength(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return (flags & 2) === 0 ? at : at + 2;
}

function startsWith(bytes: Buffer, magic: Buffer): boolean {
  return bytes.subarray(0, magic.length).equals(magic);
}

function asItCame(bytes: Buffer): Decoded {
  return { bytes, isCut: false };
}

type Run =
  | { readonly decoded: Decoded; readonly error: null }
  | { readonly decoded: null; readonly error: Error };

function orThrow({ decoded, error }: Run): Decoded {
  if (decoded === null) throw error;
  return decoded;
}

async function run(decoder: Transform, bytes: Buffer, maxBytes: number): Promise<Run> {
  const chunks: Buffer[] = [];
  let length = 0;
  decoder.end(bytes);
  try {
    for await (const chunk of decoder as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) break;
    }
  } catch (error) {
    return { decoded: null, error: error as Error };
  } finally {
    decoder.destroy();
  }
  const cut = Buffer.concat(chunks, Math.min(length, maxBytes));
  return { decoded: { bytes: cut, isCut: length > maxBytes }, error: null };
}
