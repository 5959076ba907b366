import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Headers } from './http.ts';
import { FailureError } from './http-failure.ts';

export interface BodyLimit {
  /** Counted after decoding: 200 KB of gzip can hold 200 MB. */
  readonly maxBytes: number;
  /** Whether a longer body is a failure, or is read up to the limit. */
  readonly beyond: 'fail' | 'cut';
}

/** Decoding overhead that an honest body on the limit may have. */
const SLACK_BYTES = 1024;

const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * Reads and decodes a body within the limit, as sent and as decoded. One encoding at most (RFC 9110, 8.4, allows several;
 * no honest server needs them). Rejects with a {@link FailureError} or with the stream's or decoder's own error.
 */
export async function readBody(body: Readable, headers: Headers, limit: BodyLimit): Promise<Buffer> {
  return collect(decodeBody(body, headers, limit.maxBytes), limit);
}

/** The body as it was before it was encoded, without a limit on what comes out. Throws a {@link FailureError}. */
export function decodeBody(body: Readable, headers: Headers, maxBytes: number): Readable {
  const encodings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  const [encoding] = encodings;
  if (encoding === undefined) return body;
  const decoder = encodings.length === 1 ? DECODERS.get(encoding)?.() : undefined;
  if (decoder === undefined) {
    body.destroy();
    throw new FailureError('BAD_BODY', 'content-encoding');
  }
  // What goes wrong is told to whoever reads the decoder.
  pipeline(body, atMost(maxBytes + SLACK_BYTES, 'body as sent'), decoder, () => undefined);
  return decoder;
}

async function collect(source: Readable, { maxBytes, beyond }: BodyLimit): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length <= maxBytes) continue;
    if (beyond === 'cut') break;
    throw new FailureError('TOO_LARGE', `body over ${maxBytes} bytes`);
  }
  return Buffer.concat(chunks, Math.min(length, maxBytes));
}

/** For what is sent too: a stream of empty blocks decodes to nothing for ever. */
export function atMost(bytes: number, what: string) {
  return async function* (source: AsyncIterable<Buffer>) {
    let length = 0;
    for await (const chunk of source) {
      length += chunk.length;
      if (length > bytes) throw new FailureError('TOO_LARGE', what);
      yield chunk;
    }
  };
}
