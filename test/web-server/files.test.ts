import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './requests.ts';
import { type ServedSite, serveModelSite } from './served-site.ts';

let served: ServedSite;
let files: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  served = await serveModelSite();
  files = await served.site.files();
});
afterAll(() => served.close());

describe('files', () => {
  it('are served as they are, each with its type', async () => {
    const types: Readonly<Record<string, RegExp>> = {
      '/': /^text\/html; charset=utf-8$/,
      '/hosters/ovh/': /^text\/html/,
      '/networks/fediverse/report.json': /^application\/json/,
      '/networks/fediverse/chart-bars.webp': /^image\/webp$/,
      '/networks/fediverse/chart-bars.png': /^image\/png$/,
      '/feed.atom': /^application\/atom\+xml/,
      '/data/servers.csv': /^text\/csv/,
      '/data/servers.parquet': /^application\/vnd\.apache\.parquet$/,
      '/data/SHA256SUMS': /^text\/plain/,
      '/data/COLUMNS.md': /^text\/markdown/,
      '/robots.txt': /^text\/plain/,
      '/.well-known/probing.txt': /^text\/plain/,
    };
    for (const [path, type] of Object.entries(types)) {
      const answer = await ask(served.server.port, path);
      expect(answer.status, path).toBe(200);
      expect(answer.headers['content-type'], path).toMatch(type);
      expect(answer.body, path).toEqual(files.get(path.slice(1).replace(/(^|\/)$/, '$1index.html')));
    }
  });

  it('come compressed to those who take it, and are the same', async () => {
    const plain = await ask(served.server.port, '/');
    const br = await ask(served.server.port, '/', { headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
    const gzip = await ask(served.server.port, '/', { headers: { 'Accept-Encoding': 'gzip;q=0.5, br;q=0' } });
    const none = await ask(served.server.port, '/', { headers: { 'Accept-Encoding': 'identity' } });
    expect([br, gzip, none].map(({ headers }) => headers['content-encoding'])).toEqual([
      'br',
      'gzip',
      undefined,
    ]);
    expect(brotliDecompressSync(br.body)).toEqual(plain.body);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(br.body.length).toBeLessThan(plain.body.length / 2);
    for (const { headers, body } of [br, gzip, none]) {
      expect(headers.vary).toBe('Accept-Encoding');
      expect(headers['content-length']).toBe(String(body.length));
    }
    const picture = await ask(served.server.port, '/chart.png', { headers: { 'Accept-Encoding': 'br' } });
    expect(picture.headers['content-encoding']).toBeUndefined();
  });

  it('are not sent again to those who have them', async () => {
    const first = await ask(served.server.port, '/method/');
    const etag = String(first.headers.etag);
    for (const tag of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*']) {
      const again = await ask(served.server.port, '/method/', {
        headers: { 'If-None-Match': tag, 'Accept-Encoding': 'br' },
      });
      expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
      expect(again.headers.etag).toBe(etag);
    }
    expect(
      (await ask(served.server.port, '/method/', { headers: { 'If-None-Match': '"other"' } })).status,
    ).toBe(200);
  });

  it('have the same headers for HEAD, without a body', async () => {
    const get = await ask(served.server.port, '/data/servers.csv', {
      headers: { 'Accept-Encoding': 'gzip' },
    });
    const head = await ask(served.server.port, '/data/servers.csv', {
      method: 'HEAD',
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect(head.body).toHaveLength(0);
    const { date: _, ...headers } = get.headers;
    expect(head.headers).toMatchObject(headers);
  });

  it('may be kept for ever where their name says what is in them, and for minutes otherwise', async () => {
    const style = [...files.keys()].find((path) => /^assets\/site-.*css$/.test(path));
    expect((await ask(served.server.port, `/${style}`)).headers['cache-control']).toContain('immutable');
    expect((await ask(served.server.port, '/')).headers['cache-control']).toBe('public, max-age=600');
  });

  it('are found without the slash of their folder too', async () => {
    expect(await ask(served.server.port, '/hosters/ovh')).toMatchObject({
      status: 301,
      headers: { location: './ovh/' },
    });
    expect(await ask(served.server.port, '/hosters')).toMatchObject({
      status: 301,
      headers: { location: './hosters/' },
    });
  });

  it('that are not there get the page that says so', async () => {
    for (const path of ['/nowhere', '/nowhere/', '/hosters/nobody/', '/index.html/']) {
      const answer = await ask(served.server.port, path);
      expect(answer.status, path).toBe(404);
      expect(answer.body.toString(), path).toContain('Not here');
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });
});
