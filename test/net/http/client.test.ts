import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLIC, startWorld, USER_AGENT, type World } from '../../kit/model-clients.ts';
import { json, type Routes, text } from '../../model-internet/https/routes.ts';
import type { Behaviour } from '../../model-internet/networks/server.ts';

const LIMIT = { maxBytes: 100_000 };

const routes: Routes = {
  '/hello': {
    kind: 'reply',
    headers: { 'X-Powered-By': 'Model', 'content-type': 'text/plain' },
    body: 'hello',
  },
  '/empty': { kind: 'reply', status: 204 },
  '/gone': { kind: 'reply', status: 410, headers: { server: 'model' }, body: 'x'.repeat(1_000_000) },
  '/error': { kind: 'reply', status: 503 },
  '/gzip': { kind: 'reply', headers: { 'content-encoding': 'gzip' }, body: gzipSync('packed') },
  '/drip': { kind: 'drip', body: 'x'.repeat(500), everyMs: 50 },
  '/silent': { kind: 'silent' },
  '/reset': { kind: 'reset' },
  '/cut': { kind: 'cut', body: 'half' },
  '/endless': { kind: 'endless' },
  '/endless-error': { kind: 'reply', status: 500, body: Buffer.alloc(3_000_000) },
  '/bomb': { kind: 'gzip-bomb', bytes: 200_000_000 },
  '/big': { kind: 'reply', body: Buffer.alloc(100_001) },
  '/exact': { kind: 'reply', body: Buffer.alloc(100_000) },
  '/headers': { kind: 'reply', headers: { 'x-much': 'y'.repeat(200_000) } },
  '/many-headers': {
    kind: 'reply',
    headers: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x-${index}`, 'y'.repeat(80)])),
  },
  '/three': { kind: 'redirect-chain', length: 2, to: '/hello' },
  '/four': { kind: 'redirect-chain', length: 3, to: '/hello' },
  '/round': { kind: 'redirect', to: '/round' },
  '/to-other': { kind: 'redirect', to: 'https://other.example/there', status: 308 },
  '/to-plain': { kind: 'redirect', to: 'http://good.example/hello' },
  '/to-plain-80': { kind: 'redirect', to: 'HTTP://good.example:80/hello?x=1' },
  '/to-plain-elsewhere': { kind: 'redirect', to: 'http://other.example/there' },
  '/to-plain-port': { kind: 'redirect', to: 'http://good.example:8080/hello' },
  '/to-plain-round': { kind: 'redirect', to: 'http://good.example/to-plain-round' },
  '/to-file': { kind: 'redirect', to: 'file:///etc/passwd' },
  '/to-private': { kind: 'redirect', to: 'https://private.example/hello' },
  '/to-literal': { kind: 'redirect', to: 'https://127.0.0.1/hello' },
  '/to-port': { kind: 'redirect', to: 'https://good.example:22/hello' },
  '/to-nothing': { kind: 'reply', status: 302 },
  '/forbidden/page': text('secret'),
};

let world: World;
const get = (path: string, options = {}) =>
  world.http.get(path.startsWith('/') ? `https://good.example${path}` : path, { ...LIMIT, ...options });

beforeAll(async () => {
  const broken: Behaviour[] = ['reset', 'broken-tls', 'expired', 'self-signed', 'wrong-name', 'nxdomain'];
  world = await startWorld([
    { domain: 'good.example', ip: PUBLIC, routes, robots: 'User-agent: *\nDisallow: /forbidden/\n' },
    { domain: 'other.example', ip: PUBLIC, routes: { '/there': json({ there: true }) } },
    { domain: 'private.example', ip: '10.0.0.1', routes },
    { domain: 'shut.example', ip: PUBLIC, robots: 'User-agent: whohosts\nDisallow: /\n', routes },
    {
      domain: 'mended.example',
      ip: PUBLIC,
      routes: { '/robots.txt': { kind: 'reply', status: 503 }, ...routes },
    },
    {
      domain: 'circle.example',
      ip: PUBLIC,
      routes: { ...routes, '/robots.txt': { kind: 'redirect', to: '/robots.txt' } },
    },
    ...broken.map((behaviour) => ({ domain: `${behaviour}.example`, ip: PUBLIC, behaviour })),
  ]);
});

afterAll(() => world.stop());

describe('answers', () => {
  it('gives body, code, headers in lower case, and the URL', async () => {
    const answer = await get('/hello?x=1#fragment');
    expect(answer).toMatchObject({ ok: true, code: 200, url: 'https://good.example/hello?x=1' });
    expect(answer.ok && answer.body.toString()).toBe('hello');
    expect(answer.headers?.['x-powered-by']).toBe('Model');
  });

  it('says who asks, and brings no cookies', async () => {
    await get('/hello', { accept: 'application/json' });
    const { headers } = world.internet.https.requests('good.example').at(-1) ?? {};
    expect(headers?.['user-agent']).toBe(USER_AGENT);
    expect(headers?.accept).toBe('application/json');
    expect(headers?.host).toBe('good.example');
    expect(headers?.cookie).toBeUndefined();
  });

  it('takes 204 for success and 410 for a status, with its headers', async () => {
    expect(await get('/empty')).toMatchObject({ ok: true, code: 204, body: Buffer.alloc(0) });
    expect(await get('/gone')).toMatchObject({
      ok: false,
      status: 'STATUS',
      code: 410,
      headers: { server: 'model' },
    });
    expect(await get('/error')).toMatchObject({ ok: false, status: 'STATUS', code: 503 });
  });

  it('unpacks', async () => {
    const answer = await get('/gzip');
    expect(answer.ok && answer.body.toString()).toBe('packed');
  });

  it('uses one connection and one resolution for robots.txt and two documents, and then closes it', async () => {
    const { https, dns } = world.internet;
    world.internet.add({ domain: 'thrice.example', ip: PUBLIC, routes });
    const before = https.count.connections;
    await get('https://thrice.example/hello');
    await get('https://thrice.example/gzip');
    expect(https.requests('thrice.example').map((request) => request.path)).toEqual([
      '/robots.txt',
      '/hello',
      '/gzip',
    ]);
    expect(https.count.connections - before).toBe(1);
    expect(
      dns
        .queries('thrice.example')
        .map((query) => query.type)
        .sort(),
    ).toEqual(['A', 'AAAA']);
    await expect.poll(() => https.count.open).toBe(0);
  });
});

describe('failures', () => {
  it.each([
    ['nxdomain.example', 'UNREACHABLE'],
    ['reset.example', 'UNREACHABLE'],
    ['broken-tls.example', 'TLS'],
    ['expired.example', 'TLS'],
    ['self-signed.example', 'TLS'],
    ['wrong-name.example', 'TLS'],
  ])('%s is %s', async (host, status) => {
    expect(await get(`https://${host}/hello`)).toMatchObject({ ok: false, status, code: null });
  });

  it.each([
    ['/drip', 'TIMEOUT'],
    ['/silent', 'TIMEOUT'],
  ])('%s is %s', async (path, status) => {
    expect(await get(path, { deadlineMs: 1500 })).toMatchObject({ ok: false, status });
  });

  it.each([
    ['/reset', 'UNREACHABLE'],
    ['/endless', 'TOO_LARGE'],
    ['/bomb', 'TOO_LARGE'],
    ['/big', 'TOO_LARGE'],
    ['/headers', 'TOO_LARGE'],
    ['/many-headers', 'TOO_LARGE'],
  ])('%s is %s', async (path, status) => {
    expect(await get(path)).toMatchObject({ ok: false, status });
  });

  it('a body that is cut off is not taken for a whole one', async () => {
    const answer = await get('/cut');
    expect(answer.ok).toBe(false);
    expect(['UNREACHABLE', 'BAD_BODY']).toContain(answer.ok ? 'OK' : answer.status);
  });

  it('takes a body right at the limit', async () => {
    expect(await get('/exact')).toMatchObject({ ok: true });
  });

  it('tells the status of an error whose page is huge', async () => {
    expect(await get('/endless-error')).toMatchObject({ status: 'STATUS', code: 500 });
  });

  it('ends on close', async () => {
    const other = await startWorld([{ domain: 'hang.example', ip: PUBLIC, behaviour: 'dead' }]);
    const asked = Promise.all([1, 2, 3].map(() => other.http.get('https://hang.example/', LIMIT)));
    await expect.poll(() => other.internet.https.count.connections).toBe(1);
    await other.http.close();
    for (const answer of await asked) expect(answer).toMatchObject({ ok: false });
    expect(await other.http.get('https://hang.example/', LIMIT)).toMatchObject({ status: 'UNREACHABLE' });
    await other.stop();
  });
});

describe('redirects', () => {
  it('follows three, to other hosts as well', async () => {
    expect(await get('/three')).toMatchObject({ ok: true, url: 'https://good.example/hello' });
    expect(await get('/to-other')).toMatchObject({ ok: true, url: 'https://other.example/there' });
    expect(await get('/four', { maxRedirects: 4 })).toMatchObject({ ok: true });
  });

  it('asks by https where http of the same host is meant', async () => {
    expect(await get('/to-plain')).toMatchObject({ ok: true, url: 'https://good.example/hello' });
    expect(await get('/to-plain-80')).toMatchObject({ ok: true, url: 'https://good.example/hello?x=1' });
  });

  it.each([
    ['/four', 'REDIRECTS'],
    ['/round', 'REDIRECTS'],
    ['/to-plain-elsewhere', 'REDIRECTS'],
    ['/to-plain-port', 'REDIRECTS'],
    ['/to-plain-round', 'REDIRECTS'],
    ['/to-file', 'REDIRECTS'],
    ['/to-private', 'NOT_PUBLIC'],
    ['/to-literal', 'NOT_PUBLIC'],
    ['/to-port', 'NOT_PUBLIC'],
    ['/to-nothing', 'STATUS'],
  ])('%s is %s', async (path, status) => {
    expect(await get(path)).toMatchObject({ ok: false, status });
  });

  it('has one deadline over all of them', async () => {
    world.internet.add({
      domain: 'slow-hops.example',
      ip: PUBLIC,
      delayMs: 200,
      routes: { ...routes, '/robots.txt': text('') },
    });
    const path = 'https://slow-hops.example/three';
    expect(await get(path, { deadlineMs: 500 })).toMatchObject({ status: 'TIMEOUT' });
    expect(await get(path, { deadlineMs: 5000 })).toMatchObject({ ok: true });
  });
});

describe('robots.txt', () => {
  it('is obeyed, also behind a redirect', async () => {
    world.internet.add({
      domain: 'sneaky.example',
      ip: PUBLIC,
      routes: { '/in': { kind: 'redirect', to: 'https://shut.example/hello' } },
    });
    expect(await get('/forbidden/page')).toMatchObject({ ok: false, status: 'ROBOTS' });
    expect(await get('https://shut.example/hello')).toMatchObject({ ok: false, status: 'ROBOTS' });
    expect(await get('https://sneaky.example/in')).toMatchObject({ ok: false, status: 'ROBOTS' });
    const paths = world.internet.https.requests('shut.example').map((request) => request.path);
    expect(paths).toEqual(['/robots.txt']);
  });

  it('is not asked where the caller does not want it', async () => {
    expect(await get('https://shut.example/hello', { robots: false })).toMatchObject({ ok: true });
  });

  it('forbids with 5xx, and allows where it leads in circles', async () => {
    expect(await get('https://mended.example/hello')).toMatchObject({ status: 'ROBOTS', code: 503 });
    expect(await get('https://circle.example/hello')).toMatchObject({ ok: true });
  });
});
