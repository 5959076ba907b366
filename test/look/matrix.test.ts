import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateMatrix } from '../../src/look/matrix.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { DnsStatus, HttpStatus } from '../../src/model/observation.ts';
import type { ModelServer } from '../model-internet/model-server.ts';
import { json, type Route, text } from '../model-internet/routes.ts';
import { startWorld, type World } from '../net/world.ts';
import { HOSTS, LONG_CHAIN, places, type SrvLine, srvOf } from './cases.ts';

interface Case {
  readonly title: string;
  readonly wellKnown?: Route;
  /** By service and name, such as `_matrix._tcp` for the domain's own. */
  readonly srv?: Readonly<Record<string, readonly SrvLine[]>>;
  readonly server?: Partial<ModelServer>;
  readonly failing?: readonly string[];
  /** A port from the list. */
  readonly port?: number;
  /** `host:port`, `@` for the domain. */
  readonly expected: readonly string[];
  readonly status?: DnsStatus;
  readonly http?: HttpStatus;
}

const FED = '_matrix-fed._tcp';
const OLD = '_matrix._tcp';
const delegates = (server: unknown): Route => json({ 'm.server': server });
const A = 'a.hosts.example';
const B = 'b.hosts.example';

const CASES: readonly Case[] = [
  { title: 'nothing at all: the domain at 8448 (step 6)', expected: ['@:8448'] },
  {
    title: 'an explicit port leaves nothing to ask (step 2)',
    port: 4433,
    wellKnown: delegates(A),
    expected: ['@:4433'],
    http: 'SKIPPED',
  },
  {
    title: 'an explicit port comes before SRV, too',
    port: 8448,
    srv: { [FED]: [`1 1 443 ${A}`] },
    expected: ['@:8448'],
    http: 'SKIPPED',
  },
  {
    title: 'delegated to a name and port (3.2)',
    wellKnown: delegates(`${A}:443`),
    expected: [`${A}:443`],
    http: 'OK',
  },
  { title: 'delegated to a name: 8448 (3.5)', wellKnown: delegates(A), expected: [`${A}:8448`], http: 'OK' },
  {
    title: 'delegated to an IPv4 literal (3.1)',
    wellKnown: delegates('116.203.0.99'),
    expected: ['116.203.0.99:8448'],
    http: 'OK',
  },
  {
    title: 'delegated to an IPv4 literal and port',
    wellKnown: delegates('116.203.0.99:443'),
    expected: ['116.203.0.99:443'],
    http: 'OK',
  },
  {
    title: 'delegated to an IPv6 literal',
    wellKnown: delegates('[2a01:4f8::99]'),
    expected: ['2a01:4f8::99:8448'],
    http: 'OK',
  },
  {
    title: 'delegated to an IPv6 literal and port',
    wellKnown: delegates('[2a01:4f8::99]:443'),
    expected: ['2a01:4f8::99:443'],
    http: 'OK',
  },
  {
    title: 'delegated to a name with SRV (3.3)',
    wellKnown: delegates('fed.delegate.example'),
    expected: [`${A}:8449`],
    http: 'OK',
  },
  {
    title: 'delegated to a name with the old SRV (3.4)',
    wellKnown: delegates('old.delegate.example'),
    expected: [`${B}:8450`],
    http: 'OK',
  },
  {
    title: 'delegated to a name and port: SRV is not asked',
    wellKnown: delegates('fed.delegate.example:443'),
    expected: ['fed.delegate.example:443'],
    http: 'OK',
  },
  {
    title: 'delegated to itself and another port',
    wellKnown: delegates('@:443'),
    expected: ['@:443'],
    http: 'OK',
  },
  {
    title: 'delegated to itself: no second delegation, its SRV',
    wellKnown: delegates('@'),
    srv: { [FED]: [`1 1 443 ${A}`] },
    expected: [`${A}:443`],
    http: 'OK',
  },
  {
    title: 'delegation in capitals',
    wellKnown: delegates('A.Hosts.Example:443'),
    expected: [`${A}:443`],
    http: 'OK',
  },
  {
    title: 'the delegate has no delegation of its own',
    wellKnown: delegates('delegating.delegate.example'),
    expected: ['delegating.delegate.example:8448'],
    http: 'OK',
  },
  {
    title: 'delegated to a dead name',
    wellKnown: delegates('gone.hosts.example:443'),
    expected: [],
    status: 'NXDOMAIN',
    http: 'OK',
  },
  {
    title: 'delegated to a name in a CNAME loop',
    wellKnown: delegates('loop.hosts.example:443'),
    expected: [],
    status: 'CNAME_LOOP',
    http: 'OK',
  },
  {
    title: 'delegated behind too long a chain',
    wellKnown: delegates('long.hosts.example'),
    expected: [],
    status: 'CNAME_CHAIN_TOO_LONG',
    http: 'OK',
  },
  {
    title: "the delegation wins over the domain's own SRV",
    wellKnown: delegates(`${B}:443`),
    srv: { [FED]: [`1 1 443 ${A}`] },
    expected: [`${B}:443`],
    http: 'OK',
  },
  {
    title: 'any content type is JSON',
    wellKnown: { kind: 'reply', headers: { 'content-type': 'text/html' }, body: `{"m.server":"${A}:443"}` },
    expected: [`${A}:443`],
    http: 'OK',
  },
  {
    title: 'no content type at all',
    wellKnown: { kind: 'reply', body: `{"m.server":"${A}:443"}` },
    expected: [`${A}:443`],
    http: 'OK',
  },
  {
    title: 'a redirect is followed',
    wellKnown: { kind: 'redirect', to: 'https://files.delegate.example/server' },
    expected: [`${A}:443`],
    http: 'OK',
  },
  {
    title: 'three redirects are followed',
    wellKnown: { kind: 'redirect-chain', length: 2, to: 'https://files.delegate.example/server' },
    expected: [`${A}:443`],
    http: 'OK',
  },
  {
    title: 'a redirect in a circle is not',
    wellKnown: { kind: 'redirect', to: '/.well-known/matrix/server' },
    expected: ['@:8448'],
    http: 'REDIRECTS',
  },
  {
    title: 'HTML instead: as if absent',
    wellKnown: text('<h1>Welcome</h1>', 'text/html'),
    expected: ['@:8448'],
    http: 'BAD_BODY',
  },
  {
    title: 'half a document',
    wellKnown: text('{"m.server": "a.hosts'),
    expected: ['@:8448'],
    http: 'BAD_BODY',
  },
  { title: 'an array', wellKnown: json([`${A}:443`]), expected: ['@:8448'], http: 'BAD_BODY' },
  { title: 'without m.server', wellKnown: json({ server: A }), expected: ['@:8448'], http: 'BAD_BODY' },
  { title: 'm.server a number', wellKnown: delegates(8448), expected: ['@:8448'], http: 'BAD_BODY' },
  { title: 'm.server empty', wellKnown: delegates(''), expected: ['@:8448'], http: 'BAD_BODY' },
  { title: 'm.server a URL', wellKnown: delegates(`https://${A}`), expected: ['@:8448'], http: 'BAD_BODY' },
  { title: 'm.server with port 0', wellKnown: delegates(`${A}:0`), expected: ['@:8448'], http: 'BAD_BODY' },
  {
    title: 'm.server with port 65536',
    wellKnown: delegates(`${A}:65536`),
    expected: ['@:8448'],
    http: 'BAD_BODY',
  },
  {
    title: 'm.server with a colon and no port',
    wellKnown: delegates(`${A}:`),
    expected: ['@:8448'],
    http: 'BAD_BODY',
  },
  {
    title: 'm.server an IPv6 address without brackets',
    wellKnown: delegates('2a01:4f8::99'),
    expected: ['@:8448'],
    http: 'BAD_BODY',
  },
  {
    title: 'not 200 but 203',
    wellKnown: { kind: 'reply', status: 203, body: `{"m.server":"${A}"}` },
    expected: ['@:8448'],
    http: 'BAD_BODY',
  },
  {
    title: 'a 404 that looks right',
    wellKnown: { kind: 'reply', status: 404, body: `{"m.server":"${A}"}` },
    expected: ['@:8448'],
    http: 'STATUS',
  },
  { title: 'a 500', wellKnown: { kind: 'reply', status: 500 }, expected: ['@:8448'], http: 'STATUS' },
  {
    title: 'over 50 kB',
    wellKnown: text(`{"m.server":"${A}"${' '.repeat(60_000)}}`),
    expected: ['@:8448'],
    http: 'TOO_LARGE',
  },
  {
    title: 'a connection that closes',
    wellKnown: { kind: 'reset' },
    expected: ['@:8448'],
    http: 'UNREACHABLE',
  },
  {
    title: 'a bad certificate',
    server: { behaviour: 'expired' },
    wellKnown: delegates(A),
    srv: { [FED]: [`1 1 443 ${B}`] },
    expected: [`${B}:443`],
    http: 'TLS',
  },
  {
    title: 'robots.txt forbids the question: DNS alone',
    server: { robots: 'User-agent: *\nDisallow: /\n' },
    wellKnown: delegates(A),
    srv: { [FED]: [`1 1 443 ${B}`] },
    expected: [`${B}:443`],
    http: 'ROBOTS',
  },
  { title: 'SRV _matrix-fed (step 4)', srv: { [FED]: [`1 1 443 ${A}`] }, expected: [`${A}:443`] },
  { title: 'SRV _matrix, deprecated (step 5)', srv: { [OLD]: [`1 1 443 ${B}`] }, expected: [`${B}:443`] },
  {
    title: 'the new SRV wins over the old, whatever the priority',
    srv: { [FED]: [`9 1 443 ${A}`], [OLD]: [`1 1 443 ${B}`] },
    expected: [`${A}:443`],
  },
  { title: 'SRV by priority', srv: { [FED]: [`20 1 443 ${A}`, `10 1 444 ${B}`] }, expected: [`${B}:444`] },
  {
    title: 'SRV by weight',
    srv: { [FED]: [`10 1 443 ${A}`, `10 5 444 ${B}`] },
    expected: [`${B}:444`, `${A}:443`],
  },
  {
    title: 'SRV target "."',
    srv: { [FED]: ['0 0 0 .'], [OLD]: [`1 1 443 ${B}`] },
    expected: [],
    status: 'NODATA',
  },
  { title: 'old SRV target "."', srv: { [OLD]: ['0 0 0 .'] }, expected: [], status: 'NODATA' },
  {
    title: 'SRV to a dead name: no fallback',
    srv: { [FED]: ['1 1 443 gone.hosts.example'] },
    expected: [],
    status: 'NXDOMAIN',
  },
  { title: 'SRV fails: unknown, not the website', failing: [FED], expected: [], status: 'SERVFAIL' },
  {
    title: 'SRV for a domain without address',
    server: { ip: [] },
    srv: { [FED]: [`1 1 443 ${A}`] },
    expected: [`${A}:443`],
    http: 'UNREACHABLE',
  },
  {
    title: 'no such domain',
    server: { behaviour: 'nxdomain' },
    expected: [],
    status: 'NXDOMAIN',
    http: 'UNREACHABLE',
  },
];

