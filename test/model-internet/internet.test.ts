import { promises as dns } from 'node:dns';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, text } from './https/routes.ts';
import { type ModelInternet, startInternet } from './internet.ts';
import type { ModelServer } from './networks/server.ts';

const SERVERS: readonly ModelServer[] = [
  {
    domain: 'tea.example',
    ip: ['116.203.1.1', '116.203.1.2'],
    ipv6: '2a01:4f8::1',
    ptr: 'static.tea.example',
    software: 'mastodon',
    users: { total: 120, activeMonth: 30 },
    robots: 'User-agent: *\nDisallow: /private\n',
    txt: { _hosting: ['v=hosting1; by=Hetzner; country=DE'] },
    headers: { server: 'tea-pot' },
    routes: {
      '/.well-known/matrix/server': json({ 'm.server': 'matrix.tea.example:443' }),
      '/html': text('<p>no JSON</p>', 'text/html'),
      '/drip': { kind: 'drip', body: '{"a":1}', everyMs: 1 },
      '/endless': { kind: 'endless' },
      '/bomb': { kind: 'gzip-bomb', bytes: 1_000_000 },
      '/away': { kind: 'redirect', to: 'https://10.0.0.1/' },
      '/chain': { kind: 'redirect-chain', length: 3, to: '/html' },
      '/cut': { kind: 'cut', body: 'half' },
      '/reset': { kind: 'reset' },
      '/silent': { kind: 'silent' },
    },
  },
  { domain: 'customer.example', cname: 'vip.masto.host', ip: '94.23.75.107', software: 'mastodon' },
  { domain: 'dead.example', ip: '116.203.1.3', behaviour: 'dead' },
  { domain: 'reset.example', ip: '116.203.1.4', behaviour: 'reset' },
  { domain: 'gibberish.example', ip: '116.203.1.4', behaviour: 'broken-tls' },
  { domain: 'expired.example', ip: '116.203.1.5', behaviour: 'expired' },
  { domain: 'self-signed.example', ip: '116.203.1.6', behaviour: 'self-signed' },
  { domain: 'wrong-name.example', ip: '116.203.1.7', behaviour: 'wrong-name' },
  { domain: 'gone.example', ip: '116.203.1.8', behaviour: 'nxdomain' },
  { domain: 'loop.example', behaviour: 'cname-loop' },
  { domain: 'g1.example', ip: '116.203.1.9', group: 'g', routes: { '/': text('one') } },
  { domain: 'g2.example', ip: '116.203.1.9', group: 'g', routes: { '/': text('two') } },
];

let internet: ModelInternet;
const resolver = new dns.Resolver({ timeout: 400, tries: 2 });

beforeAll(async () => {
  internet = await startInternet({ servers: SERVERS });
  resolver.setServers([internet.dnsServer]);
});
afterAll(() => internet.stop());

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/**
 * As the product does with CONNECT_TO: to one address, with the server's name in SNI, Host and certificate
 * check.
 */
function get(host: string, path: string, timeoutMs = 5_000): Promise<Got> {
  const [ip, port] = internet.httpsServer.split(':');
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: ip,
        port,
        path,
        servername: host,
        headers: { host },
        ca: readFileSync(internet.caFile),
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (chunks.length > 50) response.destroy(new Error('endless'));
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    call.on('error', reject);
    call.end();
  });
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}

