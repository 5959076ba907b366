import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { NETWORKS, type Network } from '../../src/model/network.ts';
import type { MeasuredServer, Mover } from '../../src/model/server.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import { measure } from '../../src/store/measure.ts';
import { openStore } from '../../src/store/store.ts';
import { domains, finding, type Sight, scan, temporaryFolder } from '../kit/findings.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const NAMES = domains(4);

/** Three whole sights have a high weight, so that scans often find a server unchanged. */
const sight: fc.Arbitrary<Omit<Sight, 'network'>> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<Sight>({ hoster: 'one' }, { addresses: ['192.0.2.2'] }, { status: 'TIMEOUT' }),
  },
  {
    weight: 1,
    arbitrary: fc.record<Sight>({
      status: fc.constantFrom('NOERROR', 'NOERROR', 'NXDOMAIN'),
      http: fc.constantFrom('OK', 'SKIPPED'),
      addresses: fc.constantFrom(['192.0.2.1'], ['192.0.2.2', '2001:db8::1', '192.0.2.1']),
      hoster: fc.constantFrom('one', 'two', 'no-country', null),
      front: fc.constantFrom(null, 'wall'),
      operator: fc.constantFrom(null, 'care'),
      self: fc.constantFrom(null, { usersActiveMonth: 1 }, { usersActiveMonth: 2 }, { software: null }),
    }),
  },
);

/** Scans of any network and any subset of its servers, including none. */
const story = fc.array(
  fc.record({
    network: fc.constantFrom<Network>(...NETWORKS.slice(0, 2)),
    found: fc.uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), sight }), {
      selector: ({ name }) => name,
    }),
  }),
  { maxLength: 10 },
);

function byDomain<T extends { readonly domain: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/** The definition of a mover, without intervals. */
function moversOf(before: readonly MeasuredServer[], after: readonly MeasuredServer[]): Mover[] {
  return after.flatMap((to) => {
    const from = before.find(({ domain }) => domain === to.domain);
    if (from?.status !== 'NOERROR' || to.status !== 'NOERROR') return [];
    if (JSON.stringify(from.addresses) === JSON.stringify(to.addresses)) return [];
    const same = from.hoster?.id === to.hoster?.id && from.front?.id === to.front?.id;
    const at = ({ hoster, front, addresses, kind }: MeasuredServer) => ({ hoster, front, addresses, kind });
    return [{ domain: to.domain, change: same ? 'address' : 'hoster', from: at(from), to: at(to) }];
  });
}

describe('intervals', () => {
  it('reproduce every scan as recorded, and the movers between any two scans', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const store = openStore(folder.file('whohosts.db'));
        const recorded: { id: number; network: Network; servers: MeasuredServer[] }[] = [];
        for (const [week, { network, found }] of steps.entries()) {
          const findings: ServerResult[] = found.map((f) => finding(f.name, { ...f.sight, network }));
          const { id } = scan(store, findings, { network, week });
          recorded.push({ id, network, servers: byDomain(findings.map(measure)) });
        }
        for (const [index, one] of recorded.entries()) {
          expect(store.history.servers(one.id)).toEqual(one.servers);
          const earlier = recorded.slice(0, index).filter(({ network }) => network === one.network);
          for (const other of earlier) {
            expect(store.history.movers(one.id, other.id)).toEqual(moversOf(other.servers, one.servers));
          }
          expect(store.history.movers(one.id)).toEqual(moversOf(earlier.at(-1)?.servers ?? [], one.servers));
        }
        for (const network of NETWORKS) {
          for (const name of NAMES) {
            const last = recorded.findLast(
              (t) => t.network === network && t.servers.some(({ domain }) => domain === name),
            );
            const known = store.history.server(network, name);
            expect(known?.scan.id).toBe(last?.id);
            expect(known?.server).toEqual(last?.servers.find(({ domain }) => domain === name));
          }
        }
        expect(store.faults()).toEqual([]);
        store.close();
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