const domainOf = (at: number): Domain => `m${at}.example` as Domain;

let world: World;

beforeAll(async () => {
  const servers = CASES.map(({ srv, server, wellKnown }, at): ModelServer => {
    const domain = domainOf(at);
    const route =
      wellKnown?.kind === 'reply' && typeof wellKnown.body === 'string'
        ? { ...wellKnown, body: wellKnown.body.replace('@', domain) }
        : wellKnown;
    return {
      ip: `116.203.5.${at + 1}`,
      ...server,
      domain,
      ...(srv === undefined ? {} : { srv: srvOf(srv, domain) }),
      ...(route === undefined ? {} : { routes: { '/.well-known/matrix/server': route } }),
    };
  });
  const failing = CASES.flatMap(({ failing: names = [] }, at) =>
    names.map((name): ModelServer => ({ domain: `${name}.${domainOf(at)}`, behaviour: 'servfail' })),
  );
  const delegatesOf: ModelServer[] = [
    { domain: 'fed.delegate.example', ip: '116.203.6.1', srv: srvOf({ [FED]: [`1 1 8449 ${A}`] }, '') },
    { domain: 'old.delegate.example', ip: '116.203.6.2', srv: srvOf({ [OLD]: [`1 1 8450 ${B}`] }, '') },
    {
      domain: 'delegating.delegate.example',
      ip: '116.203.6.3',
      routes: { '/.well-known/matrix/server': delegates(`${B}:443`) },
    },
    { domain: 'files.delegate.example', ip: '116.203.6.4', routes: { '/server': delegates(`${A}:443`) } },
  ];
  world = await startWorld([...servers, ...failing, ...delegatesOf, ...HOSTS], LONG_CHAIN);
});

