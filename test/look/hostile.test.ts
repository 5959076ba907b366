import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeclaration } from '../../src/look/declaration.ts';
import { readHostMeta } from '../../src/look/delegate.ts';
import { createLook } from '../../src/look/look.ts';
import { readNodeInfo } from '../../src/look/nodeinfo.ts';
import { parseAddress } from '../../src/model/address.ts';
import type { Domain } from '../../src/model/domain.ts';
import { NETWORKS } from '../../src/model/network.ts';
import { DNS_STATUSES, HTTP_STATUSES } from '../../src/model/observation.ts';
import { startWorld } from '../kit/model-clients.ts';
import type { SrvTarget, ZoneRecord } from '../model-internet/dns/zone.ts';
import type { Route, Routes } from '../model-internet/https/routes.ts';

/** Names in hostile answers: the domain, its helpers, ours, private ones, and garbage. */
const HOST = fc.constantFrom(
  'h.example',
  'other.example',
  'inside.example',
  'gone.example',
  'localhost',
  '127.0.0.1',
  '[::1]',
  '10.0.0.1:8448',
  'h.example:99999',
  'h.example:8448',
  'xn--\u0000.example',
  '..',
  '',
  'a'.repeat(300),
);
const HREF = fc.oneof(
  fc
    .tuple(fc.constantFrom('https://', 'http://', '//', 'javascript:', 'file://', ''), HOST)
    .map((parts) => `${parts.join('')}/n`),
  fc.string(),
);
const COUNT = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constantFrom(null, true, [], {}, '1e999'));
const RELATIONS = ['1.0', '2.0', '2.1', '9.9'].map(
  (version) => `http://nodeinfo.diaspora.software/ns/schema/${version}`,
);
/** The documents that are read, with any value in each field. */
const SHAPED = fc.oneof(
  fc.record({
    links: fc.oneof(
      fc.array(
        fc.oneof(fc.record({ rel: fc.constantFrom(...RELATIONS, 'self', ''), href: HREF }), fc.anything()),
      ),
      fc.anything(),
    ),
  }),
  fc.record({
    software: fc.oneof(fc.record({ name: fc.string(), version: fc.anything() }), fc.anything()),
    usage: fc.oneof(
      fc.record({ users: fc.oneof(fc.record({ total: COUNT, activeMonth: COUNT }), fc.anything()) }),
      fc.anything(),
    ),
  }),
  fc.record({ 'm.server': fc.oneof(HOST, fc.anything()) }),
  fc.record({
    subject: fc.constantFrom('acct:h.example@h.example', '', 5),
    links: fc.array(fc.record({ rel: fc.constantFrom('self', 'x'), href: HREF })),
  }),
  fc.anything(),
);
const BODY = fc.oneof(
  SHAPED.map((value) => Buffer.from(textOf(value))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  HREF.map((href) => Buffer.from(`<XRD><Link rel="lrdd" template="${href}{uri}"/></XRD>`)),
  fc.constant(Buffer.from('['.repeat(60_000))),
);
const ROUTE: fc.Arbitrary<Route> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('reply' as const),
      status: fc.constantFrom(200, 200, 200, 203, 204, 404, 500),
      body: BODY,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('redirect' as const),
      to: HREF.map((href) => encodeURI(href.toWellFormed()).slice(0, 500)),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reset' as const }) },
);
const PATHS = [
  '/.well-known/nodeinfo',
  '/.well-known/host-meta',
  '/.well-known/webfinger',
  '/.well-known/matrix/server',
  '/n',
  '/api/v2/instance',
];
const ROUTES: fc.Arbitrary<Routes> = fc
  .tuple(...PATHS.map(() => ROUTE))
  .map((routes) => Object.fromEntries(routes.map((route, at) => [PATHS[at] ?? '', route])));
const SERVICES = [
  '_xmpp-server._tcp',
  '_xmpps-server._tcp',
  '_xmpp-client._tcp',
  '_matrix-fed._tcp',
  '_matrix._tcp',
];
const TARGET: fc.Arbitrary<SrvTarget> = fc.record({
  priority: fc.integer({ min: 0, max: 3 }),
  weight: fc.integer({ min: 0, max: 65_535 }),
  port: fc.integer({ min: 0, max: 65_535 }),
  target: fc.constantFrom(
    '.',
    'h.example',
    'other.example',
    'gone.example',
    'inside.example',
    '127.0.0.1',
    'under_score.example',
    'localhost',
    'x y.example',
    '%00.example',
  ),
});
const RECORDS: fc.Arbitrary<ZoneRecord[]> = fc.array(
  fc
    .tuple(fc.constantFrom(...SERVICES), TARGET)
    .map(([service, data]) => ({ name: `${service}.h.example`, type: 'SRV' as const, data })),
  { maxLength: 6 },
);

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
  } catch {
    return '';
  }
}

describe('whatever a server says', () => {
  it('a look ends as data, with valid endpoints and without queries for private names', async () => {
    const world = await startWorld([
      { domain: 'h.example', ip: '116.203.0.1' },
      { domain: 'other.example', ip: '116.203.0.2' },
      { domain: 'inside.example', ip: '10.0.0.1' },
    ]);
    await fc.assert(
      fc.asyncProperty(ROUTES, ROUTES, RECORDS, async (own, others, records) => {
        const domain = 'h.example' as Domain;
        world.internet.change(domain, { routes: own, srv: srvOf(records) });
        world.internet.change('other.example', { routes: others });
        for (const network of NETWORKS) {
          const seen = await createLook({ network, dns: world.dns, http: world.http })(domain);
          expect(DNS_STATUSES).toContain(seen.status);
          expect(HTTP_STATUSES).toContain(seen.http);
          expect(seen.endpoints.length > 0).toBe(seen.status === 'NOERROR');
          expect(seen.endpoints.length).toBeLessThan(9);
          for (const { host, port, addresses } of seen.endpoints) {
            expect(host).toMatch(/^[a-z0-9._:-]{1,253}$/);
            expect(port > 0 && port < 65_536 && Number.isInteger(port)).toBe(true);
            expect(addresses.length).toBeGreaterThan(0);
            for (const address of addresses) expect(parseAddress(address)).toBe(address);
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(world.internet.https.requests('inside.example')).toEqual([]);
    await world.stop();
  });

  it('NodeInfo documents give counts or null, and a clean name', () => {
    fc.assert(
      fc.property(SHAPED, (document) => {
        const self = readNodeInfo(document);
        if (self === null) return;
        for (const claimed of [self.usersTotal, self.usersActiveMonth]) {
          expect(claimed === null || (Number.isSafeInteger(claimed) && claimed >= 0)).toBe(true);
        }
        expect(self.software ?? 'x').toMatch(/^[^\p{C}]{1,64}$/u);
        expect(self.software ?? '').toBe((self.software ?? '').trim());
      }),
    );
  });

  it('host-meta and declarations never cause an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^(<Link|rel|template|[="'<> ]|lrdd){0,40}$/)),
        (text) => {
          expect(readHostMeta(text) ?? '').toBeTypeOf('string');
          expect((readDeclaration(`v=hosting1; by=${text}`)?.by ?? '').length).toBeLessThan(401);
        },
      ),
    );
  });
});

function srvOf(records: readonly ZoneRecord[]): Record<string, readonly SrvTarget[]> {
  const found: Record<string, SrvTarget[]> = {};
  for (const { name, type, data } of records) {
    if (type !== 'SRV') continue;
    const service = name.replace('.h.example', '');
    found[service] = [...(found[service] ?? []), data];
  }
  return found;
}
