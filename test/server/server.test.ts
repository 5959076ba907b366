import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LookUp } from '../../src/server/look-ups.ts';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { type ModelSite, openModelSite } from '../site/model-site.ts';
import { domain, finding } from '../store/findings.ts';
import { type Answer, ask, silent } from './requests.ts';

const generous = { burst: 10_000, perSecond: 1_000 };
const lookUp: LookUp = async (name) => ({
  document: { domain: name, status: 'NOERROR' },
  finding: finding(name, { hoster: 'ovh' }),
  context: { servers: 12, share: 0.1 },
});

let site: ModelSite;
let server: RunningServer;
let files: ReadonlyMap<string, Buffer>;
const options = () => ({ siteDir: site.directory, lookUp, port: 0, host: '127.0.0.1', log: silent });

beforeAll(async () => {
  site = openModelSite({ servers: 120, weeks: 2 });
  await site.write();
  files = await site.files();
  server = await startServer({ ...options(), limits: { files: generous, lookups: generous } });
});
afterAll(async () => {
  await server.close();
  site.discard();
});

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
      const answer = await ask(server.port, path);
      expect(answer.status, path).toBe(200);
      expect(answer.headers['content-type'], path).toMatch(type);
      expect(answer.body, path).toEqual(files.get(path.slice(1).replace(/(^|\/)$/, '$1index.html')));
    }
  });

  it('come compressed to those who take it, and are the same', async () => {
    const plain = await ask(server.port, '/');
    const br = await ask(server.port, '/', { headers: { 'Accept-Encoding': 'gzip, deflate, br' } });
    const gzip = await ask(server.port, '/', { headers: { 'Accept-Encoding': 'gzip;q=0.5, br;q=0' } });
    const none = await ask(server.port, '/', { headers: { 'Accept-Encoding': 'identity' } });
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
    const picture = await ask(server.port, '/chart.png', { headers: { 'Accept-Encoding': 'br' } });
    expect(picture.headers['content-encoding']).toBeUndefined();
  });

  it('are not sent again to those who have them', async () => {
    const first = await ask(server.port, '/method/');
    const etag = String(first.headers.etag);
    for (const tag of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*']) {
      const again = await ask(server.port, '/method/', {
        headers: { 'If-None-Match': tag, 'Accept-Encoding': 'br' },
      });
      expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) });
      expect(again.headers.etag).toBe(etag);
    }
    expect((await ask(server.port, '/method/', { headers: { 'If-None-Match': '"other"' } })).status).toBe(
      200,
    );
  });

  it('have the same headers for HEAD, without a body', async () => {
    const get = await ask(server.port, '/data/servers.csv', { headers: { 'Accept-Encoding': 'gzip' } });
    const head = await ask(server.port, '/data/servers.csv', {
      method: 'HEAD',
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect(head.body).toHaveLength(0);
    const { date: _, ...headers } = get.headers;
    expect(head.headers).toMatchObject(headers);
  });

  it('may be kept for ever where their name says what is in them, and for minutes otherwise', async () => {
    const style = [...files.keys()].find((path) => /^assets\/site-.*css$/.test(path));
    expect((await ask(server.port, `/${style}`)).headers['cache-control']).toContain('immutable');
    expect((await ask(server.port, '/')).headers['cache-control']).toBe('public, max-age=600');
  });

  it('are found without the slash of their folder too', async () => {
    expect(await ask(server.port, '/hosters/ovh')).toMatchObject({
      status: 301,
      headers: { location: './ovh/' },
    });
    expect(await ask(server.port, '/hosters')).toMatchObject({
      status: 301,
      headers: { location: './hosters/' },
    });
  });

  it('that are not there get the page that says so', async () => {
    for (const path of ['/nowhere', '/nowhere/', '/hosters/nobody/', '/index.html/']) {
      const answer = await ask(server.port, path);
      expect(answer.status, path).toBe(404);
      expect(answer.body.toString(), path).toContain('Not here');
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });
});

describe('nothing else', () => {
  it('can be read, however the path is written', async () => {
    writeFileSync(join(site.folder, 'secret.txt'), 'secret');
    symlinkSync(join(site.folder, 'secret.txt'), join(site.directory, 'link.txt'));
    const paths = [
      '/../secret.txt',
      '/../../secret.txt',
      '/./../secret.txt',
      '/hosters/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '/..\\secret.txt',
      '/....//secret.txt',
      '//secret.txt',
      '///etc/passwd',
      '/etc/passwd',
      '//etc/passwd',
      '/%2fetc%2fpasswd',
      '/%00',
      '/index.html%00.txt',
      '/.manifest.json',
      '/.well-known/../.manifest.json',
      '/.git/config',
      '/whohosts.db',
      '/../whohosts.db',
      '/file:///etc/passwd',
      '/~root',
      '/link.txt',
      '/%c0%ae%c0%ae/secret.txt',
      '/\u00e9',
      '/;/secret.txt',
      '/hosters/./ovh/',
      'http://evil.example/../secret.txt',
      '*',
      '/?/../../secret.txt/%',
      '/assets/../../secret.txt',
    ];
    for (const path of paths) {
      const answer = await ask(server.port, encodeURI(path).replaceAll('%25', '%'));
      if (path.startsWith('/?')) expect(answer.status, path).toBe(200);
      else expect([301, 404], path).toContain(answer.status);
      expect(answer.body.toString(), path).not.toMatch(/secret$|root:|SQLite/);
    }
  });

  it('but GET and HEAD is done', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expect(await ask(server.port, '/', { method })).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD' },
      });
    }
  });

  it('is too long to be refused', async () => {
    expect((await ask(server.port, `/${'a'.repeat(3_000)}`)).status).toBe(414);
    expect((await ask(server.port, '/', { headers: { 'X-Long': 'a'.repeat(20_000) } })).status).toBe(431);
  });

  it('lacks the headers that keep browsers in', async () => {
    for (const path of [
      '/',
      '/nowhere',
      '/api/lookup',
      '/api/health',
      '/hosters',
      '/networks/fediverse/report.json',
    ]) {
      const { headers } = await ask(server.port, path);
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
      });
      const policy = String(headers['content-security-policy']);
      expect(policy, path).toMatch(/^default-src 'none';/);
      expect(policy, path).not.toMatch(/unsafe|\*|https?:|data:/);
    }
  });

  it('but data is for the programs of other sites', async () => {
    expect((await ask(server.port, '/api/domains/00.json')).headers['access-control-allow-origin']).toBe('*');
    expect((await ask(server.port, '/')).headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('limits', () => {
  const burst = (port: number, path: string, times: number, forwarded?: string): Promise<Answer[]> =>
    Promise.all(
      Array.from({ length: times }, () =>
        ask(port, path, forwarded === undefined ? {} : { headers: { 'X-Forwarded-For': forwarded } }),
      ),
    );

  it('hold for each client by itself, behind a proxy too', async () => {
    const strict = { burst: 5, perSecond: 0.001 };
    const limited = await startServer({
      ...options(),
      limits: { files: strict, lookups: { burst: 2, perSecond: 0.001 } },
    });
    try {
      const answers = await burst(limited.port, '/robots.txt', 8, '198.51.100.1');
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
      const refused = answers.find(({ status }) => status === 429);
      expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
      expect((await burst(limited.port, '/robots.txt', 1, '198.51.100.2'))[0]?.status).toBe(200);
      // Only the last address is the proxy's word: what stands before it is anybody's.
      expect((await burst(limited.port, '/robots.txt', 1, '203.0.113.9, 198.51.100.1'))[0]?.status).toBe(429);
      // A customer has a whole /64.
      const six = [1, 2, 3, 4, 5, 6].map((host) =>
        burst(limited.port, '/robots.txt', 1, `2001:db8:1:2::${host}`),
      );
      expect((await Promise.all(six)).map(([answer]) => answer?.status).sort()).toEqual([
        200, 200, 200, 200, 200, 429,
      ]);
      const looked = await burst(limited.port, '/api/lookup?domain=a.example', 3, '198.51.100.3');
      expect(looked.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    } finally {
      await limited.close();
    }
  });
});

describe('/api/health', () => {
  it('tells which scans are shown', async () => {
    const { status, body } = await ask(server.port, '/api/health');
    expect(status).toBe(200);
    expect(JSON.parse(body.toString())).toMatchObject({
      status: 'ok',
      networks: [{ network: 'fediverse', answered: expect.any(Number) }, { network: 'xmpp' }],
    });
  });

  it('and everything else say so where there is no site yet, and show it once there is', async () => {
    const later = openModelSite({ servers: 50, weeks: 1 });
    const waiting = await startServer({ ...options(), siteDir: later.directory });
    try {
      expect((await ask(waiting.port, '/api/health')).status).toBe(503);
      expect(await ask(waiting.port, '/')).toMatchObject({ status: 503, headers: { 'retry-after': '600' } });
      await later.write();
      expect((await ask(waiting.port, '/api/health')).status).toBe(200);
      const before = await ask(waiting.port, '/admins/');
      await later.write({ contact: 'mailto:new@whohosts.example' });
      const after = await ask(waiting.port, '/admins/', {
        headers: { 'If-None-Match': String(before.headers.etag) },
      });
      expect(after.status).toBe(200);
      expect(after.body.toString()).toContain('new@whohosts.example');
    } finally {
      await waiting.close();
      later.discard();
    }
  });
});

describe('/api/lookup', () => {
  const get = (query: string, accept = 'application/json') =>
    ask(server.port, `/api/lookup?${query}`, { headers: { Accept: accept } });

  it('answers in JSON, for programs of other sites too', async () => {
    const answer = await get('domain=Some.Example.');
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-store' },
    });
    expect(JSON.parse(answer.body.toString())).toEqual({ domain: 'some.example', status: 'NOERROR' });
  });

  it('takes what people paste', async () => {
    for (const pasted of [
      'https://some.example/@ada?x=1',
      '@ada@some.example',
      'some.example:443',
      ' SOME.example ',
    ]) {
      const { body } = await get(`domain=${encodeURIComponent(pasted)}`);
      expect(JSON.parse(body.toString()).domain, pasted).toBe('some.example');
    }
  });

  it('refuses what is no domain, and no network', async () => {
    for (const wrong of [
      '',
      'localhost',
      '127.0.0.1',
      '[::1]',
      'a..b',
      `${'a'.repeat(300)}.example`,
      '<script>',
      '..%2f',
    ]) {
      expect((await get(`domain=${encodeURIComponent(wrong)}`)).status, wrong).toBe(400);
    }
    expect((await get('domain=a.example&network=usenet')).status).toBe(400);
    expect((await get('')).status).toBe(400);
  });

  it('answers browsers with a page in the site’s frame, with a way to the hoster', async () => {
    const answer = await get('domain=some.example', 'text/html,application/xhtml+xml');
    const page = answer.body.toString();
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(page).toContain('some.example is hosted by <a href="../hosters/ovh/">The ovh company</a>');
    expect(page).toContain('assets/site-');
    const wrong = await get(`domain=${encodeURIComponent('<b>x</b>')}`, 'text/html');
    expect(wrong.status).toBe(400);
    expect(wrong.body.toString()).not.toContain('<b>x');
  });

  it('ends at its deadline, asks one thing once, few things at a time, and nobody who opted out', async () => {
    const asked: string[] = [];
    const gate = Promise.withResolvers<void>();
    const slow = await startServer({
      ...options(),
      lookUp: async (name) => {
        asked.push(name);
        if (name === 'shy.example') return 'opted out';
        if (name === 'broken.example') throw new Error('broken');
        await gate.promise;
        return { document: { domain: name }, finding: finding(domain(name)), context: null };
      },
      limits: { lookups: generous, lookupMs: 50, lookupsAtOnce: 2 },
    });
    const one = (name: string) => ask(slow.port, `/api/lookup?domain=${name}`);
    try {
      expect((await one('shy.example')).status).toBe(403);
      expect((await one('broken.example')).status).toBe(500);
      const same = await Promise.all([one('a.example'), one('a.example'), one('a.example')]);
      expect(same.map(({ status }) => status)).toEqual([504, 504, 504]);
      expect((await one('b.example')).status).toBe(504);
      expect(await one('c.example')).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
      gate.resolve();
      expect((await one('a.example')).status).toBe(200);
      expect((await one('c.example')).status).toBe(200);
      expect(asked).toEqual(['shy.example', 'broken.example', 'a.example', 'b.example', 'c.example']);
    } finally {
      await slow.close();
    }
  });
});