afterAll(async () => {
  await world.stop();
});

describe('Matrix finds its server', () => {
  it.each(CASES.map((found, at) => ({ ...found, at })))(
    '$title',
    async ({ at, expected, status, http = 'STATUS', port }) => {
      const domain = domainOf(at);
      const located = await locateMatrix(domain, world, port);
      expect(places(located.endpoints)).toEqual(expected.map((place) => place.replace('@', domain)));
      expect(located).toMatchObject({ status: status ?? 'NOERROR', http, self: null });
      const asked = world.internet.https.requests(domain).filter(({ path }) => path !== '/robots.txt');
      expect(new Set(asked.map(({ path }) => path.replace(/\?.*/, ''))).size).toBeLessThan(2);
      if (port !== undefined) expect(asked).toEqual([]);
    },
  );

  it('goes by DNS alone in a scan without HTTP', async () => {
    const before = world.internet.https.count.requests;
    const at = CASES.findIndex(({ title }) => title.startsWith("the delegation wins over the domain's"));
    const located = await locateMatrix(domainOf(at), { dns: world.dns, http: null });
    expect(places(located.endpoints)).toEqual([`${A}:443`]);
    expect(located.http).toBe('SKIPPED');
    expect(world.internet.https.count.requests).toBe(before);
  });

  it('gives a literal as its own address', async () => {
    const at = CASES.findIndex(({ title }) => title === 'delegated to an IPv6 literal');
    const [endpoint] = (await locateMatrix(domainOf(at), world)).endpoints;
    expect(endpoint).toEqual({ host: '2a01:4f8::99', port: 8448, addresses: ['2a01:4f8::99'] });
  });
});