describe('the HTTPS hosts', () => {
  it('serve NodeInfo under a certificate that verifies', async () => {
    const links = JSON.parse((await get('tea.example', '/.well-known/nodeinfo')).body.toString());
    expect(links.links[0].href).toBe('https://tea.example/nodeinfo/2.0');
    const answer = await get('tea.example', '/nodeinfo/2.0');
    const document = JSON.parse(answer.body.toString());
    expect(document.software.name).toBe('mastodon');
    expect(document.usage.users).toEqual({ total: 120, activeMonth: 30 });
    expect(answer.headers.server).toBe('tea-pot');
  });

  it('serve the routes of their own, and 404 for the rest', async () => {
    expect((await get('tea.example', '/robots.txt')).body.toString()).toContain('Disallow: /private');
    expect((await get('tea.example', '/.well-known/matrix/server')).body.toString()).toContain('m.server');
    expect((await get('tea.example', '/html')).headers['content-type']).toBe('text/html');
    expect((await get('tea.example', '/drip')).body.toString()).toBe('{"a":1}');
    expect((await get('tea.example', '/nothing')).status).toBe(404);
    expect((await get('customer.example', '/robots.txt')).status).toBe(404);
  });

  it('misbehave as told', async () => {
    expect(await failure(get('tea.example', '/endless'))).toBe('endless');
    const bomb = await get('tea.example', '/bomb');
    expect(bomb.body.length).toBeLessThan(5_000);
    expect(gunzipSync(bomb.body).length).toBe(1_000_000);
    expect((await get('tea.example', '/away')).headers.location).toBe('https://10.0.0.1/');
    expect(await failure(get('tea.example', '/cut'))).toBe('ECONNRESET');
    expect(await failure(get('tea.example', '/reset'))).toBe('ECONNRESET');
    expect(await failure(get('tea.example', '/silent', 200))).toBe('ABORT_ERR');
  });

  it('redirect as often as told, then to the end', async () => {
    const seen: unknown[] = [];
    for (let path = '/chain'; seen.length < 10; ) {
      const { headers, status } = await get('tea.example', path);
      if (status !== 302) break;
      seen.push(headers.location);
      path = String(headers.location);
    }
    expect(seen).toEqual(['/chain?hop=1', '/chain?hop=2', '/chain?hop=3', '/html']);
  });

  it.each([
    ['expired.example', 'CERT_HAS_EXPIRED'],
    ['self-signed.example', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['wrong-name.example', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['reset.example', 'ECONNRESET'],
    ['never-heard-of.example', 'ECONNRESET'],
  ])('%s fails with %s', async (host, expected) => {
    expect(await failure(get(host, '/'))).toBe(expected);
  });

  it('speak no TLS at all where told so', async () => {
    expect(await failure(get('gibberish.example', '/'))).toBe('EPROTO');
  });

  it('let a dead host hang until the client gives up', async () => {
    expect(await failure(get('dead.example', '/', 300))).toBe('ABORT_ERR');
    expect(internet.https.requests('dead.example')).toEqual([]);
  });

  it('share a certificate within a group', async () => {
    expect((await get('g1.example', '/')).body.toString()).toBe('one');
    expect((await get('g2.example', '/')).body.toString()).toBe('two');
    internet.add({ domain: 'g3.example', group: 'g', routes: { '/': text('three') } });
    expect((await get('g3.example', '/')).body.toString()).toBe('three');
  });

  it('log what they were asked', async () => {
    await get('tea.example', '/html?x=1');
    const last = internet.https.requests('TEA.example').at(-1);
    expect(last).toMatchObject({ host: 'tea.example', path: '/html?x=1', method: 'GET' });
  });
});

describe('the model internet', () => {
  it('resolves servers, aliases, reverse names and declarations', async () => {
    expect((await resolver.resolve4('tea.example')).sort()).toEqual(['116.203.1.1', '116.203.1.2']);
    expect(await resolver.resolve4('customer.example')).toEqual(['94.23.75.107']);
    expect(await resolver.resolveCname('customer.example')).toEqual(['vip.masto.host']);
    expect(await resolver.reverse('116.203.1.1')).toEqual(['static.tea.example']);
    expect(await resolver.reverse('2a01:4f8::1')).toEqual(['static.tea.example']);
    expect(await resolver.resolveTxt('_hosting.tea.example')).toEqual([
      ['v=hosting1; by=Hetzner; country=DE'],
    ]);
    expect(await failure(resolver.resolve4('gone.example'))).toBe('ENOTFOUND');
  });

  it('changes, adds and removes servers while it runs', async () => {
    internet.add({ domain: 'new.example', ip: '51.15.1.1', software: 'lemmy' });
    expect(await resolver.resolve4('new.example')).toEqual(['51.15.1.1']);
    internet.change('new.example', { ip: '51.15.1.2', software: 'misskey' });
    expect(await resolver.resolve4('new.example')).toEqual(['51.15.1.2']);
    expect((await get('new.example', '/nodeinfo/2.0')).body.toString()).toContain('misskey');
    internet.change('new.example', { behaviour: 'servfail' });
    expect(await failure(resolver.resolve4('new.example'))).toBe('ESERVFAIL');
    internet.remove('new.example');
    expect(await failure(resolver.resolve4('new.example'))).toBe('ENOTFOUND');
    expect(() => internet.change('new.example', {})).toThrow('no new.example');
    expect(() => internet.add({ domain: 'tea.example' })).toThrow('already');
  });

  it('names itself in the words of the product’s configuration', () => {
    expect(Object.keys(internet.environment())).toEqual(['DNS_SERVERS', 'CONNECT_TO', 'NODE_EXTRA_CA_CERTS']);
    expect(internet.dnsServer).toMatch(/^127\.0\.0\.1:\d+$/);
  });
});
