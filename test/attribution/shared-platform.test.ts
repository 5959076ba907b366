import { describe, expect, it } from 'vitest';
import {
  type Placed,
  platformOf,
  SHARED_FROM,
  sharedAddresses,
} from '../../src/attribution/shared-platform.ts';

const domains = (count: number, suffix = 'example') =>
  Array.from({ length: count }, (_, index) => `site${index}.${suffix}`);
const serve = (names: readonly string[], ...addresses: string[]) =>
  names.map((domain) => ({ domain, addresses }));
const OVH: Placed = {
  addresses: ['192.0.2.9', '192.0.2.1'],
  front: null,
  operator: null,
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

describe('platformOf', () => {
  const shared = new Set(['192.0.2.1']);

  it('names the platform after the network that it is on', () => {
    expect(platformOf(OVH, shared)).toEqual({
      id: 'shared-ovh',
      name: 'shared platform on OVHcloud',
      country: 'FR',
    });
  });

  it.each([
    ['another address', { addresses: ['192.0.2.2'] }],
    ['a known operator', { operator: { id: 'masto-host', name: 'masto.host', country: 'PT' } }],
    ['a front', { hoster: null, front: { id: 'cloudflare', name: 'Cloudflare', country: 'US' } }],
    ['no hoster', { hoster: null }],
  ])('names none for %s', (_, change) => {
    expect(platformOf({ ...OVH, ...change }, shared)).toBeNull();
  });
});
