import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError } from '../model/expected-errors.ts';
import type { Workplace } from './source.ts';

export interface DownloadOptions<Taken> {
  /** Addresses of the same file, best first. After a 404 the next one is tried. */
  readonly urls: readonly string[];
  /** Compressed size, as sent. */
  readonly maxBytes: number;
  /** After decompression. Gzip is recognised by its first bytes. */
  readonly maxUnpackedBytes: number;
  readonly take: (data: AsyncIterable<Buffer>) => Promise<Taken>;
}

export interface FetchedFile<Taken> {
  readonly url: string;
  /** Date in the Last-Modified header, ISO 8601; null without one. */
  readonly lastModified: string | null;
  readonly taken: Taken;
}

/** Enough for a large file over a slow connection. */
const DEADLINE_MS = 30 * 60_000;
const TELL_EVERY_MS = 10_000;

/**
 * Fetches one file and decompresses it while it arrives.
 *
 * @throws {DataError}
 */
export async function download<Taken>(
  { http, onProgress }: Workplace,
  { urls, maxBytes, maxUnpackedBytes, take }: DownloadOptions<Taken>,
): Promise<FetchedFile<Taken>> {
  for (const [index, url] of urls.entries()) {
    onProgress(`getting ${url}`);
    let received = 0;
    const timer = setInterval(() => onProgress(`${Math.round(received / 1e6)} MB so far`), TELL_EVERY_MS);
    async function* counted(body: AsyncIterable<Buffer>) {
      for await (const chunk of body) {
        received += chunk.length;
        yield chunk;
      }
    }
    const answer = await http
      .stream(url, {
        maxBytes,
        deadlineMs: DEADLINE_MS,
        // The publishers offer these files for programs.
        robots: false,
        take: (body) => take(unpacked(counted(body), maxUnpackedBytes)),
      })
      .finally(() => clearInterval(timer));
    if (answer.ok) {
      const { taken, headers } = answer;
      return { url, lastModified: dayOf(headers['last-modified']), taken };
    }
    if (answer.code === 404 && index < urls.length - 1) continue;
    throw new DataError(`${url}: ${answer.status}, ${answer.detail}`);
  }
  throw new Error('nothing to download');
}

/** Decompresses gzip, passes other data through, and rejects an HTML page in place of data. */
async function* unpacked(body: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let length = 0;
  let first = true;
  for await (const chunk of ungzipped(body)) {
    if (first && /^\s*</.test(chunk.toString('latin1', 0, 64)))
      throw new DataError('a web page in place of data');
    first = false;
    length += chunk.length;
    if (length > maxBytes) throw new DataError(`more than ${maxBytes} bytes unpacked`);
    yield chunk;
  }
  if (length === 0) throw new DataError('the file is empty');
}

async function* ungzipped(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  async function* whole() {
    yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) return yield* whole();
  const gunzip = createGunzip();
  // Errors reach the reader of `gunzip` below.
  pipeline(Readable.from(whole()), gunzip, () => undefined);
  try {
    yield* gunzip;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new DataError(`gzip that is cut off or damaged (${error.code})`);
    }
    throw error;
  }
}

function dayOf(header: string | undefined): string | null {
  const time = Date.parse(header ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
}
