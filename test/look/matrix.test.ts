import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateMatrix } from '../../src/look/matrix.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { startWorld, type World } from '../net/world.ts';
import { HOSTS, LONG_CHAIN, places, srvOf } from './cases.ts';
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
