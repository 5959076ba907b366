import fc from 'fast-check';
import type { Hoster } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import { DNS_STATUSES } from '../../src/model/observation.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { MeasuredServer } from '../../src/model/server.ts';

export function hoster(id: string, name = id.toUpperCase(), country: string | null = 'DE'): Hoster {
  return { id, name, country };
}

/** An answered server with nothing known except what is given. */
export function server(domain: string, known: Partial<MeasuredServer> = {}): MeasuredServer {
  return {
    domain: domain as Domain,
    status: 'NOERROR',
    http: 'OK',
    addresses: ['192.0.2.1'],
    agree: true,
    asn: null,
    hoster: null,
    front: null,
    operator: null,
    kind: null,
    country: null,
    uncertainCountry: null,
    city: null,
    lat: null,
    lon: null,
    software: null,
    usersTotal: null,
    usersActiveMonth: null,
    implausible: null,
    declared: null,
    ...known,
  };
}

/** `count` servers that differ only in their names. */
export function servers(
  count: number,
  prefix: string,
  known: Partial<MeasuredServer> = {},
): readonly MeasuredServer[] {
  return Array.from({ length: count }, (_, index) => server(`s${index}.${prefix}.example`, known));
}

/** A finished census of the given size. */
export function scan(sampled: number, known: Partial<Scan> = {}): Scan {
  return {
    id: 1,
    network: 'fediverse',
    source: 'nodes.fediverse.party',
    population: sampled,
    sampled,
    aliases: 0,
    optedOut: 0,
    seed: null,
    farms: [],
    sources: [],
    startedAt: '2026-11-17T03:00:00.000Z',
    finishedAt: '2026-11-17T03:20:00.000Z',
    ...known,
  };
}

const maybe = <T>(values: readonly T[]) => fc.constantFrom(null, ...values);
const hosters = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg'].map((id) => hoster(id));
const fronts = ['cf', 'fy'].map((id) => hoster(id));

/** Arbitrary servers: every combination of known fields, with plausible and implausible counts. */
export const anyServers: fc.Arbitrary<readonly MeasuredServer[]> = fc
  .array(
    fc.record({
      status: fc.constantFrom('NOERROR', 'NOERROR', 'NOERROR', ...DNS_STATUSES),
      hoster: maybe(hosters),
      front: maybe(fronts),
      operator: maybe(hosters),
      kind: maybe(['hosting', 'cdn', 'isp'] as const),
      country: maybe(['DE', 'FR', 'US']),
      usersTotal: fc.option(
        fc.oneof(fc.nat(10_000), fc.constantFrom(-1, 0.5, Number.NaN, 8e9, Number.POSITIVE_INFINITY)),
      ),
      usersActiveMonth: fc.option(fc.oneof(fc.nat(2_000), fc.constantFrom(-1, 0.5, Number.NaN, 8e9))),
    }),
    { maxLength: 120 },
  )
  .map((list) => list.map((known, index) => server(`s${index}.example`, { ...known, ...placeOf(known) })));

/** A server without a known place has no company. */
function placeOf({ status }: Pick<MeasuredServer, 'status'>): Partial<MeasuredServer> {
  const nobody = { hoster: null, front: null, operator: null, kind: null, country: null };
  return status === 'UNDETERMINED' ? { ...nobody, addresses: [], agree: null } : {};
}
