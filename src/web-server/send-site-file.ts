import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, sendFile, sendText } from './answer.ts';
import type { Compressor } from './compression.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { findFile } from './site-files.ts';

export interface SiteSource {
  readonly siteDir: string;
  readonly compressor: Compressor;
}

/** Sends the file of the site that a path means, or says that there is none. */
export async function sendSiteFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { siteDir, compressor }: SiteSource,
): Promise<void> {
  const found = await findFile(siteDir, path);
  switch (found.kind) {
    case 'file':
      return await sendFile(request, response, found, { status: 200, compressor });
    case 'folder':
      // Relative to the folder above, so that it holds under any address that a proxy gives us.
      return void response
        .writeHead(301, { ...SECURITY_HEADERS, Location: `./${path.slice(path.lastIndexOf('/') + 1)}/` })
        .end();
    case 'no site':
      return sendText(request, response, {
        status: 503,
        type: 'text/plain; charset=utf-8',
        body: 'No scan is complete yet. Come back later.\n',
        headers: { 'Retry-After': '600' },
      });
    case 'none': {
      const page = await findFile(siteDir, '/404.html');
      if (page.kind === 'file') return await sendFile(request, response, page, { status: 404, compressor });
      return sendText(request, response, json(404, { error: 'not found' }));
    }
  }
}
