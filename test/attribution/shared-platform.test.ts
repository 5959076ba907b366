import { describe, expect, it } from 'vitest';
import { SHARED_FROM, sharedAddresses, withSharedPlatform } from '../../src/attribution/shared-platform.ts';
import type { Attribution } from '../../src/model/attribution.ts';

const domains = (count: number, suffix = 'example') =>
  Array.from({ length: count }, (_, index) => `site${index}.${suffix}`);
const serve = (names: readonly string[], ...addresses: string[]) =>
  names.map((domain) => ({ domain, addresses }));
const OVH: Attribution = {
  input: '192.0.2.1',
  status: 'OK',
  ip: '192.0.2.1',
  asn: 64500,
  asName: 'OVH SAS',
  prefix: null,
  front: null,
  operator: null,
  kind: 'hosting',
  location: null,
  evidence: ['asn'],
  hoster: { id: 'ovh', name: 'OVHcloud', country: 'FR' },
};

describe('sharedAddresses', () => {
  it('finds addresses from the threshold on', () => {
    const items = [
      ...serve(domains(SHARED_FROM), '192.0.2.1', '192.0.2.2'),
      ...serve(domains(SHARED_FROM - 1), '192.0.2.3'),
    ];
    expect([...sharedAddresses(items)].sort()).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('counts what one person registered once', () => {
    expect(sharedAddresses(serve(domains(500, 'farm.example'), '192.0.2.1')).size).toBe(0);
    expect(sharedAddresses(serve(Array(500).fill('one.example'), '192.0.2.1')).size).toBe(0);
  });

  it('counts each customer of a public suffix', () => {
    expect(sharedAddresses(serve(domains(SHARED_FROM, 'duckdns.org'), '192.0.2.1')).size).toBe(1);
  });

  it('takes any iterable, and nothing', () => {
    expect(sharedAddresses(new Set<never>()).size).toBe(0);
  });
});

describe('withSharedPlatform', () => {
  const shared = new Set(['192.0.2.1']);

  it('names the platform after the network that it is on', () => {
    expect(withSharedPlatform(OVH, shared)).toEqual({
      ...OVH,
      operator: { id: 'shared-ovh', name: 'shared platform on OVHcloud', country: 'FR' },
      evidence: ['asn', 'shared-address'],
    });
  });

  it.each([
    ['another address', { ip: '192.0.2.2' }],
    ['a known operator', { operator: { id: 'masto-host', name: 'masto.host', country: 'PT' } }],
    ['a front', { hoster: null, front: { id: 'cloudflare', name: 'Cloudflare', country: 'US' } }],
    ['no hoster', { hoster: null }],
  ])('leaves %s as it is', (_, change) => {
    const attribution: Attribution = { ...OVH, ...change };
    expect(withSharedPlatform(attribution, shared)).toBe(attribution);
  });
});
