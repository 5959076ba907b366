import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type ByteRange, isRangeOf, readByteRange } from './byte-range.ts';
import { type Compressor, chooseEncoding } from './compression.ts';
import { cacheControl, contentType, isCompressible, SECURITY_HEADERS, sharingHeaders } from './headers.ts';
import type { Found } from './site-files.ts';

/** Below it, compression saves nothing noticeable. */
const SMALL = 1_000;
/**
 * Larger files are streamed as they are: what weighs that much is data, and compressed already or rarely
 * fetched.
 */
const LARGE = 8_000_000;

export interface Text {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): Text {
  return {
    status,
    type: 'application/json; charset=utf-8',
    body: `${JSON.stringify(content)}\n`,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      ...headers,
    },
  };
}

export function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body, headers }: Text,
): void {
  const content = Buffer.from(body);
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'Cache-Control': 'no-store',
    'Content-Type': type,
    'Content-Length': content.length,
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}

/** Sends a file of the site, or 304 where the client has it. Closes the file. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: Extract<Found, { kind: 'file' }>,
  { status, compressor }: { readonly status: number; readonly compressor: Compressor },
): Promise<void> {
  const { path, handle, size } = file;
  const type = contentType(path);
  const compressible = isCompressible(type) && size >= SMALL && size < LARGE;
  const wanted = status === 200 ? readByteRange(request.headers.range, size) : null;
  // Ranges count octets of the file itself, so that a part of it is never compressed.
  const encoding =
    compressible && wanted === null ? chooseEncoding(request.headers['accept-encoding']) : null;
  const etag = compressible ? `W/${file.etag}` : file.etag;
  const headers: Record<string, string | number> = {
    ...SECURITY_HEADERS,
    ...sharingHeaders(path),
    'Cache-Control': status === 200 ? cacheControl(path) : 'no-store',
    ETag: etag,
    'Accept-Ranges': 'bytes',
    ...(compressible ? { Vary: 'Accept-Encoding' } : {}),
  };
  try {
    if (status === 200 && matches(request.headers['if-none-match'], etag)) {
      response.writeHead(304, headers).end();
      return;
    }
    if (wanted !== null && isRangeOf(request.headers['if-range']?.toString(), etag)) {
      return await sendPart(request, response, { handle, size, type, wanted, headers });
    }
    headers['Content-Type'] = type;
    if (encoding === null) {
      response.writeHead(status, { ...headers, 'Content-Length': size });
      if (request.method === 'HEAD') response.end();
      else if (size >= LARGE) {
        await pipeline(createReadStream('', { fd: handle, autoClose: false }), response);
      } else response.end(await handle.readFile());
      return;
    }
    const content = await compressor.compress(`${path} ${etag}`, await handle.readFile(), encoding);
    response.writeHead(status, {
      ...headers,
      'Content-Encoding': encoding,
      'Content-Length': content.length,
    });
    response.end(request.method === 'HEAD' ? undefined : content);
  } finally {
    await handle.close();
  }
}

interface Part {
  readonly handle: FileHandle;
  readonly size: number;
  readonly type: string;
  readonly wanted: ByteRange | 'unsatisfiable';
  readonly headers: Readonly<Record<string, string | number>>;
}

/** Readers of Parquet ask for the end of a file first, and then for the columns that they need. */
async function sendPart(
  request: IncomingMessage,
  response: ServerResponse,
  { handle, size, type, wanted, headers }: Part,
): Promise<void> {
  if (wanted === 'unsatisfiable') {
    const none = { 'Cache-Control': 'no-store', 'Content-Range': `bytes */${size}`, 'Content-Length': 0 };
    response.writeHead(416, { ...headers, ...none }).end();
    return;
  }
  const { first, last } = wanted;
  response.writeHead(206, {
    ...headers,
    'Content-Type': type,
    'Content-Range': `bytes ${first}-${last}/${size}`,
    'Content-Length': last - first + 1,
  });
  if (request.method === 'HEAD') response.end();
  else {
    const part = createReadStream('', { fd: handle, autoClose: false, start: first, end: last });
    await pipeline(part, response);
  }
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => bare(tag) === bare(etag));
}
