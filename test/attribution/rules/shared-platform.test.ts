import { describe, expect, it } from 'vitest';
import {
  operatorAddresses,
  type Placed,
  platformOf,
  SHARED_FROM,
  sharedAddresses,
} from '../../../src/attribution/rules/shared-platform.ts';

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

describe('operatorAddresses', () => {
  const MASTO = { id: 'masto-host', name: 'masto.host', country: 'PT' };
  const OTHER = { id: 'toot-io', name: 'toot.io', country: 'DE' };
  const named = (count: number, operator: typeof MASTO, address = '192.0.2.1') =>
    domains(count, operator.name).map((domain) => ({ ...OVH, domain, operator, addresses: [address] }));

  it('gives an address to the operator of three names on it, and to its neighbours', () => {
    const operators = operatorAddresses(named(3, MASTO));
    expect([...operators]).toEqual([['192.0.2.1', MASTO]]);
    expect(platformOf(OVH, new Set(), operators)).toEqual(MASTO);
  });

  it.each([
    ['two names, as a reverse proxy of a customer may have', named(2, MASTO)],
    ['names of two operators', [...named(5, MASTO), ...named(1, OTHER)]],
    ['one name counted again and again', Array(9).fill(named(1, MASTO)[0])],
    ['names behind a front', named(5, MASTO).map((server) => ({ ...server, front: OTHER }))],
  ])('gives it to nobody for %s', (_, servers) => {
    expect(operatorAddresses(servers).size).toBe(0);
  });

  it('prefers the named operator to a nameless platform, unless its addresses disagree', () => {
    const shared = new Set(['192.0.2.1']);
    const both = operatorAddresses([...named(3, MASTO), ...named(3, OTHER, '192.0.2.9')]);
    expect(platformOf(OVH, shared, both)?.id).toBe('shared-ovh');
    expect(platformOf(OVH, shared, operatorAddresses(named(3, MASTO)))).toEqual(MASTO);
  });
});
