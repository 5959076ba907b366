import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLook } from '../../src/look/look.ts';
import type { Domain } from '../../src/model/domain.ts';
import { NETWORKS } from '../../src/model/network.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import { json } from '../model-internet/https/routes.ts';
import { places, srvOf } from './cases.ts';

const domain = 'all.example' as Domain;
const now = () => new Date('2026-06-01T12:00:00Z');
let world: World;

beforeAll(async () => {
  world = await startWorld([
    {
      domain,
      ip: '116.203.0.1',
      ptr: 'static.1.0.203.116.clients.hoster.example',
      software: 'mastodon',
      users: { total: 90, activeMonth: 30 },
      srv: srvOf({ '_xmpp-server._tcp': ['1 1 5269 xmpp.all.example'] }, domain),
      txt: { _hosting: ['v=hosting1; by=My\u202e cupboard; country=se'] },
      routes: { '/.well-known/matrix/server': json({ 'm.server': 'matrix.all.example:443' }) },
    },
    { domain: 'xmpp.all.example', ip: '116.203.0.2' },
    { domain: 'matrix.all.example', ip: '116.203.0.3', ptr: 'm.hoster.example' },
  ]);
});

afterAll(async () => {
  await world.stop();
});

describe('one look', () => {
  it.each([
    ['fediverse', 'all.example:443', 'OK'],
    ['xmpp', 'xmpp.all.example:5269', 'SKIPPED'],
    ['matrix', 'matrix.all.example:443', 'OK'],
    ['web', 'all.example:443', 'SKIPPED'],
  ] as const)('in the network %s finds %s', async (network, place, http) => {
    const seen = await createLook({ network, dns: world.dns, http: world.http, now })(domain);
    expect(places(seen.endpoints)).toEqual([place]);
    expect(seen).toMatchObject({ domain, network, http, observedAt: '2026-06-01T12:00:00.000Z' });
    expect(seen.declared).toEqual({ by: 'My cupboard', country: 'SE' });
  });

  it('has the reverse names of the found addresses, and no others', async () => {
    const seen = await createLook({ network: 'matrix', dns: world.dns, http: world.http, now })(domain);
    expect(seen.ptr).toEqual({ '116.203.0.3': 'm.hoster.example' });
  });

  it('uses the port that a list gives', async () => {
    const ports = new Map([[domain, 4433]]);
    const look = createLook({ network: 'matrix', dns: world.dns, http: world.http, ports, now });
    expect(places((await look(domain)).endpoints)).toEqual(['all.example:4433']);
    expect(places((await look('xmpp.all.example' as Domain)).endpoints)).toEqual(['xmpp.all.example:8448']);
  });

  it('ends even without a resolver', async () => {
    const deaf = await startWorld([]);
    await deaf.stop();
    for (const network of NETWORKS) {
      const seen = await createLook({ network, dns: deaf.dns, http: deaf.http, now })(domain);
      expect(seen).toMatchObject({ status: 'TIMEOUT', endpoints: [], self: null, declared: null });
    }
  });
});
