import { gzipSync } from 'node:zlib';
import { describeWebServer } from './describe-web-server.ts';
import { startNginx } from './nginx.ts';
import type { WebHost } from './web-server.ts';
import { discovery, type HostCase, NODEINFO, RELATIVE_DISCOVERY } from './web-world.ts';

const says = (path: string, body: string, ...more: string[]) =>
  `location = ${path} { ${more.join(' ')} default_type application/json; return 200 '${body}'; }`;
/** What a Mastodon behind nginx answers. */
const fediverse = (name: string) => [
  says('/.well-known/nodeinfo', discovery(name)),
  says('/nodeinfo/2.0', NODEINFO),
  says('/api/v2/instance', JSON.stringify({ domain: name.replace(/^social\./, '') })),
];

const links = (...all: readonly (readonly [rel: string, href: string])[]) =>
  JSON.stringify({ links: all.map(([rel, href]) => ({ rel, href })) });
/** A file of the folder as the discovery document, with a header that says how it is encoded. */
const encoded = (file: string, coding: string) => [
  'root $folder;',
  'gzip off;',
  `location = /.well-known/nodeinfo { add_header Content-Encoding ${coding}; try_files /${file} =404; }`,
  says('/nodeinfo/2.0', NODEINFO),
];
const PACKED = gzipSync(RELATIVE_DISCOVERY);
const PACKED_FILES = {
  'packed-line': Buffer.concat([PACKED, Buffer.from('\r\n')]),
  'packed-page': Buffer.concat([PACKED, Buffer.from('<!-- cached -->')]),
  'packed-cut': PACKED.subarray(0, -8),
  'packed-half': PACKED.subarray(0, -4),
};

/** Documents as public reports tell of them. */
function documentCases(): readonly HostCase[] {
  const rel = (number: string) => `http://nodeinfo.diaspora.software/ns/schema/${number}`;
  const one = (name: string, ...lines: readonly string[]): HostCase => ({
    name: `${name}.example`,
    lines: [...lines],
    http: 'OK',
    software: 'mastodon',
  });
  const found = (name: string, document: string) =>
    one(name, says('/.well-known/nodeinfo', document), says('/nodeinfo/2.0', NODEINFO));
  const at = (name: string) => `https://${name}.example/nodeinfo/2.0`;
  return [
    // Lemmy before 0.14 (Minoru/minoru-fediverse-crawler#16).
    found('one-link', JSON.stringify({ links: { rel: rel('2.0'), href: at('one-link') } })),
    // nodejs/node#7502, nodejs/undici#2123.
    ...Object.keys(PACKED_FILES).map((file) => one(file, ...encoded(file, 'gzip'))),
    // A static store's labels (dondai44423/donsetch#290).
    ...['UTF-8', 'aws-chunked', 'none', 'gzip'].map((label) =>
      one(`label-${label.toLowerCase()}`, ...encoded('packed-plain', label)),
    ),
    // An older document lives, the newest is gone (friendica/friendica#3855).
    found('older', links([rel('2.1'), 'https://older.example/gone'], [rel('2.0'), at('older')])),
    // LemmyNet/lemmy#144.
    found('port-80', links([rel('2.0'), 'http://port-80.example:80/nodeinfo/2.0'])),
    found('port-443', links([rel('2.0'), 'https://port-443.example:443/nodeinfo/2.0'])),
    found('rel-hash', links([`${rel('2.0')}#`, at('rel-hash')])),
    found('rel-slash', links([`${rel('2.0')}/`, at('rel-slash')])),
    found('rel-space', links([` ${rel('2.0')} `, at('rel-space')])),
    found('relative-link', links([rel('2.0'), '/nodeinfo/2.0'])),
    // Not this one's fault: the version of the schema is the software's (technicat/fedicat#1038).
    one(
      'odd-version',
      says('/.well-known/nodeinfo', discovery('odd-version.example')),
      says('/nodeinfo/2.0', NODEINFO.replace('"2.0"', '"4.5.0"')),
    ),
  ];
}

