import { pipeline, type Readable } from 'node:stream';
import { codingsOf, createDecoder, decode } from './decode.ts';
import { FailureError } from './failure.ts';
import type { Headers } from './http.ts';

export interface BodyLimit {
  /** Counted after decoding: 200 KB of gzip can hold 200 MB. */
  readonly maxBytes: number;
  /** Whether a longer body is a failure, or is read up to the limit. */
  readonly beyond: 'fail' | 'cut';
}

/** Decoding overhead that an honest body on the limit may have. */
const SLACK_BYTES = 1024;

/**
 * Reads and decodes a body within the limit, as sent and as decoded. It reads what browsers read: a coding
 * that does not exist or is not there, a gzip body without its end or with bytes behind it. Rejects with a
 * {@link FailureError} or with the stream's or decoder's own error.
 */
export async function readBody(body: Readable, headers: Headers, limit: BodyLimit): Promise<Buffer> {
  const codings = codingsOf(headers['content-encoding']);
  if (codings === null) {
    body.destroy();
    throw new FailureError('BAD_BODY', 'content-encoding');
  }
  if (codings.length === 0) return collect(body, limit);
  let bytes = await collect(body, { ...limit, maxBytes: limit.maxBytes + SLACK_BYTES });
  for (const [index, coding] of codings.entries()) {
    const inner = index < codings.length - 1 ? SLACK_BYTES : 0;
    const decoded = await decode(bytes, coding, limit.maxBytes + inner);
    if (decoded.isCut && limit.beyond === 'fail') throw tooLarge(limit.maxBytes);
    bytes = decoded.bytes;
  }
  if (bytes.length > limit.maxBytes && limit.beyond === 'fail') throw tooLarge(limit.maxBytes);
  return bytes.subarray(0, limit.maxBytes);
}

/**
 * The body as it was before it was encoded, without a limit on what comes out, for bodies that are too large
 * for memory. One coding at most. Throws a {@link FailureError}.
 */
export function decodeBody(body: Readable, headers: Headers, maxBytes: number): Readable {
  const codings = codingsOf(headers['content-encoding']);
  const [coding] = codings ?? [];
  if (codings?.length === 0) return body;
  const decoder = codings?.length === 1 && coding !== undefined ? createDecoder(coding) : null;
  if (decoder === null) {
    body.destroy();
    throw new FailureError('BAD_BODY', 'content-encoding');
  }
  // The reader of the decoder hears of every error.
  pipeline(body, atMost(maxBytes + SLACK_BYTES, 'body as sent'), decoder, () => undefined);
  return decoder;
}

async function collect(source: Readable, { maxBytes, beyond }: BodyLimit): Promise<Buffer> {
  const { bytes, isWhole } = await readUpTo(source, maxBytes);
  if (!isWhole && beyond === 'fail') throw tooLarge(maxBytes);
  return bytes;
}

/**
 * Reads a stream to its end, or gives it up beyond a length. By events, because an iterator for each small
 * body costs more than the body. Rejects with the stream's error, or where it closes before its end.
 */
export function readUpTo(
  source: Readable,
  maxBytes: number,
): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = () => {
      const isWhole = length <= maxBytes;
      resolve({ bytes: Buffer.concat(chunks, Math.min(length, maxBytes)), isWhole });
    };
    const close = () => reject(source.errored ?? new FailureError('BAD_BODY', 'closed before its end'));
    source.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= maxBytes) return;
      end();
      source.destroy();
    });
    source.on('end', end);
    source.on('error', reject);
    source.on('close', close);
    if (source.closed) close();
  });
}

function tooLarge(maxBytes: number): FailureError {
  return new FailureError('TOO_LARGE', `body over ${maxBytes} bytes`);
}

/** Bounds what is sent as well: a stream of empty blocks decodes to nothing without end. */
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
