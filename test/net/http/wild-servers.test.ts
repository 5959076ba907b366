import { once } from 'node:events';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer, getCACertificates, type Server, setDefaultCACertificates } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dns } from '../../../src/net/dns/dns.ts';
import { createHttp } from '../../../src/net/http/client.ts';
import type { Http } from '../../../src/net/http/http.ts';
import { PUBLIC, USER_AGENT } from '../../kit/model-clients.ts';
import { type Authority, createAuthority } from '../../model-internet/https/authority.ts';

/** Servers as they are met in the wild: raw bytes over TLS, so that no server library mends what is sent. */

const JSON_BODY = '{"m.server":"hs.example:443"}';
const packed = gzipSync(JSON_BODY);
const crc = (bytes: Buffer) => bytes.subarray(0, -8);

interface Reply {
  readonly head?: string;
  readonly body?: string | Buffer;
  /** Instead of a head and Content-Length. */
  readonly raw?: string | Buffer;
}

const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const encoded = (encoding: string, body: string | Buffer = JSON_BODY): Reply => ({
  head: `Content-Encoding: ${encoding}\r\n`,
  body,
});
const header = (bytes: number): Reply => ({ head: `Content-Security-Policy: ${'x'.repeat(bytes)}\r\n` });

const READ: readonly [what: string, reply: Reply][] = [
  ...['UTF-8', 'utf8', 'none', 'aws-chunked', 'identity', '', 'binary', '7bit', 'plain', 'compress', 'x'].map(
    (label): [string, Reply] => [`Content-Encoding ${label || 'empty'}`, encoded(label)],
  ),
  ...['gzip', 'x-gzip', 'GZIP', 'deflate', 'br', 'zstd', 'gzip, gzip', 'br,gzip'].map(
    (label): [string, Reply] => [`Content-Encoding ${label} over a plain body`, encoded(label)],
  ),
  ['gzip', encoded('gzip', packed)],
  ['gzip under a second label', encoded('gzip, UTF-8', packed)],
  ['gzip under the label aws-chunked', encoded('aws-chunked, gzip', packed)],
  ['gzip twice', encoded('gzip, gzip', gzipSync(packed))],
  ['gzip said twice and done once', encoded('gzip, gzip', packed)],
  ['gzip with CR LF behind it', encoded('gzip', Buffer.concat([packed, Buffer.from('\r\n')]))],
  ['gzip with a page behind it', encoded('gzip', Buffer.concat([packed, Buffer.from('<!-- cached -->')]))],
  ['gzip with zeros behind it', encoded('gzip', Buffer.concat([packed, Buffer.alloc(100)]))],
  ['gzip without its trailer', encoded('gzip', crc(packed))],
  ['gzip without half its trailer', encoded('gzip', packed.subarray(0, -4))],
  [
    'gzip in two members',
    encoded('gzip', Buffer.concat([gzipSync(JSON_BODY.slice(0, 9)), gzipSync(JSON_BODY.slice(9))])),
  ],
  ['deflate', encoded('deflate', deflateSync(JSON_BODY))],
  ['deflate without the zlib header', encoded('deflate', deflateRawSync(JSON_BODY))],
  ['deflate without its checksum', encoded('deflate', deflateSync(JSON_BODY).subarray(0, -4))],
  ['brotli', encoded('br', brotliCompressSync(JSON_BODY))],
  ['zstd', encoded('zstd', zstdCompressSync(JSON_BODY))],
  ['headers of 11 KB', header(11_000)],
  ['headers of 20 KB', header(20_000)],
  ['headers of 64 KB', header(64 * 1024)],
  ['200 cookies', { head: 'Set-Cookie: a=bbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n'.repeat(200) }],
  ['raw UTF-8 in a header', { head: 'X-Name: Bäckerei ✓\r\n' }],
  ['a header with a control character', { head: 'X-Name: a\x01b\r\n' }],
  ['a folded header', { head: 'X-Name: a\r\n b\r\n' }],
  ['bare line feeds', { raw: `HTTP/1.1 200 OK\nContent-Length: ${JSON_BODY.length}\n\n${JSON_BODY}` }],
  ['one bare line feed', { head: 'X-One: 1\nX-Two: 2\r\n' }],
  [
    'Content-Length beside Transfer-Encoding',
    {
      raw: `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${chunked(JSON_BODY)}`,
    },
  ],
  [
    'Transfer-Encoding beside Content-Length',
    {
      raw: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n${chunked(JSON_BODY)}`,
    },
  ],
  [
    'chunks with an extension',
    { raw: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1d;a=b\r\n${JSON_BODY}\r\n0\r\n\r\n` },
  ],
  [
    'chunks with spaces behind the length',
    { raw: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1d  \r\n${JSON_BODY}\r\n0\r\n\r\n` },
  ],
  ['no length and a close', { raw: `HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\n${JSON_BODY}` }],
  ['HTTP/1.0', { raw: `HTTP/1.0 200 OK\r\n\r\n${JSON_BODY}` }],
  ['no reason phrase', { raw: `HTTP/1.1 200\r\n\r\n${JSON_BODY}` }],
  [
    'an early hint before',
    { raw: `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n${JSON_BODY}` },
  ],
  ['an offer to upgrade', { head: 'Upgrade: h2,h2c\r\nConnection: Upgrade\r\n' }],
  [
    'more than it announces',
    { raw: `HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n${JSON_BODY}\r\n\r\nmore` },
  ],
];

const FAILS: readonly [what: string, reply: Reply, status: string][] = [
  ['headers of 300 KB', header(300_000), 'TOO_LARGE'],
  ['another protocol', { raw: 'SSH-2.0-OpenSSH_9.6\r\n' }, 'BAD_BODY'],
  ['mail', { raw: '220 mail.example ESMTP\r\n' }, 'BAD_BODY'],
  ['binary', { raw: Buffer.from([0, 0, 18, 4, 0, 0, 0, 0, 0]) }, 'BAD_BODY'],
  ['HTTP/0.9', { raw: '<html>hello</html>' }, 'BAD_BODY'],
  [
    'a switch of protocols',
    { raw: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n' },
    'BAD_BODY',
  ],
  [
    'broken chunks',
    { raw: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n${JSON_BODY}` },
    'BAD_BODY',
  ],
  [
    'less than it announces',
    { raw: `HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n${JSON_BODY}` },
    'UNREACHABLE',
  ],
  ['nothing', { raw: '' }, 'UNREACHABLE'],
];