/** Each as admins set it up, and what is to be found there. */
const cases = (dead: number, silent: number): readonly HostCase[] => [
  { name: 'plain.example', lines: fediverse('plain.example'), http: 'OK', software: 'mastodon' },
  {
    name: 'policy.example',
    lines: [
      `add_header Content-Security-Policy "${'x'.repeat(3900)}" always;`,
      ...fediverse('policy.example'),
    ],
    http: 'OK',
    software: 'mastodon',
  },
  {
    name: 'no-keepalive.example',
    lines: ['keepalive_timeout 0;', ...fediverse('no-keepalive.example')],
    http: 'OK',
    software: 'mastodon',
  },
  {
    name: 'files.example',
    lines: [
      'root $folder;',
      'location = /.well-known/nodeinfo { try_files /files-nodeinfo =404; }',
      says('/nodeinfo/2.0', NODEINFO),
    ],
    http: 'OK',
    software: 'mastodon',
  },
  {
    name: 'split.example',
    lines: ['location /.well-known/ { return 301 https://social.split.example$request_uri; }'],
    http: 'OK',
    software: 'mastodon',
    endpoint: 'social.split.example',
  },
  {
    name: 'to-http.example',
    lines: [
      'location = /.well-known/nodeinfo { return 301 http://$host/found; }',
      says('/found', discovery('to-http.example')),
      says('/nodeinfo/2.0', NODEINFO),
    ],
    http: 'OK',
    software: 'mastodon',
  },
  {
    name: 'relative.example',
    lines: [
      'absolute_redirect off;',
      'location = /.well-known/nodeinfo { return 302 /found; }',
      says('/found', discovery('relative.example')),
      says('/nodeinfo/2.0', NODEINFO),
    ],
    http: 'OK',
    software: 'mastodon',
  },
  {
    name: 'one-page.example',
    lines: ['root $folder;', 'location / { default_type text/html; try_files /index.html =404; }'],
    http: 'BAD_BODY',
  },
  ...documentCases(),
  { name: 'nothing.example', lines: ['return 404;'], http: 'STATUS' },
  { name: 'gone.example', lines: ['return 410;'], http: 'STATUS' },
  // Of a robots.txt that fails, everything is forbidden (RFC 9309, 2.3.1.4).
  { name: 'maintenance.example', lines: ['return 503;'], http: 'ROBOTS' },
  { name: 'denied.example', lines: ['location / { deny all; }'], http: 'STATUS' },
  {
    name: 'password.example',
    lines: ['auth_basic "members";', 'auth_basic_user_file $folder/users;'],
    http: 'STATUS',
  },
  {
    name: 'limited.example',
    lines: [
      'root $folder;',
      'limit_req zone=slow;',
      'limit_req_status 429;',
      'location / { try_files /nowhere =404; }',
      'location = /.well-known/nodeinfo { try_files /files-nodeinfo =404; }',
    ],
    http: 'STATUS',
  },
  {
    name: 'client-certificate.example',
    lines: [
      'ssl_client_certificate $folder/ca.pem;',
      'ssl_verify_client on;',
      ...fediverse('client-certificate.example'),
    ],
    http: 'STATUS',
  },
  { name: 'closed.example', lines: ['return 444;'], http: 'UNREACHABLE' },
  { name: 'down.example', lines: [`location / { proxy_pass http://127.0.0.1:${dead}; }`], http: 'ROBOTS' },
  {
    name: 'hanging.example',
    lines: [`location / { proxy_read_timeout 1s; proxy_pass http://127.0.0.1:${silent}; }`],
    http: 'ROBOTS',
  },
  {
    name: 'shy.example',
    lines: [
      'location = /robots.txt { default_type text/plain; return 200 "User-agent: *\\nDisallow: /\\n"; }',
      ...fediverse('shy.example'),
    ],
    http: 'ROBOTS',
  },
  {
    name: 'robots-down.example',
    lines: ['location = /robots.txt { return 503; }', ...fediverse('robots-down.example')],
    http: 'ROBOTS',
  },
  { name: 'expired.example', lines: fediverse('expired.example'), leaf: 'expired', http: 'TLS' },
  { name: 'self-signed.example', lines: fediverse('self-signed.example'), leaf: 'self-signed', http: 'TLS' },
  { name: 'wrong-name.example', lines: fediverse('wrong-name.example'), leaf: 'wrong-name', http: 'TLS' },
];

/** How the host of a domain that delegates fails for a week, while its delegate and DNS are sound. */
const faults = (dead: number, silent: number): Readonly<Record<string, Pick<WebHost, 'lines' | 'leaf'>>> => ({
  'too-many': { lines: ['return 429;'] },
  maintenance: { lines: ['return 503;'] },
  challenge: {
    lines: [
      "location / { default_type text/html; return 403 '<!doctype html><title>Just a moment...</title>'; }",
    ],
  },
  page: {
    lines: ["location / { default_type text/html; return 200 '<!doctype html><title>Parked</title>'; }"],
  },
  login: { lines: ['return 401;'] },
  closed: { lines: ['return 444;'] },
  down: { lines: [`location / { proxy_pass http://127.0.0.1:${dead}; }`] },
  hanging: { lines: [`location / { proxy_read_timeout 1s; proxy_pass http://127.0.0.1:${silent}; }`] },
  robots: { lines: ['location = /robots.txt { return 503; }', 'return 404;'] },
  expired: { lines: ['return 404;'], leaf: 'expired' },
  'self-signed': { lines: ['return 404;'], leaf: 'self-signed' },
  'wrong-name': { lines: ['return 404;'], leaf: 'wrong-name' },
});

describeWebServer({
  program: 'nginx',
  start: startNginx,
  files: (authority) => ({
    'index.html': '<!doctype html><title>A page for every path</title>',
    'files-nodeinfo': discovery('files.example'),
    'packed-plain': RELATIVE_DISCOVERY,
    ...PACKED_FILES,
    users: 'ada:$apr1$x$y\n',
    'ca.pem': authority.caPem,
  }),
  website: (path, body) => [says(path, body)],
  fediverse,
  cases,
  faults,
});
