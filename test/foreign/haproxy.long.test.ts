import { gzipSync } from 'node:zlib';
import { describeWebServer } from './describe-web-server.ts';
import { startHaproxy } from './haproxy.ts';
import type { WebHost } from './web-server.ts';
import {
  discovery,
  failing,
  found as foundAt,
  type HostCase,
  NODEINFO,
  RELATIVE_DISCOVERY,
} from './web-world.ts';

const says = (path: string, body: string, ...headers: string[]) =>
  [
    `http-request return status 200 content-type application/json string '${body}'`,
    ...headers.map((header) => `hdr ${header}`),
    `if { path ${path} }`,
  ].join(' ');
const fails = (status: number) => `http-request return status ${status} default-errorfiles`;
/** Where nothing else answers. */
const ELSE = 'http-request return status 404';
/** What a Mastodon behind HAProxy answers. */
const fediverse = (name: string) => [
  says('/.well-known/nodeinfo', discovery(name)),
  says('/nodeinfo/2.0', NODEINFO),
  says('/api/v2/instance', JSON.stringify({ domain: name.replace(/^social\./, '') })),
  ELSE,
];
const found = (name: string, ...lines: readonly string[]) => foundAt(name, ...lines, ELSE);
const hasNoRobots = 'http-request return status 404 if { path /robots.txt }';

const cases = (dead: number, silent: number): readonly HostCase[] => [
  found('plain', ...fediverse('plain.example')),
  found('closing', 'http-response set-header Connection close', ...fediverse('closing.example')),
  found(
    'policy',
    says(
      '/.well-known/nodeinfo',
      discovery('policy.example'),
      `Content-Security-Policy "${'x'.repeat(3900)}"`,
    ),
    says('/nodeinfo/2.0', NODEINFO),
  ),
  {
    ...found('split', 'http-request redirect prefix https://social.split.example code 301'),
    endpoint: 'social.split.example',
  },
  found(
    'to-http',
    'http-request redirect location http://to-http.example/found code 301 if { path /.well-known/nodeinfo }',
    says('/found', discovery('to-http.example')),
    says('/nodeinfo/2.0', NODEINFO),
  ),
  found(
    'relative',
    'http-request redirect location /found code 302 if { path /.well-known/nodeinfo }',
    says('/found', discovery('relative.example')),
    says('/nodeinfo/2.0', NODEINFO),
  ),
  found(
    'cookie',
    'http-request redirect location /.well-known/nodeinfo?seen code 307 set-cookie SEEN=1 if { path /.well-known/nodeinfo } !{ query seen }',
    says('/.well-known/nodeinfo', discovery('cookie.example')),
    says('/nodeinfo/2.0', NODEINFO),
  ),
  found(
    'packed',
    'http-request return status 200 content-type application/json hdr Content-Encoding gzip file $folder/packed if { path /.well-known/nodeinfo }',
    says('/nodeinfo/2.0', NODEINFO),
  ),
  found(
    'label',
    says('/.well-known/nodeinfo', RELATIVE_DISCOVERY, 'Content-Encoding identity'),
    says('/nodeinfo/2.0', NODEINFO),
  ),
  failing(
    'one-page',
    'BAD_BODY',
    'http-request return status 200 content-type text/html file $folder/index.html',
  ),
  failing('nothing', 'STATUS', 'http-request return status 404'),
  failing('gone', 'STATUS', 'http-request return status 410'),
  failing('maintenance', 'ROBOTS', 'http-request return status 503'),
  failing('denied', 'STATUS', 'http-request deny deny_status 403'),
  failing('limited', 'STATUS', hasNoRobots, 'http-request deny deny_status 429'),
  failing('password', 'STATUS', 'http-request auth realm members'),
  failing('rejected', 'UNREACHABLE', hasNoRobots, 'http-request reject'),
  failing('tarpit', 'STATUS', hasNoRobots, 'http-request tarpit deny_status 500'),
  failing('down', 'ROBOTS', `server app 127.0.0.1:${dead}`),
  failing('down-behind-robots', 'STATUS', hasNoRobots, `server app 127.0.0.1:${dead}`),
  failing('hanging', 'STATUS', hasNoRobots, `server app 127.0.0.1:${silent}`),
  failing('no-servers', 'STATUS', hasNoRobots),
  failing(
    'shy',
    'ROBOTS',
    `http-request return status 200 content-type text/plain lf-string "User-agent: *\\nDisallow: /\\n" if { path /robots.txt }`,
    ...fediverse('shy.example'),
  ),
  { ...failing('expired', 'TLS', ...fediverse('expired.example')), leaf: 'expired' },
  { ...failing('self-signed', 'TLS', ...fediverse('self-signed.example')), leaf: 'self-signed' },
  { ...failing('wrong-name', 'TLS', ...fediverse('wrong-name.example')), leaf: 'wrong-name' },
];

const faults = (dead: number, silent: number): Readonly<Record<string, Pick<WebHost, 'lines' | 'leaf'>>> => ({
  'too-many': { lines: [fails(429)] },
  maintenance: { lines: [hasNoRobots, fails(503)] },
  'bad-gateway': { lines: [hasNoRobots, fails(502)] },
  challenge: { lines: ['http-request return status 403 content-type text/html file $folder/index.html'] },
  page: { lines: ['http-request return status 200 content-type text/html file $folder/index.html'] },
  login: { lines: ['http-request auth realm members'] },
  rejected: { lines: ['http-request reject'] },
  dropped: { lines: [hasNoRobots, 'http-request silent-drop'] },
  tarpit: { lines: ['http-request tarpit deny_status 500'] },
  down: { lines: [hasNoRobots, `server app 127.0.0.1:${dead}`] },
  hanging: { lines: [hasNoRobots, `server app 127.0.0.1:${silent}`] },
  robots: { lines: ['http-request return status 503 if { path /robots.txt }', ELSE] },
  expired: { lines: [ELSE], leaf: 'expired' },
  'self-signed': { lines: [ELSE], leaf: 'self-signed' },
  'wrong-name': { lines: [ELSE], leaf: 'wrong-name' },
});

describeWebServer({
  program: 'haproxy',
  start: startHaproxy,
  files: () => ({
    'index.html': '<!doctype html><title>A page for every path</title>',
    packed: gzipSync(RELATIVE_DISCOVERY),
  }),
  website: (path, body) => [says(path, body), ELSE],
  fediverse,
  cases,
  faults,
});
