import ipaddr from 'ipaddr.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLook } from '../../src/look/look.ts';
import type { Domain } from '../../src/model/domain.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import { modelNetworks } from '../model-internet/networks/networks.ts';
import { PLACES } from '../model-internet/networks/places.ts';

const NETWORKS = modelNetworks();
let world: World;

beforeAll(async () => {
  world = await startWorld(Object.values(NETWORKS).flatMap(({ servers }) => servers));
});

afterAll(async () => {
  await world.stop();
});

function placeOf(address: string): string {
  const parsed = ipaddr.parse(address);
  const place = PLACES.find(({ ipv4, ipv6 = [] }) =>
    (parsed.kind() === 'ipv4' ? ipv4 : ipv6).some((block) => parsed.match(ipaddr.parseCIDR(block))),
  );
  return place?.id ?? 'elsewhere';
}

describe('every server of a whole network is located correctly', () => {
  it.each(['xmpp', 'matrix', 'web'] as const)('%s', async (network) => {
    const { list, truth } = NETWORKS[network];
    const named = list.map((text) => text.split(':'));
    const ports = new Map(
      named.flatMap(([name, port]) => (port === undefined ? [] : [[name as Domain, Number(port)]])),
    );
    const look = createLook({ network, dns: world.dns, http: world.http, ports });
    const seen = await Promise.all(named.map(([name = '']) => look(name as Domain)));
    const found = seen.map(({ domain, endpoints }) => {
      const places = new Set(endpoints.flatMap(({ addresses }) => addresses).map(placeOf));
      return [domain, [...places].join() || 'none'];
    });
    expect(found).toEqual([...truth]);
    const unresolved = seen
      .filter(({ status }) => status !== 'NOERROR')
      .map(({ domain }) => truth.get(domain));
    expect(new Set(unresolved)).toEqual(new Set(['none']));
    if (network === 'matrix') return;
    expect(seen.every(({ http }) => http === 'SKIPPED')).toBe(true);
  });
});
