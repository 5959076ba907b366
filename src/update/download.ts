import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError, type Workplace } from './source.ts';

export interface DownloadOptions<Taken> {
  /** The same thing under several addresses, best first; the next is tried where one is not there (404). */
  readonly urls: readonly string[];
  /** As sent. */
  readonly maxBytes: number;
  /** After unpacking gzip, which is recognised by its first bytes. */
  readonly maxUnpackedBytes: number;
  readonly take: (data: AsyncIterable<Buffer>) => Promise<Taken>;
}

export interface Downloaded<Taken> {
  readonly url: string;
  /** Day of the Last-Modified header, ISO 8601; null where there is none. */
  readonly lastModified: string | null;
  readonly taken: Taken;
}

/** A large file over a slow line. */
const DEADLINE_MS = 30 * 60_000;
const TELL_EVERY_MS = 10_000;

/** Fetches one file, unpacked while it comes. @throws {DataError} */
export async function download<Taken>(
  { http, onProgress }: Workplace,
  { urls, maxBytes, maxUnpackedBytes, take }: DownloadOptions<Taken>,
): Promise<Downloaded<Taken>> {
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
        // The publishers offer these files to programs.
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

/** The data, out of gzip where it is in that; a page of HTML in place of data is told as such. */
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
  if (length === 0) throw new DataError('nothing in it');
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
  // What goes wrong is told to whoever reads the decoder.
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
