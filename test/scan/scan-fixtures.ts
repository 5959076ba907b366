import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attributor } from '../../src/attribution/attributor.ts';
import type { Attribution } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { DnsStatus, Observation } from '../../src/model/observation.ts';
import type { Plan } from '../../src/scan/plan.ts';
import { openStore, type Store } from '../../src/store/store.ts';

export function observe(name: Domain, status: DnsStatus = 'NOERROR', address = '192.0.2.1'): Observation {
  const found = status === 'NOERROR';
  return {
    domain: name,
    network: 'fediverse',
    observedAt: '2026-11-20T10:00:00.000Z',
    status,
    endpoints: found ? [{ host: name, port: 443, addresses: [address as never] }] : [],
    cname: [],
    ptr: {},
    delegation: 'here',
    http: found ? 'OK' : 'SKIPPED',
    self: found ? { software: 'mastodon', usersTotal: 10, usersActiveMonth: 5 } : null,
    declared: null,
  };
}

/** Distinguishes two hosters by the last bit of the address. */
export const attributor: Pick<Attributor, 'attribute' | 'isManaged' | 'sources'> & Attributor = {
  sources: [],
  isManaged: () => false,
  attribute(input): Attribution {
    const hoster =
      Number(input.split('.').at(-1)) % 2 === 1
        ? { id: 'odd', name: 'Odd', country: 'DE' }
        : { id: 'even', name: 'Even', country: 'FR' };
    return {
      input,
      status: 'OK',
      ip: input,
      asn: 64_500,
      asName: hoster.name,
      prefix: '192.0.2.0/24',
      hoster,
      front: null,
      operator: null,
      kind: 'hosting',
      location: { country: hoster.country, city: null, lat: null, lon: null, accuracy: 'country' },
      evidence: ['asn'],
    };
  },
};

export function planOf(domains: readonly Domain[], fingerprint = 'a plan'): Plan {
  const population = {
    source: 'list.txt',
    population: domains.length,
    optedOut: 0,
    seed: null,
    farms: [],
    sources: [],
  };
  return { network: 'fediverse', population, domains, fingerprint };
}

/** A store in a temporary folder that is removed after `use`. */
export async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'whohosts-scan-'));
  const store = openStore(join(folder, 'whohosts.db'));
  try {
    return await use(store);
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}
