import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startApache } from './apache.ts';
import { describeWebServer } from './describe-web-server.ts';
import type { WebHost } from './web-server.ts';
import { failing, found as foundAt, type HostCase, NODEINFO, RELATIVE_DISCOVERY } from './web-world.ts';

const file = (path: string, name: string) => `Alias ${path} $folder/${name}`;
const nodeinfo = file('/nodeinfo/2.0', 'nodeinfo.json');
const found = (name: string, ...lines: readonly string[]) => foundAt(name, ...lines, nodeinfo);
/** The document that any host may have. */
const document = file('/.well-known/nodeinfo', 'relative.json');
const json = "AddType 'application/json' .json";
/** Written into the configuration, as short documents are. */
const says = (path: string, body: string) => [
  'RewriteEngine on',
  `RewriteRule ^${path.replaceAll('.', '\\.')}$ - [R=200,L]`,
  `<Location ${path}>`,
  `  ErrorDocument 200 "${body.replaceAll('"', '\\"')}"`,
  '  Header always set Content-Type application/json',
  '</Location>',
];
const fediverse = (name: string) => [
  json,
  document,
  nodeinfo,
  ...says('/api/v2/instance', JSON.stringify({ domain: name.replace(/^social\./, '') })),
];
const hasNoRobots = 'RedirectMatch 404 ^/robots\\.txt$';
const PROXY = (port: number) => [
  'ProxyTimeout 1',
  'ProxyPass /robots.txt !',
  `ProxyPass / http://127.0.0.1:${port}/`,
];

const cases = (dead: number, silent: number): readonly HostCase[] => [
  found('plain', ...fediverse('plain.example')),
  found('typeless', document),
  found('octets', document, 'ForceType application/octet-stream'),
  found('latin', document, json, 'AddDefaultCharset ISO-8859-1'),
  found('closing', document, 'KeepAlive Off'),
  found('http-2-only-by-name', document, 'Protocols h2 http/1.1'),
  found('brotli', document, json, 'SetOutputFilter BROTLI_COMPRESS'),
  // Files that were packed beforehand, by the name of the method that Apache's manual has.
  found('packed', file('/.well-known/nodeinfo', 'packed.gz'), 'AddEncoding x-gzip .gz'),
  found(
    'packed-twice',
    file('/.well-known/nodeinfo', 'packed.gz'),
    json,
    'AddEncoding gzip .gz',
    'SetOutputFilter DEFLATE',
  ),
  found('packed-br', file('/.well-known/nodeinfo', 'packed.br'), 'AddEncoding br .br'),
  found('as-is', file('/.well-known/nodeinfo', 'document.asis'), 'AddHandler send-as-is .asis'),
  found(
    'variants',
    'Options +MultiViews',
    'AliasMatch ^/\\.well-known/nodeinfo$ $folder/variants.html.json',
    json,
  ),
  // A folder with an index, as generators of static sites write it: Apache adds a slash by a redirect.
  found(
    'folder',
    'RedirectMatch 301 ^/\\.well-known/nodeinfo$ /.well-known/nodeinfo/',
    file('/.well-known/nodeinfo/', 'relative.json'),
  ),
  found('slow', document, 'SetOutputFilter RATE_LIMIT', 'SetEnv rate-limit 1'),
  found('policy', document, `Header always set Content-Security-Policy "${'x'.repeat(3900)}"`),
  found(
    'many-cookies',
    document,
    ...Array.from({ length: 40 }, (_, at) => `Header add Set-Cookie "c${at}=${'v'.repeat(80)}"`),
  ),
  {
    ...found('split', 'RedirectMatch 301 ^/(?!robots)(.*) https://social.split.example/$1'),
    endpoint: 'social.split.example',
  },
  found(
    'to-http',
    'Redirect 301 /.well-known/nodeinfo http://to-http.example/found',
    file('/found', 'relative.json'),
  ),
  found(
    'relative',
    'RewriteEngine on',
    'RewriteRule ^/\\.well-known/nodeinfo$ /found [R=302,L]',
    file('/found', 'relative.json'),
  ),
  failing('one-page', 'BAD_BODY', 'FallbackResource /index.html'),
  // Every error is a redirect to a page: an answer of its own, and no document.
  failing('error-page', 'STATUS', hasNoRobots, 'ErrorDocument 404 /nowhere.html'),
  failing('nothing', 'STATUS'),
  failing('gone', 'STATUS', 'Redirect gone /.well-known/'),
  failing('maintenance', 'ROBOTS', 'RedirectMatch 503 .'),
  failing('denied', 'STATUS', '<Location />', 'Require all denied', '</Location>'),
  failing(
    'password',
    'STATUS',
    '<Location />',
    'AuthType Basic',
    'AuthName members',
    'AuthUserFile $folder/users',
    'Require valid-user',
    '</Location>',
  ),
  failing('teapot', 'STATUS', hasNoRobots, 'RedirectMatch 418 .'),
  failing('down', 'STATUS', hasNoRobots, ...PROXY(dead)),
  failing('hanging', 'STATUS', hasNoRobots, ...PROXY(silent)),
  failing('robots-down', 'ROBOTS', 'RedirectMatch 503 ^/robots\\.txt$', document),
  failing('shy', 'ROBOTS', file('/robots.txt', 'robots-shy.txt'), document, nodeinfo),
  found('shy-of-others', file('/robots.txt', 'robots-others.txt'), document),
  { ...failing('expired', 'TLS', document), leaf: 'expired' },
  { ...failing('self-signed', 'TLS', document), leaf: 'self-signed' },
  { ...failing('wrong-name', 'TLS', document), leaf: 'wrong-name' },
];

const faults = (dead: number, silent: number): Readonly<Record<string, Pick<WebHost, 'lines' | 'leaf'>>> => ({
  'too-many': { lines: ['RedirectMatch 429 .'] },
  maintenance: { lines: [hasNoRobots, 'RedirectMatch 503 .'] },
  timeout: { lines: [hasNoRobots, 'RedirectMatch 408 .'] },
  denied: { lines: ['<Location />', 'Require all denied', '</Location>'] },
  page: { lines: ['FallbackResource /index.html'] },
  listing: { lines: [file('/.well-known/', 'index.html')] },
  down: { lines: [hasNoRobots, ...PROXY(dead)] },
  hanging: { lines: [hasNoRobots, ...PROXY(silent)] },
  robots: { lines: ['RedirectMatch 503 ^/robots\\.txt$'] },
  expired: { lines: [], leaf: 'expired' },
  'self-signed': { lines: [], leaf: 'self-signed' },
  'wrong-name': { lines: [], leaf: 'wrong-name' },
});

describeWebServer({
  program: 'apache2',
  start: startApache,
  files: () => ({
    'index.html': '<!doctype html><title>A page for every path</title>',
    'nodeinfo.json': NODEINFO,
    'relative.json': RELATIVE_DISCOVERY,
    'variants.html.json': RELATIVE_DISCOVERY,
    'packed.gz': gzipSync(RELATIVE_DISCOVERY),
    'packed.br': brotliCompressSync(RELATIVE_DISCOVERY),
    'document.asis': `Status: 200 OK\nContent-Type: application/json\n\n${RELATIVE_DISCOVERY}`,
    'robots-shy.txt': 'User-agent: *\nDisallow: /\n',
    'robots-others.txt':
      'User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nDisallow: /private\n',
    users: 'ada:$apr1$x$y\n',
  }),
  website: (path, body) => says(path, body),
  fediverse,
  cases,
  faults,
});
