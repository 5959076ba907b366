import { describe, expect, it } from 'vitest';
import { isPublic, parseAddress } from '../../../src/model/address.ts';
import { registrableDomain } from '../../../src/model/domain.ts';
import { modelFediverse } from './fediverse.ts';
import { modelNetworks } from './networks.ts';
import { PLACES } from './places.ts';
import { list } from './server.ts';

const taken = modelFediverse().map(({ domain }) => domain);
const NETWORKS = modelNetworks({ taken });
const ALL = [NETWORKS.xmpp, NETWORKS.matrix, NETWORKS.web];

describe('the other model networks', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(modelNetworks({ taken })).toEqual(NETWORKS);
    expect(modelNetworks({ taken, seed: '2' }).web.list).not.toEqual(NETWORKS.web.list);
  });

  it.each([
    ['xmpp', 60],
    ['matrix', 30],
    ['web', 200],
  ] as const)('%s lists %i servers, each once, with the truth about each', (network, count) => {
    const { list: names, truth } = NETWORKS[network];
    const domains = names.map((listed) => listed.replace(/:\d+$/, ''));
    expect(new Set(domains).size).toBe(count);
    expect([...truth.keys()]).toEqual(domains);
    const known = new Set([...PLACES.map(({ id }) => id), 'none']);
    for (const place of truth.values()) expect(known).toContain(place);
  });

  it('have reserved names only, no registrable domain twice, none of the fediverse', () => {
    const registrable = ALL.flatMap(({ truth }) => [...truth.keys()]).map(registrableDomain);
    expect(new Set([...registrable, ...taken.map(registrableDomain)]).size).toBe(
      registrable.length + taken.length,
    );
    for (const { servers } of ALL) {
      for (const { domain } of servers) expect(domain).toMatch(/\.(example|test)$/);
      expect(new Set(servers.map(({ domain }) => domain)).size).toBe(servers.length);
    }
  });

  it('live at public addresses', () => {
    for (const { servers } of ALL) {
      for (const text of servers.flatMap((server) => [...list(server.ip), ...list(server.ipv6)])) {
        const address = parseAddress(text);
        expect(address !== null && isPublic(address), text).toBe(true);
      }
    }
  });

  it('have proportions of their own', () => {
    const part = (network: keyof typeof NETWORKS, place: string) => {
      const places = [...NETWORKS[network].truth.values()].filter((known) => known !== 'none');
      return places.filter((known) => known === place).length / places.length;
    };
    expect(part('web', 'cloudflare')).toBeGreaterThan(0.15);
    expect(part('xmpp', 'cloudflare')).toBe(0);
    expect(part('xmpp', 'hetzner')).toBeGreaterThan(0.1);
    expect(part('matrix', 'hetzner')).toBeGreaterThan(0.15);
  });
});
