import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateMatrix } from '../../src/look/matrix.ts';
import type { Domain } from '../../src/model/domain.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { HOSTS, LONG_CHAIN, NEVER_ASKED, places, srvOf } from './cases.ts';
import { A, B, delegates, FED, OLD, SRV_CASES } from './matrix-cases.ts';
import { WELL_KNOWN_CASES } from './matrix-well-known-cases.ts';

const CASES = [...SRV_CASES, ...WELL_KNOWN_CASES];

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
      const located = await locateMatrix(domain, world, { ...NEVER_ASKED, port });
      expect(places(located.endpoints)).toEqual(expected.map((place) => place.replace('@', domain)));
      expect(located).toMatchObject({ status: status ?? 'NOERROR', http, self: null });
      const asked = world.internet.https.requests(domain).filter(({ path }) => path !== '/robots.txt');
      expect(new Set(asked.map(({ path }) => path.replace(/\?.*/, ''))).size).toBeLessThan(2);
      if (port !== undefined) expect(asked).toEqual([]);
    },
  );

  it('uses DNS alone in a scan without HTTP', async () => {
    const before = world.internet.https.count.requests;
    const at = CASES.findIndex(({ title }) => title.startsWith("the delegation wins over the domain's"));
    const located = await locateMatrix(domainOf(at), { dns: world.dns, http: null }, NEVER_ASKED);
    expect(places(located.endpoints)).toEqual([`${A}:443`]);
    expect(located.http).toBe('SKIPPED');
    expect(world.internet.https.count.requests).toBe(before);
  });

  describe('that delegated once, to a host that', () => {
    const at = (title: string) => domainOf(CASES.findIndex((one) => one.title.startsWith(title)));
    const known = (host: string, daysAgo: number, isDoubted = false) => ({
      lastKnown: {
        ...{ host, port: 443, isDoubted },
        knownAt: new Date(NEVER_ASKED.now.getTime() - daysAgo * 86_400_000).toISOString(),
      },
      now: NEVER_ASKED.now,
    });
    it.each([
      // A page in place of the document counts as absent once the last known delegation expires.
      ['is there, by a page, of late', 'HTML instead', known(A, 35), 'held', [`${A}:443`]],
      ['is there, by a page, long ago', 'HTML instead', known(A, 37), 'lost', ['@:8448']],
      ['is there, by a page, long ago, once more', 'HTML instead', known(A, 37, true), 'here', ['@:8448']],
      ['is gone, by a page', 'HTML instead', known('gone.hosts.example', 7), 'lost', ['@:8448']],
      ['is gone, by half a document', 'half a document', known('gone.hosts.example', 7), 'lost', ['@:8448']],
      ['fails, by a page', 'HTML instead', known('broken.hosts.example', 7), 'held', []],
      // A domain that could not be asked says nothing, even for a long time.
      ['is there, by an error, of late', 'a 500', known(A, 35), 'held', [`${A}:443`]],
      ['is there, by an error, long ago', 'a 500', known(A, 37), 'held', []],
      ['is gone, by an error', 'a 500', known('gone.hosts.example', 7), 'held', []],
      ['is there, by a broken connection, long ago', 'a connection that', known(A, 37), 'held', []],
    ] as const)('%s', async (_what, title, hints, delegation, expected) => {
      const located = await locateMatrix(at(title), world, { ...NEVER_ASKED, ...hints });
      expect(places(located.endpoints)).toEqual(expected.map((place) => place.replace('@', at(title))));
      expect(located.delegation).toBe(delegation);
    });
  });

  it('gives a literal as its own address', async () => {
    const at = CASES.findIndex(({ title }) => title === 'delegated to an IPv6 literal');
    const [endpoint] = (await locateMatrix(domainOf(at), world, NEVER_ASKED)).endpoints;
    expect(endpoint).toEqual({ host: '2a01:4f8::99', port: 8448, addresses: ['2a01:4f8::99'] });
  });
});
