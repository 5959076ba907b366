import type { HttpStatus } from '../../src/model/observation.ts';
import { json, type Route, type Routes, text } from '../model-internet/https/routes.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';

const schema = (version: string) => `http://nodeinfo.diaspora.software/ns/schema/${version}`;

export interface FetchCase {
  readonly title: string;
  readonly discovery?: Route;
  readonly server?: Partial<ModelServer>;
  readonly status: HttpStatus;
  /** The expected software. Documents are named after their place. */
  readonly software?: string;
  /** `@` for the domain. */
  readonly at?: string | null;
  readonly isMissing?: boolean;
}

export const document = (name: string): Route =>
  json({ version: '2.0', software: { name }, usage: { users: { total: 90, activeMonth: 30 } } });
export const link = (version: string, href: unknown) => ({ rel: schema(version), href });
export const links = (...all: unknown[]): Route => json({ links: all });
export const DOCUMENTS: Routes = Object.fromEntries(
  ['1.0', '1.1', '2.0', '2.1', '2.2'].map((version) => [`/n/${version}`, document(`v${version}`)]),
);

export const FETCH_CASES: readonly FetchCase[] = [
  ...['1.0', '1.1', '2.0', '2.1', '2.2'].map((version) => ({
    title: `version ${version} alone`,
    discovery: links(link(version, `https://@/n/${version}`)),
    status: 'OK' as const,
    software: `v${version}`,
  })),
  {
    title: 'the newest of several, in any order',
    discovery: links(
      link('2.0', 'https://@/n/2.0'),
      link('2.2', 'https://@/n/2.2'),
      link('1.0', 'https://@/n/1.0'),
    ),
    status: 'OK',
    software: 'v2.2',
  },
  {
    title: 'a relation with https',
    discovery: links({ rel: schema('2.1').replace('http:', 'https:'), href: 'https://@/n/2.1' }),
    status: 'OK',
    software: 'v2.1',
  },
  {
    title: 'other relations are passed over',
    discovery: links(
      { rel: 'https://www.w3.org/ns/activitystreams#Application', href: 'https://@/actor' },
      link('2.0', 'https://@/n/2.0'),
    ),
    status: 'OK',
    software: 'v2.0',
  },
  {
    title: 'links of wrong types are passed over',
    discovery: links(null, 5, 'x', [], { rel: 5 }, link('2.2', null), link('2.0', 'https://@/n/2.0')),
    status: 'OK',
    software: 'v2.0',
  },
  { title: 'a relative link', discovery: links(link('2.0', '/n/2.0')), status: 'OK', software: 'v2.0' },
  {
    title: 'a link by http is asked by https',
    discovery: links(link('2.0', 'http://@/n/2.0')),
    status: 'OK',
    software: 'v2.0',
  },
  {
    title: 'a link on another host',
    discovery: links(link('2.0', 'https://other.example/n/2.0')),
    status: 'OK',
    software: 'other',
    at: 'other.example',
  },
  {
    title: 'a redirect of the discovery to another host, with a relative link there',
    discovery: { kind: 'redirect', to: 'https://other.example/.well-known/nodeinfo' },
    status: 'OK',
    software: 'other',
    at: 'other.example',
  },
  {
    title: 'a redirect of the document to another host',
    discovery: links(link('2.0', 'https://@/away')),
    server: { routes: { '/away': { kind: 'redirect', to: 'https://other.example/n/2.0' } } },
    status: 'OK',
    software: 'other',
    at: 'other.example',
  },
  {
    title: 'a byte order mark',
    discovery: text(`\ufeff{"links":[{"rel":"${schema('2.0')}","href":"/n/2.0"}]}`),
    status: 'OK',
    software: 'v2.0',
  },
  {
    title: 'the wrong content type',
    discovery: json({ links: [link('2.0', '/n/2.0')] }, 'text/html'),
    status: 'OK',
    software: 'v2.0',
  },
  { title: 'no discovery', status: 'STATUS', at: null, isMissing: true },
  {
    title: 'discovery gone',
    discovery: { kind: 'reply', status: 410 },
    status: 'STATUS',
    at: null,
    isMissing: true,
  },
  { title: 'discovery fails', discovery: { kind: 'reply', status: 503 }, status: 'STATUS', at: null },
  { title: 'discovery is refused', discovery: { kind: 'reply', status: 403 }, status: 'STATUS', at: null },
  {
    title: 'discovery in HTML',
    discovery: text('<html>', 'text/html'),
    status: 'BAD_BODY',
    at: null,
    isMissing: true,
  },
  { title: 'no links', discovery: json({}), status: 'BAD_BODY', at: null, isMissing: true },
  { title: 'links empty', discovery: links(), status: 'BAD_BODY', at: null, isMissing: true },
  {
    title: 'links a single object, as Lemmy before 0.14 gave it',
    discovery: json({ links: link('2.0', '/n/2.0') }),
    status: 'OK',
    software: 'v2.0',
  },
  ...['#', '/', ' ', '#/ ', '\t'].map(
    (end): FetchCase => ({
      title: `a relation with ${JSON.stringify(end)} at its end`,
      discovery: links({ rel: `${schema('2.0')}${end}`, href: '/n/2.0' }),
      status: 'OK',
      software: 'v2.0',
    }),
  ),
  ...['http://@:80/n/2.0', ' http://@:80/n/2.0', 'HTTP://@:80/n/2.0', 'http://@:443/n/2.0'].map(
    (href): FetchCase => ({
      title: `the link ${href}`,
      discovery: links(link('2.0', href)),
      status: 'OK',
      software: 'v2.0',
    }),
  ),
  ...['http://@:8080/n/2.0', 'https://@:80/n/2.0'].map(
    (href): FetchCase => ({
      title: `the link ${href}, whose port cannot be asked by https`,
      discovery: links(link('2.0', href)),
      status: 'BAD_BODY',
      at: null,
    }),
  ),
  {
    title: 'an older document where the newest is not there',
    discovery: links(link('1.0', '/n/1.0'), link('2.1', '/nowhere'), link('2.0', '/n/2.0')),
    status: 'OK',
    software: 'v2.0',
  },
  {
    title: 'no third document where two are not there',
    discovery: links(link('1.0', '/n/1.0'), link('2.1', '/nowhere'), link('2.0', '/nowhere-else')),
    status: 'STATUS',
    at: '@',
  },
  {
    title: 'unknown versions only',
    discovery: links(link('3.0', '/n/2.0'), { rel: 'nodeinfo', href: '/n/2.0' }),
    status: 'BAD_BODY',
    at: null,
    isMissing: true,
  },
  {
    title: 'a link to localhost',
    discovery: links(link('2.0', 'https://localhost/n/2.0')),
    status: 'BAD_BODY',
    at: null,
  },
  {
    title: 'a link to an address',
    discovery: links(link('2.0', 'https://10.0.0.1/n/2.0')),
    status: 'BAD_BODY',
    at: null,
  },
  {
    title: 'a link to a file',
    discovery: links(link('2.0', 'file:///etc/passwd')),
    status: 'BAD_BODY',
    at: null,
  },
  {
    title: 'a link with credentials',
    discovery: links(link('2.0', 'https://a:b@other.example/n/2.0')),
    status: 'BAD_BODY',
    at: null,
  },
  {
    title: 'a link to another port',
    discovery: links(link('2.0', 'https://@:3000/n/2.0')),
    status: 'BAD_BODY',
    at: null,
  },
  {
    title: 'a link to a private host',
    discovery: links(link('2.0', 'https://inside.example/n/2.0')),
    status: 'NOT_PUBLIC',
    at: 'inside.example',
  },
  {
    title: 'a link to nowhere',
    discovery: links(link('2.0', 'https://@/nowhere')),
    status: 'STATUS',
    at: '@',
  },
  {
    title: 'a document that is none',
    discovery: links(link('2.0', 'https://@/n/none')),
    server: { routes: { '/n/none': json({ error: 'no' }) } },
    status: 'BAD_BODY',
    at: '@',
  },
  {
    title: 'an endless document',
    discovery: links(link('2.0', 'https://@/endless')),
    server: { routes: { '/endless': { kind: 'endless' } } },
    status: 'TOO_LARGE',
    at: '@',
  },
  { title: 'a bomb', discovery: { kind: 'gzip-bomb', bytes: 50_000_000 }, status: 'TOO_LARGE', at: null },
  {
    title: 'robots.txt forbids the discovery',
    discovery: links(link('2.0', 'https://@/n/2.0')),
    server: { robots: 'User-agent: *\nDisallow: /.well-known\n' },
    status: 'ROBOTS',
    at: null,
  },
  {
    title: 'robots.txt forbids the document',
    discovery: links(link('2.0', 'https://@/n/2.0')),
    server: { robots: 'User-agent: *\nDisallow: /n/\n' },
    status: 'ROBOTS',
    at: '@',
  },
  {
    title: 'the certificate is for another name',
    discovery: links(),
    server: { behaviour: 'wrong-name' },
    status: 'TLS',
    at: null,
  },
];
