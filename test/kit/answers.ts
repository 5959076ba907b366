import type { Address } from '../../src/model/address.ts';
import type { Attribution } from '../../src/model/attribution.ts';
import { type DomainAnswer, nothingKnown } from '../../src/model/domain-answer.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import { domain } from './domain.ts';

export function attribution(change: Partial<Attribution> = {}): Attribution {
  return {
    input: '203.0.113.9',
    status: 'OK',
    ip: '203.0.113.9',
    asn: 64500,
    asName: 'HETZNER-AS',
    prefix: '203.0.113.0/24',
    hoster: { id: 'hetzner', name: 'Hetzner', country: 'DE' },
    front: null,
    operator: null,
    kind: 'hosting',
    location: { country: 'DE', city: 'Nuremberg', lat: 49.45, lon: 11.07, accuracy: 'city' },
    evidence: ['asn'],
    ...change,
  };
}

/** An answer about a server at Hetzner, with the given changes. */
export function answer(name: string, ...changes: readonly Partial<DomainAnswer>[]): DomainAnswer {
  const change: Partial<DomainAnswer> = Object.assign({}, ...changes);
  const attributed = change.attribution === undefined ? attribution() : change.attribution;
  return {
    ...nothingKnown({ domain: domain(name), network: 'fediverse' }, '2026-11-20T10:00:00.000Z'),
    source: 'look',
    status: 'NOERROR',
    http: 'OK',
    addresses: attributed ? [attributed] : [],
    attribution: attributed,
    standing: { servers: 2831, answered: 12098, share: 0.234, activeUsers: 310_456, activeShare: 0.31 },
    since: '2026-03-03T00:00:00.000Z',
    ...change,
  };
}

/** The result of a scan for one server: at Hetzner by default. */
export function serverResult(
  name: string,
  change: Partial<Pick<ServerResult, 'attribution' | 'agree'> & Observation> = {},
): ServerResult {
  const { attribution: given, agree = true, ...observation } = change;
  const attributed = given === undefined ? attribution() : given;
  return {
    observation: {
      domain: domain(name),
      network: 'fediverse',
      observedAt: '2026-11-20T10:00:00.000Z',
      status: 'NOERROR',
      endpoints: [],
      cname: [],
      ptr: {},
      delegation: 'here',
      http: 'OK',
      self: null,
      declared: null,
      ...observation,
    },
    addresses: attributed ? [attributed] : [],
    attribution: attributed,
    agree,
  };
}

/** The result of a scan for a domain with one address. */
export function found(
  name: string,
  change: Partial<Attribution> & { readonly address?: string } = {},
): ServerResult {
  const { address = '203.0.113.9', ...rest } = change;
  return serverResult(name, {
    attribution: attribution({ input: address, ip: address, ...rest }),
    endpoints: [{ host: name, port: 443, addresses: [address as Address] }],
  });
}