let authority: Authority;
let server: Server;
let http: Http;
let http2: Http2SecureServer;
let httpToHttp2: Http;
const replies = [...READ.map(([, reply]) => reply), ...FAILS.map(([, reply]) => reply)];

function bytesOf({ head = '', body = JSON_BODY, raw }: Reply): Buffer {
  if (raw !== undefined) return Buffer.from(raw);
  const start = `HTTP/1.1 200 OK\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.concat([Buffer.from(start), Buffer.from(body)]);
}

const dns: Dns = {
  query: async (name, type) =>
    type === 'A'
      ? { status: 'NOERROR', records: [{ name, type, ttl: 60, data: PUBLIC }] }
      : { status: 'NODATA', records: [] },
  close: () => undefined,
  counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
};
const clientOf = ({ port }: AddressInfo) =>
  createHttp({ dns, userAgent: USER_AGENT, concurrency: 20, connectTo: `127.0.0.1:${port}` });

beforeAll(async () => {
  authority = await createAuthority();
  setDefaultCACertificates([...getCACertificates('default'), authority.caPem]);
  const names = ['wild.example', 'robots.example', 'modern.example'];
  const context = await authority.issue(names);
  server = createServer({ SNICallback: (_name, done) => done(null, context) }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (request) => {
      const [, path = ''] = /^GET \/(\S*)/.exec(request.toString()) ?? [];
      if (/host: robots/i.test(request.toString()) && path !== 'robots.txt') {
        socket.end(bytesOf({}));
        return;
      }
      socket.end(bytesOf(replies[Number(path)] ?? encoded('gzip', 'User-agent: *\nDisallow: /secret')));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  http = clientOf(server.address() as AddressInfo);
  http2 = createSecureServer({ SNICallback: (_name, done) => done(null, context) }, (request, response) => {
    response.setHeader('x-host', request.authority);
    response.setHeader('content-encoding', 'gzip');
    if (request.url === '/silent') return;
    response.statusCode = request.url === '/missing' ? 404 : 200;
    response.end(packed);
  });
  http2.listen(0, '127.0.0.1');
  await once(http2, 'listening');
  httpToHttp2 = clientOf(http2.address() as AddressInfo);
});

afterAll(async () => {
  await http.close();
  await httpToHttp2.close();
  server.close();
  http2.close();
  await authority.discard();
});

const get = (path: number | string, host = 'wild.example', robots = false) =>
  http.get(`https://${host}/${path}`, { maxBytes: 10_000, deadlineMs: 5000, robots });

describe('reads what browsers and curl read', () => {
  it.each(READ.map(([what], index) => [what, index] as const))('%s', async (_what, index) => {
    const answer = await get(index);
    expect(answer).toMatchObject({ ok: true, code: 200 });
    // A body without a length may bring more than the document.
    expect(answer.ok && answer.body.toString().slice(0, JSON_BODY.length)).toBe(JSON_BODY);
  });
});

describe('tells what it cannot read', () => {
  it.each(FAILS.map(([what, , status], index) => [what, status, index + READ.length] as const))(
    '%s is %s',
    async (_what, status, index) => {
      expect(await get(index)).toMatchObject({ ok: false, status });
    },
  );
});

describe('robots.txt under a wrong label', () => {
  it('is obeyed', async () => {
    expect(await get('page', 'robots.example', true)).toMatchObject({ ok: true });
    expect(await get('secret', 'robots.example', true)).toMatchObject({ ok: false, status: 'ROBOTS' });
  });
});

describe('a server that speaks HTTP/2 alone', () => {
  const ask = (path: string, deadlineMs = 5000) =>
    httpToHttp2.get(`https://modern.example${path}`, { maxBytes: 10_000, deadlineMs, robots: false });

  it('is read, several documents over one connection', async () => {
    let connections = 0;
    http2.on('session', () => connections++);
    for (const path of ['/a', '/b']) {
      const answer = await ask(path);
      expect(answer).toMatchObject({ ok: true, code: 200, headers: { 'x-host': 'modern.example' } });
      expect(answer.ok && answer.body.toString()).toBe(JSON_BODY);
    }
    expect(connections).toBe(1);
    expect(await ask('/missing')).toMatchObject({ ok: false, status: 'STATUS', code: 404 });
    expect(await ask('/silent', 300)).toMatchObject({ ok: false, status: 'TIMEOUT' });
  });
});
