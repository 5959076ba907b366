import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { isPublic, parseAddress } from '../../../src/model/address.ts';
import { parseDomain, registrableDomain } from '../../../src/model/domain.ts';
import { createRandom } from '../random.ts';
import { addressIn, MANAGED } from './addresses.ts';
import { apportion, type FediverseServer, modelFediverse, weekLater } from './fediverse.ts';
import { PLACES } from './places.ts';
import { list } from './server.ts';

const SERVERS = modelFediverse();

function addresses(server: FediverseServer): string[] {
  return [...list(server.ip), ...list(server.ipv6)];
}

function share(servers: readonly FediverseServer[], place: string): number {
  return servers.filter((server) => server.place === place).length / servers.length;
}

describe('the model fediverse', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(modelFediverse()).toEqual(SERVERS);
    expect(modelFediverse({ seed: '2' })).not.toEqual(SERVERS);
    expect(SERVERS.length).toBe(400);
  });

  it('has reserved names only, each a registrable domain of its own, some international', () => {
    for (const seed of ['1', '2', '3']) {
      const servers = weekLater(modelFediverse({ seed }), seed);
      for (const { domain } of servers) {
        expect(domain).toMatch(/\.(example|test)$/);
        expect(parseDomain(domain)).toEqual({ ok: true, domain });
      }
      expect(new Set(servers.map(({ domain }) => registrableDomain(domain))).size).toBe(servers.length);
      expect(servers.filter(({ domain }) => domain.includes('xn--')).length).toBeGreaterThan(1);
    }
  });

  it('lives at public addresses only', () => {
    for (const server of SERVERS) {
      for (const text of addresses(server)) {
        const address = parseAddress(text);
        expect(address, text).toBe(text);
        expect(address !== null && isPublic(address), text).toBe(true);
      }
    }
  });

  it('has the proportions that are published', () => {
    expect(share(SERVERS, 'cloudflare')).toBeCloseTo(0.14, 2);
    expect(share(SERVERS, 'hetzner') + share(SERVERS, 'hetzner-us')).toBeCloseTo(0.127, 2);
    expect(share(SERVERS, 'ovh') + share(SERVERS, 'masto.host')).toBeCloseTo(0.198, 2);
    expect(share(SERVERS, 'digitalocean')).toBeCloseTo(0.056, 2);
    const homes = PLACES.filter(({ kind }) => kind === 'isp').map(({ id }) => share(SERVERS, id));
    expect(homes.reduce((sum, part) => sum + part, 0)).toBeGreaterThan(0.05);
    const places = [...PLACES, ...MANAGED].map(({ weight }) => weight);
    expect(places.reduce((sum, weight) => sum + weight, 0)).toBe(935);
  });

  it('has managed, dead, slow and unresolved ones', () => {
    const managed = SERVERS.filter(({ cname }) => cname === 'vip.masto.host');
    expect(managed.length).toBeGreaterThan(10);
    expect(new Set(managed.map(({ ip }) => ip))).toEqual(new Set(['94.23.75.107']));
    const behaviours = new Set(SERVERS.map(({ behaviour }) => behaviour));
    for (const wanted of ['dead', 'slow', 'reset', 'expired', 'nxdomain', 'servfail', 'silent', 'nodata']) {
      expect(behaviours).toContain(wanted);
    }
    for (const server of SERVERS) {
      expect(addresses(server).length === 0).toBe(server.place === 'none');
    }
    expect(SERVERS.some(({ txt }) => txt?._hosting !== undefined)).toBe(true);
  });

  it('has one giant behind Fastly and a long tail of small ones', () => {
    const [giant, ...others] = SERVERS;
    expect(giant).toMatchObject({ place: 'fastly', software: 'mastodon' });
    for (const field of ['total', 'activeMonth'] as const) {
      const counted = SERVERS.filter(({ behaviour }) => behaviour === undefined || behaviour === 'ok');
      const all = counted.reduce((sum, { users }) => sum + (users?.[field] ?? 0), 0);
      const part = (giant?.users?.[field] ?? 0) / all;
      expect(part).toBeGreaterThan(0.27);
      expect(part).toBeLessThan(0.37);
    }
    const totals = others.flatMap(({ users }) => users?.total ?? []).sort((left, right) => right - left);
    expect(totals[0]).toBeGreaterThan(100 * (totals[Math.floor(totals.length / 2)] ?? 0));
    for (const { users } of SERVERS) expect(users?.activeMonth ?? 0).toBeLessThanOrEqual(users?.total ?? 0);
  });
});

