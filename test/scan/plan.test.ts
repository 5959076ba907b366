import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerList } from '../../src/lists/server-list.ts';
import type { Domain } from '../../src/model/domain.ts';
import { type PlanOptions, planScan } from '../../src/scan/plan.ts';

const names = (count: number, under = 'example') =>
  Array.from({ length: count }, (_, index) => `s${index}.${under}` as Domain);

function listOf(domains: readonly Domain[], change: Partial<ServerList> = {}): ServerList {
  return { source: 'list.txt', sources: [], domains, ports: new Map(), duplicates: 0, junk: [], ...change };
}

function plan(domains: readonly Domain[], change: Partial<PlanOptions> = {}) {
  return planScan({
    network: 'fediverse',
    list: listOf(domains),
    optOuts: { has: () => false },
    managed: () => false,
    sample: null,
    limit: null,
    http: true,
    ...change,
  });
}

describe('a plan', () => {
  it('is the whole list in its order', () => {
    const domains = names(50);
    expect(plan(domains)).toMatchObject({
      network: 'fediverse',
      domains,
      population: { source: 'list.txt', population: 50, optedOut: 0, seed: null, farms: [] },
    });
  });

  it('leaves out servers that opted out, and counts them', () => {
    const { domains, population } = plan(names(10), { optOuts: { has: (name) => name.startsWith('s3') } });
    expect(domains).not.toContain('s3.example');
    expect(population).toMatchObject({ population: 9, optedOut: 1 });
  });

  it('thins and names farms, except managed hosting', () => {
    const farm = names(100, 'farm.example');
    const managed = names(100, 'managed.example');
    const { domains, population } = plan([...farm, ...managed, ...names(5)], {
      managed: (name) => name.endsWith('.managed.example'),
    });
    expect(domains).toEqual([...farm.slice(0, 10), ...managed, ...names(5)]);
    expect(population.population).toBe(115);
    expect(population.farms).toEqual([{ registrableDomain: 'farm.example', names: 100, counted: 10 }]);
  });

  it('draws the same sample with the same seed for any order of the list, without opted-out servers', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.string(), fc.nat(59), (size, seed, optedOut) => {
        const optOuts = { has: (name: string) => name === `s${optedOut}.example` };
        const sample = { size: size + 1, seed };
        const first = plan(names(60), { sample, optOuts });
        const second = plan(names(60).reverse(), { sample, optOuts });
        expect(new Set(first.domains)).toEqual(new Set(second.domains));
        expect(first.domains).toHaveLength(Math.min(size + 1, 59));
        expect(first.domains).not.toContain(`s${optedOut}.example`);
        // N stays the number that the sample was drawn from, which its margin of error needs.
        expect(first.population).toMatchObject({ population: 59, seed });
      }),
    );
  });

  it('respects a limit without changing the population', () => {
    expect(plan(names(50), { limit: 7 })).toMatchObject({
      domains: names(7),
      population: { population: 50 },
    });
    expect(plan(names(5), { limit: 7 }).domains).toHaveLength(5);
  });
});

describe('its fingerprint', () => {
  const base = plan(names(40)).fingerprint;

  it.each<[string, Partial<PlanOptions>]>([
    ['network', { network: 'web' }],
    ['list', { list: listOf(names(41)) }],
    ['order of the list', { list: listOf(names(40).reverse()) }],
    ['name of the list', { list: listOf(names(40), { source: 'other.txt' }) }],
    ['opt-outs', { optOuts: { has: (name) => name === 's1.example' } }],
    ['sample', { sample: { size: 40, seed: 'a' } }],
    ['limit', { limit: 39 }],
    ['use of HTTP', { http: false }],
    ['ports', { list: listOf(names(40), { ports: new Map([['s1.example' as Domain, 8448]]) }) }],
  ])('changes with the %s', (_, change) => {
    expect(plan(names(40), change).fingerprint).not.toBe(base);
  });

  it('changes with the seed even if all servers are drawn', () => {
    const drawn = (seed: string) => plan(names(40), { sample: { size: 40, seed } }).fingerprint;
    expect(drawn('a')).not.toBe(drawn('b'));
  });

  it('does not depend on when the list was fetched', () => {
    const source = { name: 'list.txt', count: 40, only: 40, inAll: 40, stale: false, note: null };
    const fetched = (fetchedAt: string) =>
      plan(names(40), { list: listOf(names(40), { sources: [{ ...source, fetchedAt }] }) }).fingerprint;
    expect(fetched('2026-01-01T00:00:00.000Z')).toBe(fetched('2026-01-02T00:00:00.000Z'));
    expect(plan(names(40)).fingerprint).toBe(base);
  });
});
