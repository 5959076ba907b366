import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type Compressor, chooseEncoding } from './compression.ts';
import { cacheControl, contentType, isCompressible, SECURITY_HEADERS, sharingHeaders } from './headers.ts';
import type { Found } from './site-files.ts';

/** Below it a compressed answer saves nothing that anybody would notice. */
const SMALL = 1_000;
/** Larger files are streamed as they are: what weighs that much is data, and compressed already or rarely fetched. */
const LARGE = 8_000_000;

export interface Text {
  readonly status: number;
  readonly type: string;
  readonly body: string;
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
  const { path, handle, size, etag } = file;
  const type = contentType(path);
  const compressible = isCompressible(type) && size >= SMALL && size < LARGE;
  const encoding = compressible ? chooseEncoding(request.headers['accept-encoding']) : null;
  const headers: Record<string, string | number> = {
    ...SECURITY_HEADERS,
    ...sharingHeaders(path),
    'Cache-Control': status === 200 ? cacheControl(path) : 'no-store',
    ETag: etag,
    ...(compressible ? { Vary: 'Accept-Encoding' } : {}),
  };
  try {
    if (status === 200 && matches(request.headers['if-none-match'], etag)) {
      response.writeHead(304, headers).end();
      return;
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

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => bare(tag) === bare(etag));
}
