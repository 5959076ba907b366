import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateXmpp } from '../../src/look/xmpp.ts';
import type { Domain } from '../../src/model/domain.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import type { ZoneRecord } from '../model-internet/dns/zone.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { HOSTS, LONG_CHAIN, NEVER_ASKED, places, srvOf } from './cases.ts';
import { XMPP_CASES } from './xmpp-cases.ts';

const OWN = '116.203.0.1';
const domainOf = (at: number): Domain => `x${at}.example` as Domain;

let world: World;

beforeAll(async () => {
  const servers = XMPP_CASES.map(({ srv, server }, at): ModelServer => {
    const domain = domainOf(at);
    return { ip: OWN, ...server, domain, ...(srv === undefined ? {} : { srv: srvOf(srv, domain) }) };
  });
  const behaving = XMPP_CASES.flatMap(({ silent = [], failing = [] }, at): ModelServer[] => [
    ...silent.map((name) => ({ domain: `${name}.${domainOf(at)}`, behaviour: 'silent' as const })),
    ...failing.map((name) => ({ domain: `${name}.${domainOf(at)}`, behaviour: 'servfail' as const })),
  ]);
  const many: ZoneRecord[] = Array.from({ length: 300 }, (_, at) => ({
    name: 'many.example',
    type: 'A',
    data: `116.203.${Math.floor(at / 250) + 2}.${(at % 250) + 1}`,
  }));
  const aliased: ZoneRecord[] = [
    { name: '_xmpp-server._tcp.aliased.example', type: 'CNAME', data: '_xmpp-server._tcp.elsewhere.example' },
    {
      name: '_xmpp-server._tcp.elsewhere.example',
      type: 'SRV',
      data: { priority: 1, weight: 1, port: 5269, target: 'alias.hosts.example' },
    },
  ];
  world = await startWorld([...servers, ...behaving, ...HOSTS], [...LONG_CHAIN, ...many, ...aliased]);
});

afterAll(async () => {
  await world.stop();
});

describe('XMPP finds its server', () => {
  it.each(XMPP_CASES.map((found, at) => ({ ...found, at })))(
    '$title',
    async ({ at, expected, status, addresses }) => {
      const domain = domainOf(at);
      const located = await locateXmpp(domain, { dns: world.dns, http: world.http }, NEVER_ASKED);
      expect(places(located.endpoints)).toEqual(expected.map((place) => place.replace('@', domain)));
      expect(located.status).toBe(status ?? 'NOERROR');
      expect(located).toMatchObject({ http: 'SKIPPED', self: null });
      if (addresses !== undefined) expect(located.endpoints[0]?.addresses).toEqual(addresses);
    },
  );

  it('sends no HTTP requests', () => {
    expect(world.internet.https.requests()).toEqual([]);
  });

  it('reports the CNAME chains of targets, and follows one of the service name', async () => {
    const located = await locateXmpp(
      'aliased.example' as Domain,
      { dns: world.dns, http: null },
      NEVER_ASKED,
    );
    expect(places(located.endpoints)).toEqual(['alias.hosts.example:5269']);
    expect(located.cname).toEqual(['middle.hosts.example', 'end.hosts.example']);
    expect(located.endpoints[0]?.addresses).toEqual(['116.203.0.16']);
  });

  it('limits the addresses of one name', async () => {
    const [many] = (await locateXmpp('many.example' as Domain, { dns: world.dns, http: null }, NEVER_ASKED))
      .endpoints;
    expect(new Set(many?.addresses).size).toBe(16);
    expect(many?.addresses.length).toBe(16);
  });
});