describe('a week later', () => {
  const later = weekLater(SERVERS, '1');
  const before = new Map(SERVERS.map((server) => [server.domain, server]));

  it('is the same for the same seed', () => {
    expect(weekLater(SERVERS, '1')).toEqual(later);
    expect(weekLater(SERVERS, '2')).not.toEqual(later);
  });

  it('has a few movers, a few dead and a few new ones, and the rest where it was', () => {
    const moved = later.filter(({ domain, place }) => {
      const was = before.get(domain)?.place;
      return was !== undefined && place !== 'none' && place !== was;
    });
    const died = later.filter(
      ({ domain, place }) => place === 'none' && before.get(domain)?.place !== 'none',
    );
    const born = later.filter(({ domain }) => !before.has(domain));
    const renumbered = later.filter(({ domain, place, ip }) => {
      const was = before.get(domain);
      return was?.place === place && JSON.stringify(was.ip) !== JSON.stringify(ip);
    });
    expect([moved.length, died.length, born.length, renumbered.length]).toEqual([8, 4, 4, 4]);
    expect(later.length).toBe(404);
    expect(later[0]?.domain).toBe(SERVERS[0]?.domain);
  });

  it('goes on for a year', () => {
    let servers = modelFediverse({ count: 60 });
    for (let week = 0; week < 52; week++) servers = weekLater(servers, String(week));
    expect(new Set(servers.map(({ domain }) => domain)).size).toBe(servers.length);
  });
});

describe('addresses', () => {
  it('lie in their block', () => {
    const blocks = PLACES.flatMap(({ ipv4, ipv6 = [] }) => [...ipv4, ...ipv6]);
    fc.assert(
      fc.property(fc.constantFrom(...blocks), fc.string(), (block, seed) => {
        const address = addressIn(block, createRandom(seed));
        expect(parseAddress(address)).toBe(address);
        expect(ipaddr.parse(address).match(ipaddr.parseCIDR(block) as never)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the places', () => {
  const owners = new Map<string, number>();

  beforeAll(async () => {
    const folder = dirname(createRequire(import.meta.url).resolve('@ip-location-db/asn/package.json'));
    const wanted = PLACES.flatMap(({ ipv4 }) => ipv4.map(range));
    for await (const line of createInterface({ input: createReadStream(join(folder, 'asn-ipv4-num.csv')) })) {
      const [from, to, asn] = line.split(',', 3).map(Number) as [number, number, number];
      for (const { block, first, last } of wanted) {
        if (from <= first && to >= last) owners.set(block, asn);
      }
    }
  });

  it('are announced by the AS that they name', () => {
    for (const { asn, ipv4 } of PLACES) {
      for (const block of ipv4) expect([block, owners.get(block)]).toEqual([block, asn]);
    }
  });
});

function range(block: string): { block: string; first: number; last: number } {
  const [base = '', length = ''] = block.split('/');
  const first = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { block, first, last: first + 2 ** (32 - Number(length)) - 1 };
}

describe('apportion', () => {
  it('always sums to the total, in proportion', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 40 }),
        (total, weights) => {
          const parts = apportion(total, weights);
          const sum = weights.reduce((left, right) => left + right, 0);
          expect(parts.reduce((left, right) => left + right, 0)).toBe(total);
          for (const [at, part] of parts.entries()) {
            expect(Math.abs(part - (total * (weights[at] ?? 0)) / sum)).toBeLessThan(1);
          }
        },
      ),
    );
  });
});
